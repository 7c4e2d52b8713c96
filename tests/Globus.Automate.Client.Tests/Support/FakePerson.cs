using System.Net;
using Globus.Automate.Client.Auth;

namespace Globus.Automate.Client.Tests.Support;

/// <summary>A person who logs in: opens the page and lets a browser come back, or copies the code.</summary>
internal sealed class FakePerson(FakeAuth auth) : ILoginPrompt
{
    public Uri? Page { get; private set; }

    public bool HasBrowser { get; set; } = true;

    /// <summary>What the browser does with the page; null comes back as it should.</summary>
    public Func<Uri, Dictionary<string, string>, Task>? Browser { get; set; }

    /// <summary>What the person types; null copies the code.</summary>
    public Func<CancellationToken, Task<string?>>? Typing { get; set; }

    public string? PageAfterwards { get; private set; }

    public HttpStatusCode? StatusAfterwards { get; private set; }

    public Task BrowserTask { get; private set; } = Task.CompletedTask;

    public ValueTask<bool> OpenBrowserAsync(Uri page, CancellationToken cancellationToken)
    {
        Page = page;
        if (!HasBrowser)
        {
            return ValueTask.FromResult(false);
        }

        Dictionary<string, string> query = FakeAuth.Form(page.Query.TrimStart('?'));
        BrowserTask = Task.Run(() => Browser is null ? VisitAsync($"{query["redirect_uri"]}/?code={auth.Consent(page)}&state={query["state"]}") : Browser(page, query), CancellationToken.None);
        return ValueTask.FromResult(true);
    }

    public async Task<string?> ReadCodeAsync(Uri page, CancellationToken cancellationToken)
    {
        Page = page;
        return Typing is null ? $"  {auth.Consent(page)}\n" : await Typing(cancellationToken);
    }

    public async Task VisitAsync(string url, string? host = null)
    {
        // No proxy: the one that NetworkTests sets for the process is none of this browser's business.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
        request.Headers.Host = host ?? new Uri(url).Authority;
        using HttpResponseMessage response = await client.SendAsync(request);
        StatusAfterwards = response.StatusCode;
        PageAfterwards = await response.Content.ReadAsStringAsync();
    }
}
