using System.Text.Json;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Flows;

/// <summary>A question that a run puts to people, and for whose answer it waits.</summary>
/// <param name="Document">The whole document; listings hold a summary.</param>
public sealed record WebInput(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The id, a UUID.</summary>
    public string Id => Required("id");

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public string Status => Required("status");

    /// <summary>The question.</summary>
    public string? Title => Text("title") ?? (Member("context") is { } context ? Json.Text(context, "title") : null);

    /// <summary>What can be answered; empty in a summary.</summary>
    public IReadOnlyList<WebInputOption> Options
        => [.. Json.Items(Document, "options").Select(static option => new WebInputOption(
            Json.Text(option, "option_id") ?? "",
            Json.Text(option, "label") ?? "",
            Json.Text(option, "description")))];

    /// <summary>The run that waits; null where it is not shown.</summary>
    public string? RunId => Member("run") is { } run ? Json.Text(run, "id") : null;

    /// <summary>The run's flow; null where it is not shown.</summary>
    public string? FlowId => Member("flow") is { } flow ? Json.Text(flow, "id") : null;
}

/// <summary>One possible answer.</summary>
/// <param name="OptionId">What is sent.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Description">More about it; null for none.</param>
public sealed record WebInputOption(string OptionId, string Label, string? Description);

/// <summary>Which web inputs to list: <c>GET /web_inputs</c>.</summary>
public sealed record WebInputFilter
{
    /// <summary>The caller's roles: <c>viewer</c>, <c>respondent</c>.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary><c>open</c>, <c>closed</c>; the service shows the open ones when null.</summary>
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>Up to ten flows.</summary>
    public IReadOnlyList<string>? FlowIds { get; init; }

    /// <summary>Up to ten runs.</summary>
    public IReadOnlyList<string>? RunIds { get; init; }

    /// <summary>The order: <c>FIELD ASC</c> or <c>FIELD DESC</c> of created_timestamp, edited_timestamp, closed_timestamp.</summary>
    public IReadOnlyList<string>? OrderBy { get; init; }

    /// <summary>How many to a page; the service's own number when null.</summary>
    public int? PerPage { get; init; }
}

/// <summary>The body of <c>POST /web_inputs/{id}/respond</c>.</summary>
internal sealed record WebInputAnswer(WebInputAnswerValue Response);

/// <summary>The answer itself.</summary>
internal sealed record WebInputAnswerValue(JsonElement Value);

/// <summary>The routes below <c>/web_inputs</c>.</summary>
/// <remarks>Every method throws <see cref="GlobusApiException"/> where the service refuses or cannot be reached.</remarks>
public sealed class WebInputsClient
{
    private static readonly string[] s_items = ["web_input_summaries"];

    private readonly GlobusHttp _http;

    /// <summary>A client that sends through <paramref name="http"/>.</summary>
    public WebInputsClient(GlobusHttp http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
    }

    /// <summary>Lists web inputs, page by page: <c>GET /web_inputs</c>.</summary>
    public IAsyncEnumerable<WebInput> ListAsync(WebInputFilter? filter = null, CancellationToken cancellationToken = default)
    {
        Query query = new Query()
            .Add("filter_roles", filter?.Roles)
            .Add("filter_states", filter?.States)
            .Add("filter_flow_ids", filter?.FlowIds)
            .Add("filter_run_ids", filter?.RunIds)
            .Add("orderby", filter?.OrderBy)
            .Add("per_page", filter?.PerPage);
        return Pages.ReadAsync(
            _http,
            new GlobusRequest { Method = HttpMethod.Get, Url = query.On(UrlPath.Append(_http.Environment.FlowsUrl, "web_inputs")), Token = FlowsTokens.RunStatus },
            s_items,
            static item => new WebInput(item),
            cancellationToken);
    }

    /// <summary>One web input: <c>GET /web_inputs/{id}</c>.</summary>
    public async Task<WebInput> GetAsync(string id, CancellationToken cancellationToken = default)
        => new(await _http.SendAsync(
            new GlobusRequest { Method = HttpMethod.Get, Url = UrlPath.Append(_http.Environment.FlowsUrl, "web_inputs", id), Token = FlowsTokens.RunStatus },
            cancellationToken).ConfigureAwait(false));

    /// <summary>Answers a web input: <c>POST /web_inputs/{id}/respond</c>.</summary>
    /// <param name="id">The web input.</param>
    /// <param name="value">The answer; for a selection, the option's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.Conflict"/> where it is closed, <see cref="GlobusErrorKind.InvalidInput"/> where the answer is none of the options.</exception>
    public Task RespondAsync(string id, JsonElement value, CancellationToken cancellationToken = default)
        => _http.SendAsync(
            new GlobusRequest
            {
                Method = HttpMethod.Post,
                Url = UrlPath.Append(_http.Environment.FlowsUrl, "web_inputs", id, "respond"),
                Token = FlowsTokens.RunManage,
                Body = Body.Write(new WebInputAnswer(new WebInputAnswerValue(value)), Body.Types.WebInputAnswer),
                NeverTwice = new NeverTwiceRule("The answer may have been taken all the same", $"look at it with Get-GlobusWebInput -WebInputId {id} before answering again"),
            },
            cancellationToken);
}
