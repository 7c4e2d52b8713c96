using System.Management.Automation;
using Globus.Automate.Client.Runs;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Gets runs by their ids, or lists those that you can see.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusRun", DefaultParameterSetName = IdSet, SupportsPaging = true)]
[OutputType("Globus.Automate.Run")]
public sealed class GetGlobusRunCommand : ThrottledCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>The ids of the runs.</summary>
    // The default set, so that a run that comes down the pipeline is looked up itself, and not listed with the others of its flow.
    [Parameter(ParameterSetName = IdSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string[] RunId { get; set; } = [];

    /// <summary>Whether the flow's own description comes along.</summary>
    [Parameter(ParameterSetName = IdSet)]
    public SwitchParameter IncludeFlowDescription { get; set; }

    /// <summary>Only runs of these flows.</summary>
    [Parameter(ParameterSetName = ListSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "flow_id")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ObjectId("FlowId", "Id")]
    public string[]? FlowId { get; set; }

    /// <summary>Only runs with one of these statuses.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("ACTIVE", "INACTIVE", "SUCCEEDED", "FAILED", "ENDED")]
    public string[]? Status { get; set; }

    /// <summary>Only runs with one of these labels.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public string[]? Label { get; set; }

    /// <summary>Only runs of flows with one of these titles.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public string[]? FlowTitle { get; set; }

    /// <summary>Only runs on which you have one of these roles.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("run_owner", "run_manager", "run_monitor", "flow_run_manager", "flow_run_monitor")]
    public string[]? Role { get; set; }

    /// <summary>Only runs that started at this time or later.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public DateTimeOffset? StartedAfter { get; set; }

    /// <summary>Only runs that started before this time.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public DateTimeOffset? StartedBefore { get; set; }

    /// <summary>Only runs that completed at this time or later.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public DateTimeOffset? CompletedAfter { get; set; }

    /// <summary>Only runs that completed before this time.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public DateTimeOffset? CompletedBefore { get; set; }

    /// <summary>The order, such as <c>'start_time DESC'</c>.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(RunOrderCompleter))]
    public string[]? OrderBy { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (RunId.Length > 0)
        {
            foreach (string id in RunId)
            {
                await AddWorkAsync(id, stop => Runs.GetAsync(id, IncludeFlowDescription, stop), Write);
            }

            return;
        }

        await PagedOutput.WriteAsync(this, Runs.ListAsync(Filter(), cancellationToken), run => WriteDocument(run.Document, "Globus.Automate.Run"));
    }

    private Task Write(Client.Runs.Run run)
    {
        WriteDocument(run.Document, "Globus.Automate.Run");
        return Task.CompletedTask;
    }

    private RunFilter Filter() => new()
    {
        FlowIds = FlowId,
        FlowTitles = FlowTitle,
        Roles = Role,
        Statuses = Status,
        Labels = Label,
        StartedAfter = StartedAfter,
        StartedBefore = StartedBefore,
        CompletedAfter = CompletedAfter,
        CompletedBefore = CompletedBefore,
        OrderBy = OrderBy,
        PerPage = PagedOutput.PageSize(PagingParameters),
    };
}
