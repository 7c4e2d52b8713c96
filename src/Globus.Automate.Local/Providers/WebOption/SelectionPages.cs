using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// The pages of option selections. Everything that a flow brings in is text: it is encoded, colours and links are checked, and the pages
/// allow no script and no framing.
/// </summary>
internal static partial class SelectionPages
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Style =
        """
        :root { color-scheme: light dark; --line: #d0d4da; --ink: #1d2733; --paper: #ffffff; --ground: #f2f4f7; --accent: #1f5fa8; --quiet: #586372; }
        @media (prefers-color-scheme: dark) { :root { --line: #3b4450; --ink: #e8ecf1; --paper: #1d232b; --ground: #12161b; --accent: #7fb2ec; --quiet: #a3aebb; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        header { display: flex; align-items: center; gap: .9rem; padding: 1rem max(1.25rem, calc((100% - 42rem) / 2 + 1.25rem)); background: #25405f; color: #fff; }
        header img { max-height: 2.75rem; max-width: 12rem; display: block; }
        header h1 { margin: 0; font-size: 1.3rem; font-weight: 600; }
        main { max-width: 42rem; margin: 1.75rem auto; padding: 0 1.25rem; }
        .preamble { margin: 0 0 1.5rem; overflow-wrap: anywhere; }
        main a { color: var(--accent); }
        label { display: block; font-weight: 600; margin-bottom: .35rem; }
        textarea { width: 100%; min-height: 6rem; padding: .6rem .7rem; margin-bottom: 1.25rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--paper); color: inherit; font: inherit; }
        ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
        li { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1.1rem; padding: .85rem 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
        li > :first-child { min-width: 8rem; }
        .description { color: var(--quiet); flex: 1 1 14rem; }
        .choice { font: inherit; font-weight: 600; color: var(--accent); background: none; border: 0; padding: 0; text-align: left; text-decoration: underline; cursor: pointer; overflow-wrap: anywhere; }
        .button { color: var(--paper); background: var(--accent); border-radius: .4rem; padding: .5rem 1.1rem; text-align: center; text-decoration: none; }
        :focus-visible { outline: 3px solid #e8a33d; outline-offset: 2px; }
        footer { max-width: 42rem; margin: 2.5rem auto 1.5rem; padding: 0 1.25rem; color: var(--quiet); font-size: .85rem; }
        """;

    public static ServiceResponse Landing(PendingSelection selection, LandingPage page)
    {
        var body = new StringBuilder();
        if (page.PreambleText is { Length: > 0 } preamble)
        {
            body.Append("<p class=\"preamble\">").Append(Linked(preamble)).Append("</p>\n");
        }

        body.Append("<form method=\"post\">\n");
        if (page.IncludeTextInput)
        {
            body.Append("<label for=\"user_input\">").Append(Encode(page.TextInputPrompt ?? "Your comment")).Append("</label>\n")
                .Append("<textarea id=\"user_input\" name=\"user_input\" maxlength=\"10000\"></textarea>\n");
        }

        string look = page.AsButtons ? "choice button" : "choice";
        body.Append("<ul>\n");
        foreach (WebOption option in selection.Options)
        {
            body.Append("<li><button type=\"submit\" class=\"").Append(look).Append("\" formaction=\"../option/").Append(Encode(Uri.EscapeDataString(option.UrlSuffix))).Append("\">")
                .Append(Encode(option.Name)).Append("</button>");
            if (option.Description is { Length: > 0 } description)
            {
                body.Append("<span class=\"description\">").Append(Encode(description)).Append("</span>");
            }

            body.Append("</li>\n");
        }

        body.Append("</ul>\n</form>");
        return Html(200, page.PageTitle ?? page.HeaderText ?? "Select an option", page, body.ToString());
    }

    public static ServiceResponse Completed(ServiceRequest request, WebOption option, LandingPage? page)
        => Message(request, 200, option.CompletedMessage, page);

    public static ServiceResponse NotFound(ServiceRequest request)
        => Message(request, 404, "There is nothing to select here: the selection was made already, or was never asked for.", page: null);

    public static ServiceResponse Forbidden(ServiceRequest request)
        => Message(request, 403, "You are not among those who may select here.", page: null);

    public static ServiceResponse LoginRequired(ServiceRequest request)
    {
        ServiceResponse answer = Message(request, 401, "Only certain people may select here. Come with an access token of yours (Authorization: Bearer).", page: null);
        return answer with { Headers = With(answer.Headers, "WWW-Authenticate", "Bearer") };
    }

    public static ServiceResponse Redirect(Uri target) => new(302, ReadOnlyMemory<byte>.Empty, "text/plain")
    {
        Headers = With(Common(), "Location", target.AbsoluteUri),
    };

    private static ServiceResponse Message(ServiceRequest request, int status, string message, LandingPage? page)
    {
        bool browser = request.Header("Accept")?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true;
        return browser
            ? Html(status, page?.PageTitle ?? "Globus", page, $"<p class=\"preamble\">{Encode(message)}</p>")
            : new ServiceResponse(status, Encoding.UTF8.GetBytes(message + "\n"), "text/plain; charset=utf-8") { Headers = Common() };
    }

    private static ServiceResponse Html(int status, string title, LandingPage? page, string body)
    {
        string html =
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>{Encode(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            {Header(page)}
            <main>
            {body}
            </main>
            <footer>Served by the local Globus on this machine.</footer>
            </body>
            </html>

            """;
        return new ServiceResponse(status, Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8")
        {
            Headers = With(Common(), "Content-Security-Policy", Policy),
        };
    }

    private static string Header(LandingPage? page)
    {
        string icon = WebLink(page?.HeaderIconUrl) is { } image ? $"<img src=\"{Encode(image)}\" alt=\"\">" : string.Empty;
        string content = $"{icon}<h1>{Encode(page?.HeaderText ?? "Globus")}</h1>";
        if (WebLink(page?.HeaderIconLink) is { } link && icon.Length > 0)
        {
            content = $"<a href=\"{Encode(link)}\">{icon}</a><h1>{Encode(page?.HeaderText ?? "Globus")}</h1>";
        }

        string colour = page?.HeaderBackground is { } background && Colour().IsMatch(background)
            ? $" style=\"background: {background}; color: {(IsLight(background) ? "#1d2733" : "#fff")}\""
            : string.Empty;
        return $"<header{colour}>{content}</header>";
    }

    private static string? WebLink(string? text)
        => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) ? uri.AbsoluteUri : null;

    /// <summary>Whether dark text reads better on a colour; names of colours are told apart by their common words.</summary>
    private static bool IsLight(string colour)
    {
        if (!colour.StartsWith('#'))
        {
            return colour.Contains("light", StringComparison.OrdinalIgnoreCase)
                || colour.ToLowerInvariant() is "white" or "yellow" or "ivory" or "snow" or "beige" or "cyan" or "aqua" or "lime" or "gold" or "pink" or "khaki" or "linen" or "wheat" or "silver" or "lavender";
        }

        string digits = colour[1..];
        string full = digits.Length is 3 or 4 ? string.Concat(digits.Select(static digit => $"{digit}{digit}")) : digits;
        int red = Convert.ToInt32(full[..2], 16);
        int green = Convert.ToInt32(full[2..4], 16);
        int blue = Convert.ToInt32(full[4..6], 16);
        return (0.299 * red) + (0.587 * green) + (0.114 * blue) > 150;
    }

    /// <summary>Text with its line breaks, and its web addresses as links.</summary>
    private static string Linked(string text)
    {
        var html = new StringBuilder();
        int done = 0;
        foreach (Match match in Address().Matches(text))
        {
            html.Append(Encode(text[done..match.Index]));
            string encoded = Encode(match.Value);
            html.Append("<a href=\"").Append(encoded).Append("\" rel=\"noopener noreferrer\">").Append(encoded).Append("</a>");
            done = match.Index + match.Length;
        }

        html.Append(Encode(text[done..]));
        return html.Replace("\r\n", "\n").Replace("\n", "<br>\n").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static Dictionary<string, string> Common() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Cache-Control"] = "no-store",
        ["X-Content-Type-Options"] = "nosniff",
        ["Referrer-Policy"] = "no-referrer",
    };

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> headers, string name, string value)
        => new(headers, StringComparer.OrdinalIgnoreCase) { [name] = value };

    [GeneratedRegex("^(?:[a-zA-Z]{3,24}|#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8}))\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();

    [GeneratedRegex("https?://[^\\s<>\"']+[^\\s<>\"'.,;:!?)]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
