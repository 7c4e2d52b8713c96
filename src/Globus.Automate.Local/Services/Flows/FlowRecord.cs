using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>A published flow. Every change makes a new record.</summary>
internal sealed record FlowRecord
{
    public required Guid Id
    {
        get;
        init
        {
            field = value;
            IdText = value.ToString();
        }
    }

    /// <summary>The id as documents, runs and URLs have it.</summary>
    public string IdText { get; private init; } = string.Empty;

    public required FlowObject Definition { get; init; }

    public FlowObject InputSchema { get; init; } = FlowObject.Empty;

    public required string Title { get; init; }

    public string Subtitle { get; init; } = string.Empty;

    public string Description { get; init; } = string.Empty;

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public required string Owner { get; init; }

    public required string CreatedBy { get; init; }

    public IReadOnlyList<string> Viewers { get; init; } = [];

    public IReadOnlyList<string> Starters { get; init; } = [];

    public IReadOnlyList<string> Administrators { get; init; } = [];

    public IReadOnlyList<string> RunManagers { get; init; } = [];

    public IReadOnlyList<string> RunMonitors { get; init; } = [];

    public string? SubscriptionId { get; init; }

    public string? AuthenticationPolicyId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The definition, ready to run.</summary>
    public required FlowDefinition Compiled { get; init; }

    /// <summary>The input schema, ready to check with; null where every input is fine.</summary>
    public IJsonSchema? Schema { get; init; }

    /// <summary>The URL by which clients and other flows name it.</summary>
    public string Url => $"https://flows.globus.org/flows/{IdText}";

    /// <summary>What is kept of the flow.</summary>
    public FlowObject ToStored() => FlowObject.Create(
        ("definition", Definition),
        ("input_schema", InputSchema),
        ("title", FlowValue.From(Title)),
        ("subtitle", FlowValue.From(Subtitle)),
        ("description", FlowValue.From(Description)),
        ("keywords", FlowArray.OfStrings(Keywords)),
        ("flow_owner", FlowValue.From(Owner)),
        ("created_by", FlowValue.From(CreatedBy)),
        ("flow_viewers", FlowArray.OfStrings(Viewers)),
        ("flow_starters", FlowArray.OfStrings(Starters)),
        ("flow_administrators", FlowArray.OfStrings(Administrators)),
        ("run_managers", FlowArray.OfStrings(RunManagers)),
        ("run_monitors", FlowArray.OfStrings(RunMonitors)),
        ("subscription_id", FlowValue.From(SubscriptionId)),
        ("authentication_policy_id", FlowValue.From(AuthenticationPolicyId)),
        ("created_at", Times.Value(CreatedAt)),
        ("updated_at", Times.Value(UpdatedAt)));

    /// <summary>Reads what <see cref="ToStored"/> gave.</summary>
    /// <exception cref="FormatException">It is not whole, or its definition or schema cannot be used any more.</exception>
    public static FlowRecord FromStored(Guid id, FlowObject stored)
    {
        FlowObject definition = stored.Object("definition");
        FlowObject schema = stored.Object("input_schema");
        try
        {
            return new FlowRecord
            {
                Id = id,
                Definition = definition,
                Compiled = FlowDefinition.Parse(definition),
                InputSchema = schema,
                Schema = schema.Count == 0 ? null : JsonSchema.Compile(schema),
                Title = stored.Text("title"),
                Subtitle = stored.Text("subtitle"),
                Description = stored.Text("description"),
                Keywords = stored.Texts("keywords"),
                Owner = stored.Text("flow_owner"),
                CreatedBy = stored.Text("created_by"),
                Viewers = stored.Texts("flow_viewers"),
                Starters = stored.Texts("flow_starters"),
                Administrators = stored.Texts("flow_administrators"),
                RunManagers = stored.Texts("run_managers"),
                RunMonitors = stored.Texts("run_monitors"),
                SubscriptionId = stored.OptionalText("subscription_id"),
                AuthenticationPolicyId = stored.OptionalText("authentication_policy_id"),
                CreatedAt = stored.Time("created_at"),
                UpdatedAt = stored.Time("updated_at"),
            };
        }
        catch (Exception exception) when (exception is FlowDefinitionException or SchemaException)
        {
            throw new FormatException($"its definition or input schema cannot be used: {exception.Message}", exception);
        }
    }
}
