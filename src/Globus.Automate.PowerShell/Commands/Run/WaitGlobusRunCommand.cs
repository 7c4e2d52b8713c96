using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Waits until runs rest: SUCCEEDED, FAILED, ENDED, or INACTIVE, which somebody must resume.</summary>
[Cmdlet(VerbsLifecycle.Wait, "GlobusRun")]
[OutputType("Globus.Automate.Run")]
public sealed class WaitGlobusRunCommand : WaitingCmdlet
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
            await AddWorkAsync(id, stop => WaitForAsync(id, stop), Finish);
        }
    }

    private Task Finish(Client.Runs.Run run)
    {
        WriteRested(run);
        return Task.CompletedTask;
    }
}
