using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Sends the request that a registered API's target asks for.</summary>
/// <param name="request">The request, without a token.</param>
/// <param name="scope">The scope of the token it needs; null needs none.</param>
/// <param name="caller">For whom.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <exception cref="ActionRefusedException">It may not be sent, or there is no token for it.</exception>
internal delegate Task<HttpResponseMessage> TargetSender(HttpRequestMessage request, string? scope, Caller caller, CancellationToken cancellationToken);

/// <summary>
/// A registered API as an action (a state's <c>Handler</c>): its parameters make the request, a 2XX answer is the action's details, and any
/// other is ActionUnableToRun, as the API's <c>data_templates</c> say. See docs/decisions/0060-registered-apis.md.
/// </summary>
internal sealed class RegisteredApiProvider(RegisteredApi api, TargetSender send) : ActionProvider(new ActionProviderDescription
{
    Url = FlowUrls.OfRegisteredApi(api.Id),
    Title = api.Name,
    Subtitle = api.Description,
    GlobusAuthScope = ScopeOf(api.Target) ?? string.Empty,
    InputSchema = SchemaOf(api.Target),
    Synchronous = true,
})
{
    private const int MaximumAnswer = 4 * 1024 * 1024;

    /// <summary>What OpenAPI (3.1, Parameter Object) leaves out of header parameters, and what is the connection's own.</summary>
    private static readonly string[] s_ignoredHeaders = ["Accept", "Content-Type", "Authorization", "Host", "Content-Length", "Transfer-Encoding", "Connection"];

    /// <summary>The API that it calls.</summary>
    public RegisteredApi Api => api;

    /// <inheritdoc/>
    public override bool IsRepeatable => Text("destination", "method") is "get" or "head" or "options" or "trace";

    /// <inheritdoc/>
    public override async ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = CreateRequest(action.Body);
        try
        {
            using HttpResponseMessage response = await send(request, ScopeOf(api.Target), action.Caller, cancellationToken).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(MaximumAnswer).ConfigureAwait(false);
            FlowValue body = Read(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            return response.IsSuccessStatusCode ? ActionProgress.Succeeded(body) : throw new TargetFailedException((int)response.StatusCode, body);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ActionRefusedException(502, "BAD_GATEWAY", $"{request.RequestUri!.GetLeftPart(UriPartial.Authority)} could not be reached: {exception.Message}");
        }
    }

    /// <summary>The scope in the target's <c>security</c>, of which the first requirement counts; null where it has none.</summary>
    private static string? ScopeOf(FlowObject target)
        => target["specification"] is FlowObject specification
            && specification["security"] is FlowArray { Count: > 0 } requirements
            && requirements[0] is FlowObject requirement
            && requirement["GlobusAuth"] is FlowArray { Count: > 0 } scopes
            ? scopes[0].AsString()
            : null;

    /// <summary>The schema of the input, with the components that it may refer to as the OpenAPI document did.</summary>
    private static FlowObject SchemaOf(FlowObject target)
    {
        FlowObject schema = RegisteredApiTemplates.InputSchemaOf(target);
        return target["components"] is FlowObject components ? schema.With("components", components) : schema;
    }

    private HttpRequestMessage CreateRequest(FlowObject input)
    {
        string path = Text("destination", "url");
        var query = new StringBuilder();
        var headers = new List<(string Name, string Value)>();
        foreach ((string name, string place, _, _) in RegisteredApiTemplates.Parameters(api.Target))
        {
            string[] values = [.. Texts(input[name])];
            switch (place)
            {
                case "path":
                    string segment = string.Join(',', values);
                    path = segment is not (".." or ".")
                        ? path.Replace("{" + name + "}", Uri.EscapeDataString(segment), StringComparison.Ordinal)
                        : throw ActionRefusedException.Input($"'{segment}' would lead to another path of the API.", "$." + name);
                    break;
                case "query":
                    foreach (string value in values)
                    {
                        query.Append(query.Length == 0 ? string.Empty : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
                    }

                    break;
                case "header" when values.Length > 0 && !s_ignoredHeaders.Contains(name, StringComparer.OrdinalIgnoreCase):
                    headers.Add((name, string.Join(',', values)));
                    break;
            }
        }

        string url = query.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
        var request = new HttpRequestMessage(new HttpMethod(Text("destination", "method").ToUpperInvariant()), url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                throw ActionRefusedException.Input($"'{name}' cannot be sent as a header.", "$." + name);
            }
        }

        if (input["body"] is { } body)
        {
            request.Content = new StringContent(body.ToJson(), Encoding.UTF8, "application/json");
        }

        return request;
    }

    private string Text(string part, string name) => (api.Target[part] as FlowObject)?[name]?.AsString() ?? string.Empty;

    /// <summary>A parameter as text; a list is several.</summary>
    private static IEnumerable<string> Texts(FlowValue? value) => value switch
    {
        null or { IsNull: true } => [],
        FlowArray items => items.SelectMany(static item => Texts(item)),
        FlowString text => [text.Value],
        _ => [value.ToJson()],
    };

    private static FlowValue Read(byte[] body)
    {
        try
        {
            return body.Length == 0 ? FlowValue.Null : FlowValue.Parse(body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return FlowValue.From(Encoding.UTF8.GetString(body));
        }
    }

    /// <summary>The target answered with something else than 2XX: the template <c>default</c> of the API's <c>data_templates</c>.</summary>
    private sealed class TargetFailedException(int status, FlowValue answer)
        : ActionRefusedException(status, "TARGET_FAILED", $"The API answered with the status {status}.")
    {
        public override FlowObject ToBody(Guid debugId) => FlowObject.Create(("exception", FlowValue.From("ActionUnableToRun")), ("cause", answer));
    }
}
