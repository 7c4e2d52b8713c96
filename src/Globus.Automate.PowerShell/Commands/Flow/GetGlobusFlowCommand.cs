using System.Management.Automation;
using Globus.Automate.Client.Flows;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Flow;

/// <summary>Gets flows by their ids, or lists those that you can see.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusFlow", DefaultParameterSetName = ListSet, SupportsPaging = true)]
[OutputType("Globus.Automate.Flow")]
public sealed class GetGlobusFlowCommand : ThrottledCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>The ids of the flows.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "flow_id")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("FlowId", "Id")]
    public string[] FlowId { get; set; } = [];

    /// <summary>Only flows on which you have one of these roles.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("flow_owner", "flow_administrator", "flow_starter", "flow_viewer", "run_manager", "run_monitor")]
    public string[]? Role { get; set; }

    /// <summary>Only flows in whose texts these words stand.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public string? FullText { get; set; }

    /// <summary>Only flows whose title has these words.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public string? Title { get; set; }

    /// <summary>Only flows that have one of these keywords.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public string[]? Keyword { get; set; }

    /// <summary>The order, such as <c>'updated_at DESC'</c>.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(FlowOrderCompleter))]
    public string[]? OrderBy { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in FlowId)
            {
                await AddWorkAsync(id, stop => Flows.GetAsync(id, stop), flow => Write(flow));
            }

            return;
        }

        await PagedOutput.WriteAsync(this, Flows.ListAsync(Filter(), cancellationToken), flow => WriteDocument(flow.Document, "Globus.Automate.Flow"));
    }

    private Task Write(Client.Flows.Flow flow)
    {
        WriteDocument(flow.Document, "Globus.Automate.Flow");
        return Task.CompletedTask;
    }

    private FlowFilter Filter() => new()
    {
        Roles = Role,
        FullText = FullText,
        Title = Title,
        Keywords = Keyword is null ? null : string.Join(',', Keyword),
        OrderBy = OrderBy,
        PerPage = PagedOutput.PageSize(PagingParameters),
    };
}
