using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>
/// Changes the label, the tags, the managers or the monitors of runs: replaces them, or adds and removes some. What is not given stays as it
/// is; an empty list clears one.
/// </summary>
[Cmdlet(VerbsCommon.Set, "GlobusRun", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Run")]
public sealed class SetGlobusRunCommand : ThrottledCmdlet
{
    /// <summary>The ids of the runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
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

    /// <summary>Tags to add to those that each run has.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AddTag { get; set; }

    /// <summary>Tags to take from each run; one that it does not have is no error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RemoveTag { get; set; }

    /// <summary>Who may watch each run besides those who may: usernames, ids or URNs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AddRunMonitor { get; set; }

    /// <summary>Who may watch the runs no more: usernames, ids or URNs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RemoveRunMonitor { get; set; }

    /// <summary>Who may manage each run besides those who may: usernames, ids or URNs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AddRunManager { get; set; }

    /// <summary>Who may manage the runs no more: usernames, ids or URNs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RemoveRunManager { get; set; }

    /// <summary>Whether the runs are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await base.BeginAsync(cancellationToken);
        Exclude(nameof(Tag), Tag, AddTag, RemoveTag);
        Exclude(nameof(RunMonitor), RunMonitor, AddRunMonitor, RemoveRunMonitor);
        Exclude(nameof(RunManager), RunManager, AddRunManager, RemoveRunManager);
        if (!Replaces && !AddsOrRemoves)
        {
            throw new CommandException("NothingToChange", ErrorCategory.InvalidArgument, "Nothing is given to change: name at least one of -Label, -Tag, -RunMonitor, -RunManager, or one that adds or removes.");
        }
    }

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
                    RunBatch batch = await BatchAsync(id, cancellationToken);
                    await AddWorkAsync(id, stop => ChangeAsync(id, update, batch, stop), Write);
                });
            }
        }
    }

    private bool Replaces => Label is not null || Tag is not null || RunMonitor is not null || RunManager is not null;

    private bool AddsOrRemoves => (AddTag ?? RemoveTag ?? AddRunMonitor ?? RemoveRunMonitor ?? AddRunManager ?? RemoveRunManager) is not null;

    /// <summary>A list is replaced, or added to, or taken from (manual, section 9.2.9).</summary>
    private static void Exclude(string name, params ReadOnlySpan<string[]?> variants)
    {
        int given = 0;
        foreach (string[]? variant in variants)
        {
            given += variant is null ? 0 : 1;
        }

        if (given > 1)
        {
            throw new CommandException("ConflictingParameters", ErrorCategory.InvalidArgument, $"Only one of -{name}, -Add{name} and -Remove{name} can be given at a time.");
        }
    }

    private async Task<Client.Runs.Run?> ChangeAsync(string id, RunUpdate update, RunBatch batch, CancellationToken stop)
    {
        Client.Runs.Run? run = Replaces ? await Runs.UpdateAsync(id, update, stop).ConfigureAwait(false) : null;
        if (!AddsOrRemoves)
        {
            return run;
        }

        // The only route that adds and removes; run by run, since it changes none of a batch in which one may not be changed.
        await Runs.BatchAsync(batch, stop).ConfigureAwait(false);
        return PassThru ? await Runs.GetAsync(id, cancellationToken: stop).ConfigureAwait(false) : null;
    }

    private async Task<RunBatch> BatchAsync(string id, CancellationToken cancellationToken) => new()
    {
        Filters = new RunBatchFilters([id]),
        Add = (AddTag ?? AddRunMonitor ?? AddRunManager) is null ? null : new RunBatchChange
        {
            Tags = AddTag,
            RunMonitors = await ResolveAsync(AddRunMonitor, cancellationToken),
            RunManagers = await ResolveAsync(AddRunManager, cancellationToken),
        },
        Remove = (RemoveTag ?? RemoveRunMonitor ?? RemoveRunManager) is null ? null : new RunBatchChange
        {
            Tags = RemoveTag,
            RunMonitors = await ResolveAsync(RemoveRunMonitor, cancellationToken),
            RunManagers = await ResolveAsync(RemoveRunManager, cancellationToken),
        },
    };

    private async Task<RunUpdate> UpdateAsync(CancellationToken cancellationToken) => new()
    {
        Label = Label,
        Tags = Tag?.Where(static tag => tag.Length > 0).ToArray(),
        RunMonitors = await ResolveAsync(RunMonitor, cancellationToken),
        RunManagers = await ResolveAsync(RunManager, cancellationToken),
    };

    private Task Write(Client.Runs.Run? run)
    {
        if (PassThru && run is not null)
        {
            WriteDocument(run.Document, "Globus.Automate.Run");
        }

        return Task.CompletedTask;
    }
}
