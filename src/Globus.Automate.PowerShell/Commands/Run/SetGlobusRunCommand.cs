using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.PowerShell.Completion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Changes the label, the tags, the managers or the monitors of runs. What is not given stays as it is; an empty list clears one.</summary>
[Cmdlet(VerbsCommon.Set, "GlobusRun", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Run")]
public sealed class SetGlobusRunCommand : ThrottledCmdlet
{
    /// <summary>The ids of the runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RunId { get; set; } = [];

    /// <summary>The label, up to 64 characters.</summary>
    [Parameter]
    [ValidateLength(1, 64)]
    public string? Label { get; set; }

    /// <summary>The tags.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? Tag { get; set; }

    /// <summary>Who may watch the run.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? RunMonitor { get; set; }

    /// <summary>Who may manage the run.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? RunManager { get; set; }

    /// <summary>Whether the runs are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var update = new RunUpdate { Label = Label, Tags = Tag, RunMonitors = RunMonitor, RunManagers = RunManager };
        foreach (string id in RunId)
        {
            if (ShouldProcess($"run {id}", "Change"))
            {
                await AddWorkAsync(id, stop => Runs.UpdateAsync(id, update, stop), Write);
            }
        }
    }

    private Task Write(Client.Runs.Run run)
    {
        if (PassThru)
        {
            WriteDocument(run.Document, "Globus.Automate.Run");
        }

        return Task.CompletedTask;
    }
}
