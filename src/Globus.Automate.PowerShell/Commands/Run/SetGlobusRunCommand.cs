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
    [AllowEmptyString]
    public string[]? Tag { get; set; }

    /// <summary>Who may watch the run: usernames, ids or URNs.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? RunMonitor { get; set; }

    /// <summary>Who may manage the run: usernames, ids or URNs.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? RunManager { get; set; }

    /// <summary>Whether the runs are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in RunId)
        {
            if (ShouldProcess($"run {id}", "Change"))
            {
                await TryAsync(id, async () =>
                {
                    RunUpdate update = await UpdateAsync(cancellationToken);
                    await AddWorkAsync(id, stop => Runs.UpdateAsync(id, update, stop), Write);
                });
            }
        }
    }

    private async Task<RunUpdate> UpdateAsync(CancellationToken cancellationToken) => new()
    {
        Label = Label,
        Tags = Tag?.Where(static tag => tag.Length > 0).ToArray(),
        RunMonitors = await ResolveAsync(RunMonitor, cancellationToken),
        RunManagers = await ResolveAsync(RunManager, cancellationToken),
    };

    private Task Write(Client.Runs.Run run)
    {
        if (PassThru)
        {
            WriteDocument(run.Document, "Globus.Automate.Run");
        }

        return Task.CompletedTask;
    }
}
