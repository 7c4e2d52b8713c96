using System.Management.Automation;
using Globus.Automate.Client.Flows;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Flow;

/// <summary>Gets registered APIs by their ids, or lists those that you can see: web APIs that flows may call as actions.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusRegisteredApi", DefaultParameterSetName = ListSet, SupportsPaging = true)]
[OutputType("Globus.Automate.RegisteredApi")]
public sealed class GetGlobusRegisteredApiCommand : ThrottledCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>The ids of the registered APIs.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "registered_api_id")]
    [ArgumentCompleter(typeof(RegisteredApiIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RegisteredApiId", "Id")]
    public string[] RegisteredApiId { get; set; } = [];

    /// <summary>Only those on which you have one of these roles.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateSet("owner", "administrator", "viewer")]
    public string[]? Role { get; set; }

    /// <summary>The order, such as <c>'name ASC'</c>.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(RegisteredApiOrderCompleter))]
    public string[]? OrderBy { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in RegisteredApiId)
            {
                await AddWorkAsync(id, stop => Session.RegisteredApis.GetAsync(id, stop), Write);
            }

            return;
        }

        var filter = new RegisteredApiFilter { Roles = Role, OrderBy = OrderBy, PerPage = PagedOutput.PageSize(PagingParameters) };
        await PagedOutput.WriteAsync(this, Session.RegisteredApis.ListAsync(filter, cancellationToken), api => WriteDocument(api.Document, "Globus.Automate.RegisteredApi"));
    }

    private Task Write(RegisteredApi api)
    {
        WriteDocument(api.Document, "Globus.Automate.RegisteredApi");
        return Task.CompletedTask;
    }
}
