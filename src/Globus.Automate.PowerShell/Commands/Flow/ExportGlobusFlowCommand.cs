using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Flow;

/// <summary>Writes a definition, or an input schema, as JSON or YAML that reads back equal.</summary>
[Cmdlet(VerbsData.Export, "GlobusFlow", DefaultParameterSetName = FlowSet)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportGlobusFlowCommand : AsyncCmdlet
{
    private const string FlowSet = "Flow";
    private const string RunSet = "Run";

    /// <summary>The flow: its id, a flow from Get-GlobusFlow, or a definition as hashtable, object, JSON or YAML text, or path.</summary>
    [Parameter(ParameterSetName = FlowSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Definition", "FlowId")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNull]
    public object Flow { get; set; } = null!;

    /// <summary>The run whose definition is meant: as it was when the run started.</summary>
    [Parameter(ParameterSetName = RunSet, Mandatory = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string RunId { get; set; } = string.Empty;

    /// <summary>Json or Yaml. Without it: the ending of -OutFile decides, Yaml else.</summary>
    [Parameter(Position = 1)]
    [ValidateSet("Json", "Yaml")]
    public string? As { get; set; }

    /// <summary>The input schema instead of the definition.</summary>
    [Parameter]
    public SwitchParameter InputSchema { get; set; }

    /// <summary>The file to write.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(ParameterSetName == RunSet ? RunId : Flow, async () =>
        {
            FlowValue document = await FindAsync(cancellationToken);
            FileOutput.WriteDocument(this, document, As, OutFile);
        });

    private async Task<FlowValue> FindAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == RunSet)
        {
            RunDefinition run = await Connection.Required.Session.Runs.GetDefinitionAsync(RunId, cancellationToken);
            return FlowValue.From((InputSchema ? run.InputSchema : run.Definition) ?? default);
        }

        FlowSource source = await FlowSource.FindAsync(Flow, nameof(Flow), SessionState, () => Connection.Required.Session, cancellationToken);
        return !InputSchema
            ? source.Document.Root
            : source.InputSchema ?? throw new CommandException("NoInputSchema", ErrorCategory.ObjectNotFound, "-InputSchema: a definition alone has no input schema; give a published flow or its id.");
    }
}
