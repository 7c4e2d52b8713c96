using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Gets the definition and the input schema as they were when a run started.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusRunDefinition")]
[OutputType("Globus.Automate.RunDefinition")]
public sealed class GetGlobusRunDefinitionCommand : ThrottledCmdlet
{
    /// <summary>The ids of the runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string[] RunId { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in RunId)
        {
            await AddWorkAsync(id, stop => Runs.GetDefinitionAsync(id, stop), definition =>
            {
                WriteDocument(definition.Document, "Globus.Automate.RunDefinition");
                return Task.CompletedTask;
            });
        }
    }
}
