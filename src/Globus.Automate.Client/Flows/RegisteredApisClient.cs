using System.Text.Json;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Flows;

/// <summary>An API that is registered for use as an action: its description in OpenAPI and who may see it.</summary>
/// <param name="Document">The whole document; listings hold a summary.</param>
public sealed record RegisteredApi(JsonElement Document) : GlobusDocument(Document)
{
    /// <summary>The id, a UUID.</summary>
    public string Id => Required("id");

    /// <summary>The name.</summary>
    public string Name => Required("name");

    /// <summary>The description; null for none.</summary>
    public string? Description => Text("description");

    /// <summary><c>ACTIVE</c> or <c>INACTIVE</c>; null in a summary.</summary>
    public string? Status => Text("status");
}

/// <summary>Which registered APIs to list: <c>GET /registered_apis</c>.</summary>
public sealed record RegisteredApiFilter
{
    /// <summary>The caller's roles: <c>owner</c>, <c>administrator</c>, <c>viewer</c>.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>The order: <c>FIELD ASC</c> or <c>FIELD DESC</c> of id, name, created_timestamp, updated_timestamp.</summary>
    public IReadOnlyList<string>? OrderBy { get; init; }

    /// <summary>1 to 100 to a page; the service's own number (10) when null.</summary>
    public int? PerPage { get; init; }
}

/// <summary>The routes below <c>/registered_apis</c>.</summary>
/// <remarks>Every method throws <see cref="GlobusApiException"/> where the service refuses or cannot be reached.</remarks>
public sealed class RegisteredApisClient
{
    private static readonly string[] s_items = ["registered_apis"];

    private readonly GlobusHttp _http;

    /// <summary>A client that sends through <paramref name="http"/>.</summary>
    public RegisteredApisClient(GlobusHttp http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
    }

    /// <summary>Lists registered APIs, page by page: <c>GET /registered_apis</c>.</summary>
    public IAsyncEnumerable<RegisteredApi> ListAsync(RegisteredApiFilter? filter = null, CancellationToken cancellationToken = default)
    {
        Query query = new Query().Add("filter_roles", filter?.Roles).Add("orderby", filter?.OrderBy).Add("per_page", filter?.PerPage);
        return Pages.ReadAsync(
            _http,
            new GlobusRequest { Method = HttpMethod.Get, Url = query.On(Url()), Token = FlowsTokens.View },
            s_items,
            static item => new RegisteredApi(item),
            cancellationToken);
    }

    /// <summary>One registered API: <c>GET /registered_apis/{id}</c>.</summary>
    public async Task<RegisteredApi> GetAsync(string id, CancellationToken cancellationToken = default)
        => new(await SendAsync(HttpMethod.Get, Url(id), FlowsTokens.View, null, null, cancellationToken).ConfigureAwait(false));

    /// <summary>Registers an API: <c>POST /registered_apis</c>.</summary>
    /// <param name="registration"><c>{name, description, target, roles, subscription_id}</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RegisteredApi> CreateAsync(JsonElement registration, CancellationToken cancellationToken = default)
    {
        var rule = new NeverTwiceRule("The API may have been registered all the same", "look for it with Get-GlobusRegisteredApi before registering it again");
        return new RegisteredApi(await SendAsync(HttpMethod.Post, Url(), FlowsTokens.Manage, Body.Write(registration), rule, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Changes what <paramref name="changes"/> gives: <c>PATCH /registered_apis/{id}</c>.</summary>
    public async Task<RegisteredApi> UpdateAsync(string id, JsonElement changes, CancellationToken cancellationToken = default)
        => new(await SendAsync(HttpMethod.Patch, Url(id), FlowsTokens.Manage, Body.Write(changes), null, cancellationToken).ConfigureAwait(false));

    /// <summary>Marks a registered API for deletion and gives its state: <c>DELETE /registered_apis/{id}</c>.</summary>
    public async Task<RegisteredApi> DeleteAsync(string id, CancellationToken cancellationToken = default)
        => new(await SendAsync(HttpMethod.Delete, Url(id), FlowsTokens.Manage, null, null, cancellationToken).ConfigureAwait(false));

    private Uri Url() => UrlPath.Append(_http.Environment.FlowsUrl, "registered_apis");

    private Uri Url(string id) => UrlPath.Append(Url(), id);

    private Task<JsonElement> SendAsync(HttpMethod method, Uri url, TokenRequest token, ReadOnlyMemory<byte>? body, NeverTwiceRule? rule, CancellationToken cancellationToken)
        => _http.SendAsync(new GlobusRequest { Method = method, Url = url, Token = token, Body = body, NeverTwice = rule }, cancellationToken);
}
