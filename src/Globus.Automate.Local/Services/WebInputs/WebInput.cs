using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>What somebody may choose in a web input.</summary>
/// <param name="Id">The id by which it is chosen.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Description">What it means.</param>
public sealed record WebInputOption(string Id, string Label, string Description);

/// <summary>A question of a run to people: made by a state of the type CreateWebInput (<see cref="WebInputStore.OpenAsync"/>).</summary>
public sealed record WebInput
{
    /// <summary>The id; a new one unless given.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>The run that asks.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's label.</summary>
    public string? RunLabel { get; init; }

    /// <summary>The run's flow.</summary>
    public required string FlowId { get; init; }

    /// <summary>The flow's title.</summary>
    public required string FlowTitle { get; init; }

    /// <summary>The question.</summary>
    public required string Title { get; init; }

    /// <summary>What people need to know for the answer; null where there is a table.</summary>
    public string? Text { get; init; }

    /// <summary>Names and values that people need to know for the answer.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Rows { get; init; } = [];

    /// <summary>The answers to choose from.</summary>
    public required IReadOnlyList<WebInputOption> Options { get; init; }

    /// <summary>Who may see it, as URNs.</summary>
    public IReadOnlyList<string> Viewers { get; init; } = [];

    /// <summary>Who may answer it, as URNs.</summary>
    public IReadOnlyList<string> Respondents { get; init; } = [];

    /// <summary>Who asked, as a URN.</summary>
    public required string Creator { get; init; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The id of the chosen option; null while there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>Who answered, as a URN.</summary>
    public string? Respondent { get; init; }

    internal IEnumerable<string> RolesOf(Caller caller)
    {
        if (Principals.Include(Viewers, caller))
        {
            yield return "viewer";
        }

        if (Principals.Include(Respondents, caller))
        {
            yield return "respondent";
        }
    }

    internal FlowObject ToSummary(Caller caller) => FlowObject.Create(
        ("id", FlowValue.From(Id.ToString())),
        ("status", FlowValue.From(ClosedAt is null ? "open" : "closed")),
        ("user_roles", FlowArray.OfStrings(RolesOf(caller))),
        ("input_type", FlowValue.From("selection")),
        ("title", FlowValue.From(Title)),
        ("flow", FlowObject.Create(("id", FlowValue.From(FlowId)), ("title", FlowValue.From(FlowTitle)))),
        ("run", FlowObject.Create(("id", FlowValue.From(RunId)), ("label", FlowValue.From(RunLabel)))),
        ("created_timestamp", Times.Value(CreatedAt)),
        ("edited_timestamp", Times.Value(ClosedAt ?? CreatedAt)),
        ("closed_timestamp", Times.Value(ClosedAt)));

    internal FlowObject ToDocument(Caller caller)
    {
        FlowArray choices = FlowArray.Create(Options.Select(static option => (FlowValue)FlowObject.Create(
            ("const", FlowValue.From(option.Id)),
            ("title", FlowValue.From(option.Label)),
            ("description", FlowValue.From(option.Description)))));
        FlowObject schema = FlowObject.Create(
            ("$schema", FlowValue.From("http://json-schema.org/draft-07/schema")),
            ("title", FlowValue.From("Please select an option")),
            ("type", FlowValue.From("string")),
            ("oneOf", choices));
        FlowArray options = FlowArray.Create(Options.Select(static option => (FlowValue)FlowObject.Create(
            ("option_id", FlowValue.From(option.Id)),
            ("label", FlowValue.From(option.Label)),
            ("description", FlowValue.From(option.Description)))));
        return ToSummary(caller).Without("title")
            .With("input_schema", schema)
            .With("context", Context())
            .With("options", options)
            .With("roles", FlowObject.Create(("viewer_urns", FlowArray.OfStrings(Viewers)), ("respondent_urns", FlowArray.OfStrings(Respondents))))
            .With("creator_urn", FlowValue.From(Creator));
    }

    /// <summary>The question as it is kept.</summary>
    internal FlowObject ToStored() => FlowObject.Create(
        ("id", FlowValue.From(Id.ToString())),
        ("run_id", FlowValue.From(RunId)),
        ("run_label", FlowValue.From(RunLabel)),
        ("flow_id", FlowValue.From(FlowId)),
        ("flow_title", FlowValue.From(FlowTitle)),
        ("title", FlowValue.From(Title)),
        ("text", FlowValue.From(Text)),
        ("fields", FlowArray.OfStrings(Rows.Select(static row => row.Key))),
        ("values", FlowArray.OfStrings(Rows.Select(static row => row.Value))),
        ("option_ids", FlowArray.OfStrings(Options.Select(static option => option.Id))),
        ("option_labels", FlowArray.OfStrings(Options.Select(static option => option.Label))),
        ("option_descriptions", FlowArray.OfStrings(Options.Select(static option => option.Description))),
        ("viewers", FlowArray.OfStrings(Viewers)),
        ("respondents", FlowArray.OfStrings(Respondents)),
        ("creator", FlowValue.From(Creator)),
        ("created", Times.Value(CreatedAt)),
        ("closed", Times.Value(ClosedAt)),
        ("answer", FlowValue.From(Answer)),
        ("respondent", FlowValue.From(Respondent)));

    /// <summary>A question that was kept.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static WebInput FromStored(FlowObject stored) => new()
    {
        Id = Guid.Parse(stored.Text("id")),
        RunId = stored.Text("run_id"),
        RunLabel = stored.OptionalText("run_label"),
        FlowId = stored.Text("flow_id"),
        FlowTitle = stored.Text("flow_title"),
        Title = stored.Text("title"),
        Text = stored.OptionalText("text"),
        Rows = [.. stored.Texts("fields").Zip(stored.Texts("values"), KeyValuePair.Create)],
        Options = [.. stored.Texts("option_ids").Zip(stored.Texts("option_labels"), stored.Texts("option_descriptions")).Select(static option => new WebInputOption(option.First, option.Second, option.Third))],
        Viewers = stored.Texts("viewers"),
        Respondents = stored.Texts("respondents"),
        Creator = stored.Text("creator"),
        CreatedAt = stored.Time("created"),
        ClosedAt = stored.OptionalTime("closed"),
        Answer = stored.OptionalText("answer"),
        Respondent = stored.OptionalText("respondent"),
    };

    private FlowObject Context()
    {
        FlowObject context = FlowObject.Create(("title", FlowValue.From(Title)), ("presentation_style", FlowValue.From(Text is null ? "table" : "text")));
        return Text is not null
            ? context.With("text", FlowValue.From(Text))
            : context.With("rows", FlowArray.Create(Rows.Select(static row => (FlowValue)FlowObject.Create(
                ("field", FlowValue.From(row.Key)),
                ("value", FlowValue.From(row.Value))))));
    }
}
