using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>What an action provider says about itself when it is introspected (manual 3.3.1; Action Provider interface 1.0, <c>GET {url}</c>).</summary>
public sealed record ActionProviderDescription
{
    /// <summary>The URL that definitions name, such as <c>https://actions.globus.org/hello_world</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Further URLs at which the same provider answers.</summary>
    public IReadOnlyList<Uri> AlternateUrls { get; init; } = [];

    /// <summary>
    /// What names the provider in the registry and in stored actions: the path below <c>actions.globus.org</c>, such as <c>transfer/ls</c>, or for a
    /// service's own host the whole of it, such as <c>transfer.actions.globus.org/ls</c>.
    /// </summary>
    public string Name => ActionProviderRegistry.NameOf(Url);

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>One line on what it does.</summary>
    public required string Subtitle { get; init; }

    /// <summary>A longer text, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The scope that a caller's token must have.</summary>
    public required string GlobusAuthScope { get; init; }

    /// <summary>The JSON Schema of the <c>body</c> of a run request.</summary>
    public required FlowObject InputSchema { get; init; }

    /// <summary>Whether an action is finished when <c>run</c> answers.</summary>
    public required bool Synchronous { get; init; }

    /// <summary>Whether an action's <c>log</c> can be read.</summary>
    public bool LogSupported { get; init; }

    /// <summary>Words to find it by, or null.</summary>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <summary>How long an action may run and its record be kept.</summary>
    public TimeSpan MaximumDeadline { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Who may run it: <c>all_authenticated_users</c> or principals.</summary>
    public IReadOnlyList<string> RunnableBy { get; init; } = ["all_authenticated_users"];

    /// <summary>Who may introspect it: <c>public</c>, <c>all_authenticated_users</c> or principals.</summary>
    public IReadOnlyList<string> VisibleTo { get; init; } = ["public"];

    /// <summary>The introspection document, its members in the order in which the hosted providers give them.</summary>
    public FlowObject ToDocument() => FlowObject.Create(
        ("admin_contact", FlowValue.From("support@globus.org")),
        ("administered_by", FlowArray.Empty),
        ("api_version", FlowValue.From("1.0")),
        ("description", FlowValue.From(Description)),
        ("event_types", FlowValue.Null),
        ("globus_auth_scope", FlowValue.From(GlobusAuthScope)),
        ("input_schema", InputSchema),
        ("keywords", Keywords is null ? FlowValue.Null : FlowArray.OfStrings(Keywords)),
        ("log_supported", FlowValue.From(LogSupported)),
        ("maximum_deadline", FlowValue.From(IsoDuration.Format(MaximumDeadline))),
        ("runnable_by", FlowArray.OfStrings(RunnableBy)),
        ("subtitle", FlowValue.From(Subtitle)),
        ("synchronous", FlowValue.From(Synchronous)),
        ("title", FlowValue.From(Title)),
        ("types", FlowArray.OfStrings(["ACTION"])),
        ("visible_to", FlowArray.OfStrings(VisibleTo)));
}
