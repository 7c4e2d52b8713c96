using System.Net;
using System.Text;

namespace Globus.Automate.Local.Services;

/// <summary>The pages of Globus Auth that people see. Plain HTML without scripts; every text of the request is encoded.</summary>
internal static class AuthPages
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;color:#1b2733;background:#f3f5f8;margin:0}
        main{max-width:34rem;margin:8vh auto;background:#fff;border:1px solid #d5dce4;border-radius:.5rem;padding:2rem}
        h1{font-size:1.3rem;margin:0 0 1rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}
        li,code{overflow-wrap:anywhere}ul{padding-left:1.2rem}label{display:block;padding:.2rem 0}
        input[type=text]{font:inherit;padding:.3rem;width:14rem}
        button{font:inherit;padding:.5rem 1.2rem;border-radius:.3rem;border:1px solid #23527c;background:#23527c;color:#fff;margin-right:.5rem}
        button.quiet{background:#fff;color:#23527c}.note{color:#5a6774;font-size:.9rem}
        .code{font:1.1rem ui-monospace,monospace;background:#f3f5f8;padding:1rem;border-radius:.3rem;user-select:all;overflow-wrap:anywhere}
        """;

    /// <summary>Who are you, and may this app do that?</summary>
    public static ServiceResponse Consent(AuthorizeRequest asked, string ticket, IReadOnlyList<LocalIdentity> people, LocalIdentity chosen)
    {
        var page = new StringBuilder();
        page.Append($"<p><strong>{Text(asked.AppName ?? asked.ClientId)}</strong> wants to use the local Globus on your behalf.</p>");
        if (asked.Message is not null)
        {
            page.Append($"<p>{Text(asked.Message)}</p>");
        }

        page.Append("""<form method="post" action="/v2/oauth2/authorize"><h2>You are</h2>""");
        page.Append($"""<input type="hidden" name="ticket" value="{Text(ticket)}">""");
        foreach (LocalIdentity person in people)
        {
            string check = person == chosen ? " checked" : string.Empty;
            page.Append($"""<label><input type="radio" name="person" value="{Text(person.Username)}"{check}> {Text(person.Name)} ({Text(person.Username)})</label>""");
        }

        page.Append("""<label>or someone else: <input type="text" name="other" placeholder="alice" autocomplete="off" maxlength="128"></label>""");
        page.Append("<h2>It asks for</h2><ul>");
        AppendScopes(page, asked.Scopes);
        page.Append("</ul><p>");
        page.Append("""<button name="decision" value="allow">Allow</button><button class="quiet" name="decision" value="deny">Deny</button></p>""");
        page.Append("""<p class="note">This Globus lives on your machine: its people have no passwords, and nothing you allow here reaches the hosted service.</p></form>""");
        return Html(200, "Log in to the local Globus", page.ToString());
    }

    /// <summary>The code to copy.</summary>
    public static ServiceResponse Code(string code)
        => Html(200, "Copy this code", $"""<p>Copy this code and paste it where the application waits for it.</p><p class="code">{Text(code)}</p>""");

    /// <summary>One thing to say.</summary>
    public static ServiceResponse Message(int status, string title, string message) => Html(status, title, $"<p>{Text(message)}</p>");

    private static void AppendScopes(StringBuilder page, IReadOnlyList<ScopeTree> scopes)
    {
        foreach (ScopeTree scope in scopes)
        {
            page.Append($"<li><code>{Text(scope.Scope)}</code>");
            if (scope.Dependencies.Count > 0)
            {
                page.Append("<ul>");
                AppendScopes(page, scope.Dependencies);
                page.Append("</ul>");
            }

            page.Append("</li>");
        }
    }

    private static ServiceResponse Html(int status, string title, string body)
    {
        string page = $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Text(title)}</title><style>{Style}</style></head>
            <body><main><h1>{Text(title)}</h1>{body}</main></body></html>
            """;
        return new ServiceResponse(status, Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8")
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Cache-Control"] = "no-store",
                ["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
                ["X-Frame-Options"] = "DENY",
                ["Referrer-Policy"] = "same-origin",
            },
        };
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
