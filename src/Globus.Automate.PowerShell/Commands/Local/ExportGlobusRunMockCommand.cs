using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Turns a run into a mock file with one case: its input, the answers of its actions, and the path that it took.</summary>
[Cmdlet(VerbsData.Export, "GlobusRunMock")]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportGlobusRunMockCommand : GlobusCmdlet
{
    /// <summary>The id of the run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string RunId { get; set; } = string.Empty;

    /// <summary>The name of the case. Without it, the run's label, or its id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CaseName { get; set; }

    /// <summary>Json or Yaml. Without it: the ending of -OutFile decides, Yaml else.</summary>
    [Parameter]
    [ValidateSet("Json", "Yaml")]
    public string? As { get; set; }

    /// <summary>The file to write.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(RunId, async () =>
        {
            Client.Runs.Run run = await Runs.GetAsync(RunId, cancellationToken: cancellationToken);
            RunDefinition definition = await Runs.GetDefinitionAsync(RunId, cancellationToken);
            var log = new List<FlowValue>();
            await foreach (RunLogEntry entry in Runs.GetLogAsync(RunId, 100, cancellationToken: cancellationToken))
            {
                log.Add(FlowValue.From(entry.Document));
            }

            FlowDefinition compiled = FlowUnderTest.Compile(FlowDocument.FromValue(FlowValue.From(definition.Definition
                ?? throw new CommandException("DefinitionHidden", ErrorCategory.PermissionDenied, $"The service does not show the definition of run {RunId}."))));
            FlowObject mocks = RunMockExporter.Export(compiled, log, FlowValue.From(run.Document) as FlowObject, CaseName ?? run.Label ?? run.RunId);
            FileOutput.WriteDocument(this, mocks, As, OutFile);
        });
}
