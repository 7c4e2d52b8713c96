using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>An API that is registered for use as an action.</summary>
internal sealed record RegisteredApi
{
    private static readonly string[] s_methods = ["get", "head", "post", "put", "delete", "connect", "options", "trace", "patch"];

    public required Guid Id { get; init; }

    public string Name { get; init; } = string.Empty;

    public string Description { get; init; } = string.Empty;

    public FlowObject Target { get; init; } = FlowObject.Empty;

    public IReadOnlyList<string> Owners { get; init; } = [];

    public IReadOnlyList<string> Administrators { get; init; } = [];

    public IReadOnlyList<string> Viewers { get; init; } = [];

    public string? SubscriptionId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public DateTimeOffset? DeletionAt { get; init; }

    /// <summary>The roles of a caller, the strongest first.</summary>
    public IEnumerable<string> RolesOf(Caller caller)
    {
        if (Principals.Include(Owners, caller))
        {
            yield return "owner";
        }

        if (Principals.Include(Administrators, caller))
        {
            yield return "administrator";
        }

        if (Principals.Include(Viewers, caller))
        {
            yield return "viewer";
        }
    }

    /// <summary>This with the fields of a request put over it.</summary>
    /// <exception cref="ServiceException">Anything in the request is wrong (422).</exception>
    public RegisteredApi With(FlowObject body, bool isNew)
    {
        var fields = new FieldReader(body);
        if (isNew)
        {
            fields.Required("name");
            fields.Required("target");
            fields.Required("subscription_id");
        }

        string? name = fields.Text("name", 1, 128);
        string? description = fields.Text("description", 0, 4096);
        FlowObject? target = fields.Object("target") is { } given ? ReadTarget(given, fields) : null;
        FlowValue? subscription = fields.IdOrNull("subscription_id", "DEFAULT");
        FlowObject? roles = fields.Object("roles");
        var inRoles = new FieldReader(roles ?? FlowObject.Empty, ["roles"]);
        IReadOnlyList<string>? owners = inRoles.PrincipalList("owners", "Owner");
        IReadOnlyList<string>? administrators = inRoles.PrincipalList("administrators", "Administrator");
        IReadOnlyList<string>? viewers = inRoles.PrincipalList("viewers", "Viewer");
        if (owners is { Count: 0 })
        {
            inRoles.Fault("a registered API needs an owner", "value_error", "owners");
        }

        fields.Faults.AddRange(inRoles.Faults);
        fields.ThrowIfFaulty();
        return this with
        {
            Name = name ?? Name,
            Description = description ?? Description,
            Target = target ?? Target,
            Owners = owners ?? Owners,
            Administrators = administrators ?? Administrators,
            Viewers = viewers ?? Viewers,
            SubscriptionId = subscription is null ? SubscriptionId : subscription.AsString(),
        };
    }

    public FlowObject ToSummary() => FlowObject.Create(
        ("id", FlowValue.From(Id.ToString())),
        ("name", FlowValue.From(Name)),
        ("description", FlowValue.From(Description)),
        ("created_timestamp", Times.Value(CreatedAt)),
        ("updated_timestamp", Times.Value(UpdatedAt)));

    public FlowObject ToDocument() => FlowObject.Create(
        ("id", FlowValue.From(Id.ToString())),
        ("name", FlowValue.From(Name)),
        ("description", FlowValue.From(Description)),
        ("roles", FlowObject.Create(
            ("owners", FlowArray.OfStrings(Owners)),
            ("administrators", FlowArray.OfStrings(Administrators)),
            ("viewers", FlowArray.OfStrings(Viewers)))),
        ("target", Target),
        ("data_templates", RegisteredApiTemplates.Of(Target)),
        ("state_input_schema", RegisteredApiTemplates.InputSchemaOf(Target)),
        ("status", FlowValue.From(DeletionAt is null ? "ACTIVE" : "INACTIVE")),
        ("subscription_id", FlowValue.From(SubscriptionId)),
        ("created_timestamp", Times.Value(CreatedAt)),
        ("edited_timestamp", Times.Value(EditedAt)),
        ("updated_timestamp", Times.Value(UpdatedAt)),
        ("scheduled_deletion_timestamp", Times.Value(DeletionAt)));

    /// <summary>Reads what <see cref="ToDocument"/> gave.</summary>
    /// <exception cref="FormatException">It is not whole.</exception>
    public static RegisteredApi FromStored(FlowObject stored)
    {
        FlowObject roles = stored.Object("roles");
        return new RegisteredApi
        {
            Id = Guid.Parse(stored.Text("id")),
            Name = stored.Text("name"),
            Description = stored.Text("description"),
            Target = stored.Object("target"),
            Owners = roles.Texts("owners"),
            Administrators = roles.Texts("administrators"),
            Viewers = roles.Texts("viewers"),
            SubscriptionId = stored.OptionalText("subscription_id"),
            CreatedAt = stored.Time("created_timestamp"),
            UpdatedAt = stored.Time("updated_timestamp"),
            EditedAt = stored.OptionalTime("edited_timestamp"),
            DeletionAt = stored.OptionalTime("scheduled_deletion_timestamp"),
        };
    }

    /// <summary>The target of the API with what a request changes of it.</summary>
    private FlowObject ReadTarget(FlowObject given, FieldReader faults)
    {
        FlowObject target = Target;
        foreach ((string name, FlowValue value) in given)
        {
            target = target.With(name, name == "destination" && value is FlowObject part && target["destination"] is FlowObject whole ? part.Aggregate(whole, static (all, field) => all.With(field.Key, field.Value)) : value);
        }

        var fields = new FieldReader(target, ["target"]);
        if (fields.Required("type") is { } type && type.AsString() != "openapi")
        {
            fields.Fault("unexpected value; permitted: 'openapi'", "value_error.enum", "type");
        }

        fields.Required("openapi_version");
        fields.Text("openapi_version", 1, 16);
        fields.Required("specification");
        fields.Object("specification");
        fields.Required("destination");
        if (fields.Object("destination") is { } destination)
        {
            var inside = new FieldReader(destination, ["target", "destination"]);
            if (inside.Required("method") is { } method && !s_methods.Contains(method.AsString(), StringComparer.Ordinal))
            {
                inside.Fault($"unexpected value; permitted: {string.Join(", ", s_methods.Select(static known => $"'{known}'"))}", "value_error.enum", "method");
            }

            if (inside.Required("url") is { } url && !(Uri.TryCreate(url.AsString(), UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "https" or "http"))
            {
                inside.Fault("invalid or missing URL scheme", "value_error.url", "url");
            }

            fields.Faults.AddRange(inside.Faults);
        }

        faults.Faults.AddRange(fields.Faults);
        return target.ContainsKey("transforms") ? target : target.With("transforms", FlowValue.Null);
    }
}
