using System.Management.Automation;
using Globus.Automate.FlowLanguage.Diagrams;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Flow;

/// <summary>Draws a flow.</summary>
[Cmdlet(VerbsCommon.Show, "GlobusFlow")]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ShowGlobusFlowCommand : AsyncCmdlet
{
    /// <summary>The flow: its id, a flow from Get-GlobusFlow, or a definition as hashtable, object, JSON or YAML text, or path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Definition", "FlowId")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNull]
    public object Flow { get; set; } = null!;

    /// <summary>The form of the drawing. Without it: the ending of -OutFile decides, Html where it is opened, Ascii else.</summary>
    [Parameter(Position = 1)]
    [ValidateSet("Ascii", "Mermaid", "Dot", "Svg", "Html")]
    public string? As { get; set; }

    /// <summary>The file to write.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Shows the drawing in the program that opens such files.</summary>
    [Parameter]
    public SwitchParameter Open { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(Flow, async () =>
        {
            FlowSource source = await FlowSource.FindAsync(Flow, nameof(Flow), SessionState, () => Connection.Required.Session, cancellationToken);
            FlowDiagram diagram = FlowDiagram.FromDefinition(source.Document.Root, source.Title);
            DrawingForm form = DrawingForm.Choose(As, OutFile, Open);
            FileOutput.Write(this, form.Draw(diagram, null), form.Extension, OutFile, Open);
        });
}
