using System.Text.Json;
using Globus.Automate.Client.Flows;
using Globus.Automate.Tests;

namespace Globus.Automate.Client.Tests.Support;

/// <summary>One recorded exchange of the corpus.</summary>
internal sealed record RecordedCase(string Name, JsonElement Document)
{
    public string Method => Document.GetProperty("method").GetString()!;

    public string Path => Document.GetProperty("path").GetString()!;

    public int Status => Document.GetProperty("status").GetInt32();

    public JsonElement Response => Document.GetProperty("response");

    public JsonElement? RequestJson
        => Document.TryGetProperty("request", out JsonElement request) && request.TryGetProperty("json_body", out JsonElement body) ? body : null;

    public static RecordedCase Load(string operation, string name, int part) => LoadAll(operation, name)[part];

    public static IReadOnlyList<RecordedCase> LoadAll(string operation, string name)
    {
        JsonElement found = JsonDocument.Parse(Corpus.ReadText("flows-api-responses", operation + ".json")).RootElement.GetProperty(name);
        return found.ValueKind == JsonValueKind.Array
            ? [.. found.EnumerateArray().Select(item => new RecordedCase(name, item))]
            : [new RecordedCase(name, found)];
    }

    /// <summary>A segment of the path: the id is the second.</summary>
    public string Id(int segment) => Path.Split('/')[segment];

    public string Text(string member) => Response.TryGetProperty(member, out JsonElement value) ? value.GetString()! : "";

    public string? RequestQuery(string parameter)
        => Document.TryGetProperty("request", out JsonElement request)
            && request.TryGetProperty("query", out JsonElement query)
            && query.TryGetProperty(parameter, out JsonElement value) ? value.GetString() : null;

    public JsonElement RequestBody(string member) => RequestJson!.Value.GetProperty(member);

    /// <summary>What was published, as far as the answer shows it.</summary>
    public FlowSettings Settings() => new()
    {
        Title = Text("title"),
        Subtitle = Text("subtitle"),
        Description = Text("description"),
        Keywords = ["one", "two"],
        Definition = Response.TryGetProperty("definition", out JsonElement definition) ? definition : TestSession.Parse("{}"),
        FlowAdministrators = ["urn:globus:auth:identity:b44bddda-d274-11e5-978a-9f15789a8150"],
    };
}
