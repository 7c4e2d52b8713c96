using System.Management.Automation;
using System.Text.Json;
using Globus.Automate.Client.Flows;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Flow;

/// <summary>Publishes a flow: makes a new one, or brings an existing one up to date where it differs.</summary>
[Cmdlet(VerbsData.Publish, "GlobusFlow", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Flow")]
public sealed class PublishGlobusFlowCommand : GlobusCmdlet
{
    /// <summary>The definition: a hashtable, an object, JSON or YAML text, or the path of a file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Definition { get; set; } = null!;

    /// <summary>The title, 1 to 128 characters; the definition file's name when it is left out.</summary>
    [Parameter(Position = 1)]
    [ValidateLength(1, 128)]
    public string? Title { get; set; }

    /// <summary>The JSON Schema of the input: a hashtable, an object, JSON or YAML text, or the path of a file.</summary>
    [Parameter(Position = 2)]
    public object? InputSchema { get; set; }

    /// <summary>An existing flow to bring up to date. Where nothing differs, nothing is sent.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ObjectId("FlowId", "Id")]
    public string? FlowId { get; set; }

    /// <summary>A line under the title, up to 128 characters.</summary>
    [Parameter]
    [ValidateLength(0, 128)]
    public string? Subtitle { get; set; }

    /// <summary>What the flow does, up to 4,096 characters.</summary>
    [Parameter]
    [ValidateLength(0, 4096)]
    public string? Description { get; set; }

    /// <summary>Words to find the flow by.</summary>
    [Parameter]
    public string[]? Keyword { get; set; }

    /// <summary>Who sees the flow: usernames, ids or URNs, or <c>public</c>.</summary>
    [Parameter]
    public string[]? Viewer { get; set; }

    /// <summary>Who may run it: usernames, ids or URNs, or <c>all_authenticated_users</c>.</summary>
    [Parameter]
    public string[]? Starter { get; set; }

    /// <summary>Who may change it: usernames, ids or URNs.</summary>
    [Parameter]
    public string[]? Administrator { get; set; }

    /// <summary>Who may manage all of its runs: usernames, ids or URNs.</summary>
    [Parameter]
    public string[]? RunManager { get; set; }

    /// <summary>Who may watch all of its runs: usernames, ids or URNs.</summary>
    [Parameter]
    public string[]? RunMonitor { get; set; }

    /// <summary>The subscription the flow belongs to: an id, or <c>DEFAULT</c>.</summary>
    [Parameter]
    public string? SubscriptionId { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(Title ?? Definition, async () =>
        {
            FlowDocument definition = ReadDocument(Definition, nameof(Definition));
            FlowDocument? schema = InputSchema is null ? null : ReadDocument(InputSchema, nameof(InputSchema));
            if (FlowId is null)
            {
                await CreateAsync(definition, schema, cancellationToken);
            }
            else
            {
                await UpdateAsync(FlowId, definition, schema, cancellationToken);
            }
        });

    private async Task CreateAsync(FlowDocument definition, FlowDocument? schema, CancellationToken cancellationToken)
    {
        string title = Title ?? TitleOf(definition);
        if (!ShouldProcess($"{Session.Environment.FlowsUrl.Host}: '{title}'", "Publish flow"))
        {
            return;
        }

        FlowSettings settings = await SettingsAsync(definition, schema, cancellationToken) with { Title = title, InputSchema = JsonText.ToElement(schema?.Root ?? FlowObject.Empty) };
        Client.Flows.Flow flow = await Flows.CreateAsync(settings, cancellationToken);
        WriteDocument(flow.Document, "Globus.Automate.Flow");
    }

    private async Task UpdateAsync(string flowId, FlowDocument definition, FlowDocument? schema, CancellationToken cancellationToken)
    {
        Client.Flows.Flow existing = await Flows.GetAsync(flowId, cancellationToken);
        FlowSettings settings = await SettingsAsync(definition, schema, cancellationToken) with { Title = Title };
        string[] changes = [.. Changes(existing.Document, settings)];
        if (changes.Length == 0)
        {
            WriteVerbose($"Flow {flowId} is up to date.");
            WriteDocument(existing.Document, "Globus.Automate.Flow");
            return;
        }

        if (ShouldProcess($"flow {flowId} ('{existing.Title}')", $"Update {string.Join(", ", changes)}"))
        {
            Client.Flows.Flow flow = await Flows.UpdateAsync(flowId, settings, cancellationToken);
            WriteDocument(flow.Document, "Globus.Automate.Flow");
        }
    }

    private Task<FlowSettings> SettingsAsync(FlowDocument definition, FlowDocument? schema, CancellationToken cancellationToken) => new FlowSettings
    {
        Definition = JsonText.ToElement(definition.Root),
        InputSchema = schema is null ? null : JsonText.ToElement(schema.Root),
        Subtitle = Subtitle,
        Description = Description,
        Keywords = Keyword,
        FlowViewers = Viewer,
        FlowStarters = Starter,
        FlowAdministrators = Administrator,
        RunManagers = RunManager,
        RunMonitors = RunMonitor,
        SubscriptionId = SubscriptionId,
    }.ResolveAsync(Principals, cancellationToken);

    /// <summary>The names of the settings that the service does not have yet.</summary>
    private static IEnumerable<string> Changes(JsonElement existing, FlowSettings wanted)
    {
        foreach (JsonProperty setting in JsonSerializer.SerializeToElement(wanted, JsonText.SnakeCase).EnumerateObject())
        {
            bool same = existing.TryGetProperty(setting.Name, out JsonElement current)
                && FlowValue.From(current).Equals(FlowValue.From(setting.Value));
            if (!same)
            {
                yield return setting.Name;
            }
        }
    }

    private static string TitleOf(FlowDocument definition)
    {
        if (definition.File is { } file)
        {
            return Path.GetFileNameWithoutExtension(file);
        }

        string? comment = definition.Root.TryGetMember("Comment", out FlowValue? text) ? text.AsString() : null;
        return string.IsNullOrWhiteSpace(comment) ? "Flow" : comment[..Math.Min(comment.Length, 128)];
    }
}
