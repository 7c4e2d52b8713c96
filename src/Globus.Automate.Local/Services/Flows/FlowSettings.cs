using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>The body of <c>POST /flows</c> and <c>PUT /flows/{flow_id}</c>, checked. What the body does not name is null.</summary>
internal sealed record FlowSettings
{
    private const int MaximumKeywordCharacters = 1024;

    /// <summary>The subscription that the word <c>DEFAULT</c> stands for.</summary>
    private static readonly FlowValue s_defaultSubscription = FlowValue.From(NameBasedId.Create(NameBasedId.Namespace, "subscription").ToString());

    public CheckedDefinition? Definition { get; init; }

    public CheckedSchema? Schema { get; init; }

    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string>? Keywords { get; init; }

    public string? Owner { get; init; }

    public IReadOnlyList<string>? Viewers { get; init; }

    public IReadOnlyList<string>? Starters { get; init; }

    public IReadOnlyList<string>? Administrators { get; init; }

    public IReadOnlyList<string>? RunManagers { get; init; }

    public IReadOnlyList<string>? RunMonitors { get; init; }

    /// <summary>An id, or JSON's null to have none.</summary>
    public FlowValue? SubscriptionId { get; init; }

    /// <summary>An id, or JSON's null to have none.</summary>
    public FlowValue? AuthenticationPolicyId { get; init; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="ServiceException">Anything in it is wrong (422); the body lists all of it.</exception>
    public static FlowSettings Read(FlowObject body, bool isNew)
    {
        var fields = new FieldReader(body);
        if (isNew)
        {
            fields.Required("definition");
        }

        var settings = new FlowSettings
        {
            Definition = CheckedDefinition.Read(fields),
            Schema = CheckedSchema.Read(fields),
            Title = fields.Text("title", 1, 128),
            Subtitle = fields.Text("subtitle", 0, 128),
            Description = fields.Text("description", 0, 4096),
            Keywords = ReadKeywords(fields),
            Owner = ReadOwner(fields),
            Viewers = fields.PrincipalList("flow_viewers", "FlowViewer", Principals.Public) ?? fields.PrincipalList("visible_to", "FlowViewer", Principals.Public),
            Starters = fields.PrincipalList("flow_starters", "FlowStarter", Principals.AllAuthenticated) ?? fields.PrincipalList("runnable_by", "FlowStarter", Principals.AllAuthenticated),
            Administrators = fields.PrincipalList("flow_administrators", "FlowAdministrator") ?? fields.PrincipalList("administered_by", "FlowAdministrator"),
            RunManagers = fields.PrincipalList("run_managers", "RunManager"),
            RunMonitors = fields.PrincipalList("run_monitors", "RunMonitor"),
            SubscriptionId = fields.IdOrNull("subscription_id", "DEFAULT") is { } id && id.AsString() == "DEFAULT" ? s_defaultSubscription : fields.IdOrNull("subscription_id", "DEFAULT"),
            AuthenticationPolicyId = fields.IdOrNull("authentication_policy_id"),
        };
        fields.ThrowIfFaulty();
        return settings;
    }

    /// <summary>A flow with these settings.</summary>
    public FlowRecord Create(Guid id, string owner, DateTimeOffset time) => Apply(
        new FlowRecord
        {
            Id = id,
            Definition = Definition!.Document,
            Compiled = Definition.Compiled,
            Title = string.Empty,
            Owner = owner,
            CreatedBy = owner,
            CreatedAt = time,
            UpdatedAt = time,
        },
        time);

    /// <summary>A flow with these settings put over its own.</summary>
    public FlowRecord Apply(FlowRecord flow, DateTimeOffset time) => flow with
    {
        Definition = Definition?.Document ?? flow.Definition,
        Compiled = Definition?.Compiled ?? flow.Compiled,
        InputSchema = Schema?.Document ?? flow.InputSchema,
        Schema = Schema is null ? flow.Schema : Schema.Compiled,
        Title = Title ?? flow.Title,
        Subtitle = Subtitle ?? flow.Subtitle,
        Description = Description ?? flow.Description,
        Keywords = Keywords ?? flow.Keywords,
        Owner = Owner ?? flow.Owner,
        Viewers = Viewers ?? flow.Viewers,
        Starters = Starters ?? flow.Starters,
        Administrators = Administrators ?? flow.Administrators,
        RunManagers = RunManagers ?? flow.RunManagers,
        RunMonitors = RunMonitors ?? flow.RunMonitors,
        SubscriptionId = SubscriptionId is null ? flow.SubscriptionId : SubscriptionId.AsString(),
        AuthenticationPolicyId = AuthenticationPolicyId is null ? flow.AuthenticationPolicyId : AuthenticationPolicyId.AsString(),
        UpdatedAt = time,
    };

    private static IReadOnlyList<string>? ReadKeywords(FieldReader fields)
    {
        IReadOnlyList<string>? keywords = fields.Texts("keywords");
        if (keywords is not null && keywords.Sum(static keyword => keyword.Length) > MaximumKeywordCharacters)
        {
            fields.Fault($"ensure the keywords have at most {MaximumKeywordCharacters} characters in total", "value_error", "keywords");
        }

        return keywords;
    }

    private static string? ReadOwner(FieldReader fields)
    {
        string? owner = fields.Text("flow_owner", 1, 128);
        if (owner is not null && !owner.StartsWith(Principals.IdentityPrefix, StringComparison.Ordinal))
        {
            fields.Fault($"Unrecognized principal string: \"{owner}\". Allowed principal types in role \"FlowOwner\": [<AuthIdentityUrn>]", "value_error", "flow_owner");
        }

        return owner;
    }
}
