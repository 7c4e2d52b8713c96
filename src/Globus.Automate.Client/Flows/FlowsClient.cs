using System.Text.Json;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Flows;

/// <summary>The routes below <c>/flows</c>: publish, find, change, delete and check flows, and start runs.</summary>
/// <remarks>Every method throws <see cref="GlobusApiException"/> where the service refuses or cannot be reached.</remarks>
public sealed class FlowsClient
{
    private static readonly string[] s_flows = ["flows"];
    private static readonly JsonElement s_emptyObject = JsonDocument.Parse("{}").RootElement;

    private readonly GlobusHttp _http;

    /// <summary>A client that sends through <paramref name="http"/>.</summary>
    public FlowsClient(GlobusHttp http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
    }

    /// <summary>Lists flows, page by page: <c>GET /flows</c>.</summary>
    public IAsyncEnumerable<Flow> ListAsync(FlowFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new FlowFilter();
        Query query = new();
        if (filter.Marker is not null)
        {
            query.Add("marker", filter.Marker);
        }
        else
        {
            query.Add("filter_roles", filter.Roles)
                .Add("filter_fulltext", filter.FullText)
                .Add("filter_title", filter.Title)
                .Add("filter_subtitle", filter.Subtitle)
                .Add("filter_description", filter.Description)
                .Add("filter_keywords", filter.Keywords)
                .Add("filter_scope_string", filter.ScopeString)
                .Add("orderby", filter.OrderBy)
                .Add("per_page", filter.PerPage);
        }

        return Pages.ReadAsync(
            _http,
            new GlobusRequest { Method = HttpMethod.Get, Url = query.On(Url()), Token = FlowsTokens.View },
            s_flows,
            static item => new Flow(item),
            cancellationToken);
    }

    /// <summary>One flow: <c>GET /flows/{id}</c>.</summary>
    public async Task<Flow> GetAsync(string flowId, CancellationToken cancellationToken = default)
        => new(await SendAsync(HttpMethod.Get, Url(flowId), FlowsTokens.View, null, null, cancellationToken).ConfigureAwait(false));

    /// <summary>Publishes a flow: <c>POST /flows</c>.</summary>
    public async Task<Flow> CreateAsync(FlowSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.InputSchema is null)
        {
            settings = settings with { InputSchema = s_emptyObject };
        }

        var rule = new NeverTwiceRule("The flow may have been published all the same", "look for its title with Get-GlobusFlow before publishing it again");
        return new Flow(await SendAsync(HttpMethod.Post, Url(), FlowsTokens.Manage, Body.Write(settings, Body.Types.FlowSettings), rule, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Changes what <paramref name="settings"/> gives and leaves the rest: <c>PUT /flows/{id}</c>.</summary>
    public async Task<Flow> UpdateAsync(string flowId, FlowSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new Flow(await SendAsync(HttpMethod.Put, Url(flowId), FlowsTokens.Manage, Body.Write(settings, Body.Types.FlowSettings), null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Deletes a flow and gives its last state: <c>DELETE /flows/{id}</c>.</summary>
    public async Task<Flow> DeleteAsync(string flowId, CancellationToken cancellationToken = default)
        => new(await SendAsync(HttpMethod.Delete, Url(flowId), FlowsTokens.Manage, null, null, cancellationToken).ConfigureAwait(false));

    /// <summary>Asks the service whether it would accept a definition: <c>POST /flows/validate</c>. Nothing is stored.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.InvalidDefinition"/>, with the places in <see cref="GlobusApiException.Details"/>.</exception>
    public async Task<FlowValidation> ValidateAsync(JsonElement definition, JsonElement? inputSchema = null, CancellationToken cancellationToken = default)
        => new(await SendAsync(
            HttpMethod.Post,
            Url("validate"),
            FlowsTokens.Manage,
            Body.Write(new FlowCheck(definition, inputSchema), Body.Types.FlowCheck),
            null,
            cancellationToken).ConfigureAwait(false));

    /// <summary>Starts a run: <c>POST /flows/{id}/run</c>, with a token for this flow. It is never sent twice unless it surely did not arrive.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.MayHaveStarted"/> where the answer was lost; the message says how to look for the run.</exception>
    public async Task<Run> RunAsync(string flowId, RunSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        TokenRequest token = FlowsTokens.ForFlow(flowId);
        var rule = new NeverTwiceRule(
            "The run may have started all the same",
            $"look for it with Get-GlobusRun -FlowId {flowId} | Sort-Object StartTime -Descending before starting it again");
        return new Run(await SendAsync(HttpMethod.Post, Url(flowId, "run"), token, Body.Write(settings, Body.Types.RunSettings), rule, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks the service whether it would accept an input: <c>POST /flows/{id}/validate_run</c>. Nothing starts.</summary>
    /// <returns>What the service says of it.</returns>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.InvalidInput"/>, with the places in <see cref="GlobusApiException.Details"/>.</exception>
    public async Task<string> ValidateRunAsync(string flowId, RunSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        JsonElement answer = await SendAsync(
            HttpMethod.Post,
            Url(flowId, "validate_run"),
            FlowsTokens.ForFlow(flowId),
            Body.Write(settings, Body.Types.RunSettings),
            null,
            cancellationToken).ConfigureAwait(false);
        return Json.Text(answer, "message") ?? "";
    }

    /// <summary>Lists the runs of one flow, page by page: <c>GET /flows/{id}/runs</c>.</summary>
    public IAsyncEnumerable<Run> ListRunsAsync(string flowId, RunFilter? filter = null, CancellationToken cancellationToken = default)
        => RunsClient.List(_http, Url(flowId, "runs"), filter ?? new RunFilter(), cancellationToken);

    private Uri Url(params ReadOnlySpan<string> segments)
        => segments.Length == 0 ? UrlPath.Append(_http.Environment.FlowsUrl, "flows") : UrlPath.Append(UrlPath.Append(_http.Environment.FlowsUrl, "flows"), segments);

    private Task<JsonElement> SendAsync(HttpMethod method, Uri url, TokenRequest token, ReadOnlyMemory<byte>? body, NeverTwiceRule? rule, CancellationToken cancellationToken)
        => _http.SendAsync(new GlobusRequest { Method = method, Url = url, Token = token, Body = body, NeverTwice = rule }, cancellationToken);
}

/// <summary>Which token each kind of request needs. <c>all</c> stands for every one of the narrow scopes.</summary>
internal static class FlowsTokens
{
    public static TokenRequest View { get; } = new(GlobusScopes.ViewFlows, GlobusScopes.FlowsAll);

    public static TokenRequest Manage { get; } = new(GlobusScopes.ManageFlows, GlobusScopes.FlowsAll);

    public static TokenRequest RunStatus { get; } = new(GlobusScopes.RunStatus, GlobusScopes.FlowsAll);

    public static TokenRequest RunManage { get; } = new(GlobusScopes.RunManage, GlobusScopes.FlowsAll);

    public static TokenRequest ForFlow(string flowId) => new(GlobusScopes.ForFlow(flowId));
}
