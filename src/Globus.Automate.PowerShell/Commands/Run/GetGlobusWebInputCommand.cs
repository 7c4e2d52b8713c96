using System.Management.Automation;
using Globus.Automate.Client.Flows;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Gets the questions that runs put to people, by their ids, or lists those that you can see.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusWebInput", DefaultParameterSetName = ListSet, SupportsPaging = true)]
[OutputType("Globus.Automate.WebInput")]
public sealed class GetGlobusWebInputCommand : ThrottledCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>The ids of the web inputs, as a run that waits for one has it in BlockingWebInputId.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "web_input_id")]
    [ArgumentCompleter(typeof(WebInputIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("WebInputId", "Id")]
    public string[] WebInputId { get; set; } = [];

    /// <summary>Only those of these runs, ten at the most.</summary>
    [Parameter(ParameterSetName = ListSet, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateCount(1, 10)]
    [ObjectId("RunId", "ActionId")]
    public string[]? RunId { get; set; }

    /// <summary>Only those of runs of these flows, ten at the most.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [Alias("flow_id")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateCount(1, 10)]
    [ObjectId("FlowId", "Id")]
    public string[]? FlowId { get; set; }

    /// <summary>Only those in one of these states; the open ones when it is left out.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("open", "closed")]
    public string[]? Status { get; set; }

    /// <summary>Only those on which you have one of these roles.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("viewer", "respondent")]
    public string[]? Role { get; set; }

    /// <summary>The order, such as <c>'created_timestamp DESC'</c>.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(WebInputOrderCompleter))]
    public string[]? OrderBy { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in WebInputId)
            {
                await AddWorkAsync(id, stop => Session.WebInputs.GetAsync(id, stop), Write);
            }

            return;
        }

        var filter = new WebInputFilter
        {
            Roles = Role,
            States = Status,
            FlowIds = FlowId,
            RunIds = RunId,
            OrderBy = OrderBy,
            PerPage = PagedOutput.PageSize(PagingParameters),
        };
        await PagedOutput.WriteAsync(this, Session.WebInputs.ListAsync(filter, cancellationToken), input => WriteDocument(input.Document, "Globus.Automate.WebInput"));
    }

    private Task Write(WebInput input)
    {
        WriteDocument(input.Document, "Globus.Automate.WebInput");
        return Task.CompletedTask;
    }
}
