using System.Text.Json;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Runs;

/// <summary>The routes below <c>/runs</c>, and <c>/batch/runs</c>.</summary>
/// <remarks>Every method throws <see cref="GlobusApiException"/> where the service refuses or cannot be reached.</remarks>
public sealed class RunsClient
{
    private static readonly string[] s_runs = ["runs", "actions"];
    private static readonly string[] s_entries = ["entries"];

    private readonly GlobusHttp _http;

    /// <summary>A client that sends through <paramref name="http"/>.</summary>
    public RunsClient(GlobusHttp http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
    }

    /// <summary>Lists runs, page by page: <c>GET /runs</c>.</summary>
    public IAsyncEnumerable<Run> ListAsync(RunFilter? filter = null, CancellationToken cancellationToken = default)
        => List(_http, Url(), filter ?? new RunFilter(), cancellationToken);

    /// <summary>One run: <c>GET /runs/{id}</c>.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="includeFlowDescription">Adds the flow's title, owner and dates as <c>flow_description</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Run> GetAsync(string runId, bool includeFlowDescription = false, CancellationToken cancellationToken = default)
    {
        Uri url = new Query().Add("include_flow_description", includeFlowDescription ? "true" : null).On(Url(runId));
        return new Run(await SendAsync(HttpMethod.Get, url, FlowsTokens.RunStatus, null, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The definition that the run follows: <c>GET /runs/{id}/definition</c>.</summary>
    public async Task<RunDefinition> GetDefinitionAsync(string runId, CancellationToken cancellationToken = default)
        => new(await SendAsync(HttpMethod.Get, Url(runId, "definition"), FlowsTokens.RunStatus, null, null, cancellationToken).ConfigureAwait(false));

    /// <summary>The log, entry by entry: <c>GET /runs/{id}/log</c>.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="pageSize">1 to 100 entries to a page; 100 when null.</param>
    /// <param name="newestFirst">From the last entry to the first.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public IAsyncEnumerable<RunLogEntry> GetLogAsync(string runId, int? pageSize = null, bool newestFirst = false, CancellationToken cancellationToken = default)
        => Pages.ReadAsync(_http, LogRequest(runId, pageSize ?? 100, newestFirst, null), s_entries, static item => new RunLogEntry(item), cancellationToken);

    /// <summary>One page of the log: <c>GET /runs/{id}/log</c>.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="pageSize">1 to 100 entries; the service's own number (10) when null.</param>
    /// <param name="newestFirst">From the last entry to the first.</param>
    /// <param name="marker">From <see cref="RunLogPage.Marker"/>; the rest then counts no more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RunLogPage> GetLogPageAsync(string runId, int? pageSize = null, bool newestFirst = false, string? marker = null, CancellationToken cancellationToken = default)
    {
        JsonElement page = await _http.SendAsync(LogRequest(runId, pageSize, newestFirst, marker), cancellationToken).ConfigureAwait(false);
        string? next = Json.Text(page, "marker");
        return new RunLogPage(
            [.. Json.Items(page, "entries").Select(static item => new RunLogEntry(item))],
            Json.Truth(page, "has_next_page") ?? next is not null,
            next);
    }

    /// <summary>Changes label, tags, monitors or managers: <c>PUT /runs/{id}</c>.</summary>
    public async Task<Run> UpdateAsync(string runId, RunUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return new Run(await SendAsync(HttpMethod.Put, Url(runId), FlowsTokens.RunManage, Body.Write(update, Body.Types.RunUpdate), null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks the run to stop: <c>POST /runs/{id}/cancel</c>. It may take a while to.</summary>
    public async Task<Run> CancelAsync(string runId, CancellationToken cancellationToken = default)
        => new(await SendAsync(HttpMethod.Post, Url(runId, "cancel"), FlowsTokens.RunManage, null, null, cancellationToken).ConfigureAwait(false));

    /// <summary>Lets an INACTIVE run go on: <c>POST /runs/{id}/resume</c>, with a token for its flow.</summary>
    /// <param name="flowId">The run's flow.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Run> ResumeAsync(string flowId, string runId, CancellationToken cancellationToken = default)
    {
        var rule = new NeverTwiceRule("The run may have been resumed all the same", $"look at it with Get-GlobusRun -RunId {runId} before resuming it again");
        return new Run(await SendAsync(HttpMethod.Post, Url(runId, "resume"), FlowsTokens.ForFlow(flowId), null, rule, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Removes the record of a finished run and gives its last state: <c>POST /runs/{id}/release</c>.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.Conflict"/> where the run is not finished.</exception>
    public async Task<Run> ReleaseAsync(string runId, CancellationToken cancellationToken = default)
        => new(await SendAsync(HttpMethod.Post, Url(runId, "release"), FlowsTokens.RunManage, null, null, cancellationToken).ConfigureAwait(false));

    /// <summary>Changes or cancels many runs at once: <c>POST /batch/runs</c>. The service does it in its own time.</summary>
    /// <returns>The service's answer, which may be empty.</returns>
    public Task<JsonElement> BatchAsync(RunBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var rule = new NeverTwiceRule("The changes may have been made all the same", "look at the runs with Get-GlobusRun before sending them again");
        return SendAsync(
            HttpMethod.Post,
            UrlPath.Append(_http.Environment.FlowsUrl, "batch", "runs"),
            FlowsTokens.RunManage,
            Body.Write(batch, Body.Types.RunBatch),
            rule,
            cancellationToken);
    }

    internal static IAsyncEnumerable<Run> List(GlobusHttp http, Uri url, RunFilter filter, CancellationToken cancellationToken)
    {
        Query query = new();
        if (filter.Marker is not null)
        {
            query.Add("marker", filter.Marker);
        }
        else
        {
            query.Add("filter_flow_id", filter.FlowIds)
                .Add("filter_flow_title", filter.FlowTitles)
                .Add("filter_roles", filter.Roles)
                .Add("filter_status", filter.Statuses)
                .Add("filter_label", filter.Labels)
                .Add("filter_start_time", filter.StartedAfter, filter.StartedBefore)
                .Add("filter_completion_time", filter.CompletedAfter, filter.CompletedBefore)
                .Add("orderby", filter.OrderBy)
                .Add("per_page", filter.PerPage);
        }

        return Pages.ReadAsync(
            http,
            new GlobusRequest { Method = HttpMethod.Get, Url = query.On(url), Token = FlowsTokens.RunStatus },
            s_runs,
            static item => new Run(item),
            cancellationToken);
    }

    private GlobusRequest LogRequest(string runId, int? pageSize, bool newestFirst, string? marker)
    {
        Query query = new();
        if (marker is not null)
        {
            query.Add("marker", marker);
        }
        else
        {
            // Any value of reverse_order reverses, so it is sent only when wanted.
            query.Add("limit", pageSize).Add("reverse_order", newestFirst ? "true" : null);
        }

        return new GlobusRequest { Method = HttpMethod.Get, Url = query.On(Url(runId, "log")), Token = FlowsTokens.RunStatus };
    }

    private Uri Url(params ReadOnlySpan<string> segments)
    {
        Uri runs = UrlPath.Append(_http.Environment.FlowsUrl, "runs");
        return segments.Length == 0 ? runs : UrlPath.Append(runs, segments);
    }

    private Task<JsonElement> SendAsync(HttpMethod method, Uri url, TokenRequest token, ReadOnlyMemory<byte>? body, NeverTwiceRule? rule, CancellationToken cancellationToken)
        => _http.SendAsync(new GlobusRequest { Method = method, Url = url, Token = token, Body = body, NeverTwice = rule }, cancellationToken);
}
