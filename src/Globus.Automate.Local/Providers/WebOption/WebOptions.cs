using System.Diagnostics.CodeAnalysis;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// All options that wait to be selected, by the last part of their URLs, and the pages at those URLs. A service that listens on a port gives
/// requests below <c>/weboption/</c> to <see cref="TryHandle"/>; a script selects with <see cref="Select"/>.
/// </summary>
public sealed class WebOptions
{
    private const int MaximumBody = 64 * 1024;
    private const string Root = "/weboption/";

    private readonly object _gate = new();
    private readonly Dictionary<string, (PendingSelection Selection, WebOption Option)> _options = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingSelection> _pages = new(StringComparer.Ordinal);
    private readonly List<PendingSelection> _pending = [];

    /// <summary>Where the pages are served: a loopback service sets its own address. Their URLs begin with it.</summary>
    public Uri BaseUrl { get; set; } = new("https://actions.globus.org/");

    /// <summary>
    /// Where somebody who must log in for a page is sent: <c>(request, scope) => URL</c>. Null where there is no login: they are told to come back with
    /// a token.
    /// </summary>
    public Func<ServiceRequest, string, Uri?>? SignIn { get; set; }

    /// <summary>The actions that wait.</summary>
    public IReadOnlyList<PendingSelection> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _pending];
            }
        }
    }

    /// <summary>Selects an option without a request.</summary>
    /// <param name="urlSuffix">The last part of its URL.</param>
    /// <param name="userInput">What would be typed into the page's text field, or null.</param>
    /// <param name="selectedBy">The principal who selects, or null.</param>
    /// <returns>False where no such option waits.</returns>
    public bool Select(string urlSuffix, string? userInput = null, string? selectedBy = null)
    {
        FlowObject parameters = userInput is null ? FlowObject.Empty : FlowObject.Create(("user_input", FlowValue.From(userInput)));
        return TryTake(urlSuffix, option => Details(option, parameters, body: null, selectedBy), out _);
    }

    /// <summary>Answers a request to an option or a landing page; null for any other path.</summary>
    public ServiceResponse? TryHandle(ServiceRequest request)
    {
        string path = request.Url.AbsolutePath;
        int start = path.StartsWith("/actions" + Root, StringComparison.Ordinal) ? "/actions".Length : 0;
        if (!path.AsSpan(start).StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = path[(start + Root.Length)..];
        if (Suffix(rest, "option/") is { } option)
        {
            return HandleOption(request, option);
        }

        return Suffix(rest, "landing_page/") is { } page ? HandlePage(request, page) : null;
    }

    /// <summary>Opens an action's URLs until the action is over.</summary>
    /// <exception cref="ActionRefusedException">A URL is in use by another action.</exception>
    internal void Add(PendingSelection selection)
    {
        lock (_gate)
        {
            string? taken = selection.Options.Select(static option => option.UrlSuffix).FirstOrDefault(_options.ContainsKey);
            taken ??= selection.LandingPage is { } landing && _pages.ContainsKey(landing.UrlSuffix) ? landing.UrlSuffix : null;
            if (taken is not null)
            {
                throw ActionRefusedException.Conflict($"The url_suffix '{taken}' is in use by another action that waits for a selection. Take one of your own, such as the run's id with a name.");
            }

            foreach (WebOption option in selection.Options)
            {
                _options.Add(option.UrlSuffix, (selection, option));
            }

            if (selection.LandingPage is { } page)
            {
                _pages.Add(page.UrlSuffix, selection);
            }

            _pending.Add(selection);
        }

        selection.Action.OnEnd(() => Remove(selection));
    }

    internal Uri OptionUrl(string suffix) => new(BaseUrl, "weboption/option/" + Uri.EscapeDataString(suffix));

    internal Uri PageUrl(string suffix) => new(BaseUrl, "weboption/landing_page/" + Uri.EscapeDataString(suffix));

    private ServiceResponse HandleOption(ServiceRequest request, string suffix)
    {
        if (!TryFind(suffix, out PendingSelection? selection, out WebOption? option))
        {
            return SelectionPages.NotFound(request);
        }

        if (Refuse(request, option.SelectableBy, selection) is { } refusal)
        {
            return refusal;
        }

        FlowObject parameters = Parameters(request, option, selection);
        FlowValue? body = option.IncludeBody ? Body(request) : null;
        return TryTake(suffix, chosen => Details(chosen, parameters, body, request.Caller?.Principal), out WebOption? taken)
            ? SelectionPages.Completed(request, taken, selection.LandingPage)
            : SelectionPages.NotFound(request);
    }

    private ServiceResponse HandlePage(ServiceRequest request, string suffix)
    {
        PendingSelection? selection;
        lock (_gate)
        {
            selection = _pages.GetValueOrDefault(suffix);
        }

        if (selection?.LandingPage is not { } page)
        {
            return SelectionPages.NotFound(request);
        }

        return Refuse(request, page.SelectableBy, selection) ?? SelectionPages.Landing(selection, page);
    }

    private ServiceResponse? Refuse(ServiceRequest request, IReadOnlyList<string> selectableBy, PendingSelection selection)
    {
        if (selectableBy.Count == 0 || ActionAccess.HoldsAny(request.Caller, selectableBy))
        {
            return null;
        }

        if (request.Caller is not null)
        {
            return SelectionPages.Forbidden(request);
        }

        Uri? login = SignIn?.Invoke(request, selection.Action.Provider.Description.GlobusAuthScope);
        return login is null ? SelectionPages.LoginRequired(request) : SelectionPages.Redirect(login);
    }

    private static FlowObject Parameters(ServiceRequest request, WebOption option, PendingSelection selection)
    {
        var parameters = new FlowObject.Builder();
        if (option.IncludeQuery)
        {
            foreach ((string name, string value) in QueryParameters.Parse(request.Url.Query).Items)
            {
                parameters.Set(name, FlowValue.From(value));
            }
        }

        if (selection.LandingPage is { IncludeTextInput: true })
        {
            string? typed = IsForm(request) ? QueryParameters.Parse(Text(request))["user_input"] : null;
            typed ??= QueryParameters.Parse(request.Url.Query)["user_input"];
            parameters.SetIfPresent("user_input", typed is null ? null : FlowValue.From(typed));
        }

        return parameters.Build();
    }

    /// <summary>The body: JSON as it is, everything else as text.</summary>
    private static FlowValue Body(ServiceRequest request)
    {
        if (request.Header("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) == true)
        {
            try
            {
                return FlowValue.Parse(request.Body.Span[..Math.Min(request.Body.Length, MaximumBody)]);
            }
            catch (System.Text.Json.JsonException)
            {
                // Not JSON after all: kept as text.
            }
        }

        return FlowValue.From(Text(request));
    }

    private static bool IsForm(ServiceRequest request)
        => request.Header("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    private static string Text(ServiceRequest request) => Encoding.UTF8.GetString(request.Body.Span[..Math.Min(request.Body.Length, MaximumBody)]);

    private static FlowObject Details(WebOption option, FlowObject parameters, FlowValue? body, string? selectedBy)
    {
        var details = new FlowObject.Builder();
        details.Set("name", FlowValue.From(option.Name));
        details.Set("url_suffix", FlowValue.From(option.UrlSuffix));
        details.Set("parameters", parameters);
        details.SetIfPresent("body", body);
        details.Set("selected_by", FlowValue.From(selectedBy));
        return details.Build();
    }

    private bool TryFind(string suffix, [NotNullWhen(true)] out PendingSelection? selection, [NotNullWhen(true)] out WebOption? option)
    {
        lock (_gate)
        {
            bool found = _options.TryGetValue(suffix, out (PendingSelection Selection, WebOption Option) entry);
            (selection, option) = (entry.Selection, entry.Option);
            return found;
        }
    }

    /// <summary>Selects an option, once: the first to come ends the action and closes all its URLs.</summary>
    private bool TryTake(string suffix, Func<WebOption, FlowObject> details, [NotNullWhen(true)] out WebOption? option)
    {
        PendingSelection? selection;
        lock (_gate)
        {
            if (!TryFind(suffix, out selection, out option))
            {
                return false;
            }

            Remove(selection);
        }

        selection.Action.Report(ActionProgress.Succeeded(details(option)));
        return true;
    }

    private void Remove(PendingSelection selection)
    {
        lock (_gate)
        {
            if (!_pending.Remove(selection))
            {
                return;
            }

            foreach (WebOption option in selection.Options)
            {
                _options.Remove(option.UrlSuffix);
            }

            if (selection.LandingPage is { } page)
            {
                _pages.Remove(page.UrlSuffix);
            }
        }
    }

    private static string? Suffix(string rest, string kind)
        => rest.StartsWith(kind, StringComparison.Ordinal) ? Uri.UnescapeDataString(rest[kind.Length..]) : null;
}
