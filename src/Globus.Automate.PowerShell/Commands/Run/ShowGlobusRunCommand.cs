using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.FlowLanguage.Diagrams;
using Globus.Automate.FlowLanguage.Diagrams.Rendering;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Draws a run: the flow as it was when the run started, coloured by what became of each state, or the times at which the states ran.</summary>
[Cmdlet(VerbsCommon.Show, "GlobusRun")]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ShowGlobusRunCommand : GlobusCmdlet
{
    /// <summary>The id of the run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string RunId { get; set; } = string.Empty;

    /// <summary>The form of the drawing. Timeline is text, or a picture where -OutFile ends in .svg.</summary>
    [Parameter(Position = 1)]
    [ValidateSet("Ascii", "Mermaid", "Dot", "Svg", "Html", "Timeline")]
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
        => await TryAsync(RunId, async () =>
        {
            Task<Client.Runs.Run> run = Runs.GetAsync(RunId, cancellationToken: cancellationToken);
            Task<RunDefinition> definition = Runs.GetDefinitionAsync(RunId, cancellationToken);
            var entries = new List<FlowValue>();
            await foreach (RunLogEntry entry in Runs.GetLogAsync(RunId, 100, cancellationToken: cancellationToken))
            {
                entries.Add(FlowValue.From(entry.Document));
            }

            RunOverlay overlay = RunOverlay.FromLog(entries);
            string title = Title(await run);
            if (string.Equals(As, "Timeline", StringComparison.OrdinalIgnoreCase))
            {
                bool picture = Open || string.Equals(Path.GetExtension(OutFile), ".svg", StringComparison.OrdinalIgnoreCase);
                FileOutput.Write(this, picture ? TimelineRenderer.RenderSvg(title, overlay) : TimelineRenderer.RenderText(overlay), picture ? ".svg" : ".txt", OutFile, Open);
                return;
            }

            FlowDiagram diagram = FlowDiagram.FromDefinition(FlowValue.From((await definition).Definition ?? default), title);
            DrawingForm form = DrawingForm.Choose(As, OutFile, Open);
            FileOutput.Write(this, form.Draw(diagram, overlay), form.Extension, OutFile, Open);
        });

    private static string Title(Client.Runs.Run run) => $"{run.FlowTitle ?? run.FlowId}: {run.Label ?? run.RunId} ({run.Status})";
}
