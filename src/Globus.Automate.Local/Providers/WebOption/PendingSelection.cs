using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>One option that somebody can select.</summary>
/// <param name="Name">The name, which a flow sees.</param>
/// <param name="Description">A line for people, or null.</param>
/// <param name="UrlSuffix">The last part of its URL.</param>
/// <param name="Url">Its URL: any request to it selects it.</param>
/// <param name="CompletedMessage">What its selection answers with.</param>
public sealed record WebOption(string Name, string? Description, string UrlSuffix, Uri Url, string CompletedMessage)
{
    /// <summary>Who may select it; empty for everybody.</summary>
    public IReadOnlyList<string> SelectableBy { get; init; } = [];

    internal bool IncludeQuery { get; init; }

    internal bool IncludeBody { get; init; }
}

/// <summary>An action that waits for somebody to select one of its options.</summary>
public sealed class PendingSelection
{
    internal PendingSelection(ActionContext action, IReadOnlyList<WebOption> options, LandingPage? landingPage)
    {
        Action = action;
        Options = options;
        LandingPage = landingPage;
    }

    /// <summary>The action's id.</summary>
    public string ActionId => Action.ActionId;

    /// <summary>The options.</summary>
    public IReadOnlyList<WebOption> Options { get; }

    /// <summary>The page that shows them, or null.</summary>
    public Uri? LandingPageUrl => LandingPage?.Url;

    internal ActionContext Action { get; }

    internal LandingPage? LandingPage { get; }

    /// <summary>The details while the action waits: where to select.</summary>
    internal FlowObject ToDocument()
    {
        var document = new FlowObject.Builder();
        if (LandingPage is not null)
        {
            document.Set("landing_page", FlowValue.From(LandingPage.Url.AbsoluteUri));
        }

        document.Set("options", FlowArray.Create(Options.Select(static option => (FlowValue)FlowObject.Create(
            ("name", FlowValue.From(option.Name)),
            ("url_suffix", FlowValue.From(option.UrlSuffix)),
            ("url", FlowValue.From(option.Url.AbsoluteUri))))));
        return document.Build();
    }
}

/// <summary>The page on which options are selected, and its skin (manual 7.1.11).</summary>
internal sealed record LandingPage(string UrlSuffix, Uri Url)
{
    public string? PageTitle { get; init; }

    public string? HeaderText { get; init; }

    public string? HeaderBackground { get; init; }

    public string? HeaderIconUrl { get; init; }

    public string? HeaderIconLink { get; init; }

    public string? PreambleText { get; init; }

    public bool AsButtons { get; init; }

    public bool IncludeTextInput { get; init; }

    public string? TextInputPrompt { get; init; }

    public IReadOnlyList<string> SelectableBy { get; init; } = [];
}
