using System.Collections.Concurrent;
using Globus.Automate.Client;
using Globus.Automate.Client.Actions;
using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Transport;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.PowerShell.Session;

/// <summary>
/// What a run on this machine needs to call action providers elsewhere: the hosted connection's tokens, or those of the login that is kept on
/// this machine. The scope is the state's, or the provider is asked for it, and the token goes to that scope's own host alone; the local Globus's tokens never leave it.
/// </summary>
internal static class OutsideTokens
{
    private static readonly Lazy<GlobusLogin> s_kept = new(static ()
        => new GlobusLogin(GlobusEnvironment.FromVariables(), store: new TokenStore(TokenStoreOptions.FromVariables(static _ => { }))));

    private static readonly Lazy<HttpClient> s_client = new(static () => new HttpClient(HttpActionGateway.CreateHandler()));
    private static readonly ConcurrentDictionary<(GlobusSession Session, string Url, string? Scope), ActionsClient> s_providers = new();

    /// <summary>A way to providers elsewhere, for a run that is tried out.</summary>
    public static IActionGateway CreateGateway() => new HttpActionGateway(s_client.Value, GetAsync);

    /// <summary>The token for a call; null for a provider that names no scope.</summary>
    public static ValueTask<string?> GetAsync(ActionCall call, CancellationToken cancellationToken)
    {
        GlobusSession session = Connection.Current is { Local: null, Session: { } hosted } ? hosted : s_kept.Value.Session;
        ActionsClient provider = s_providers.GetOrAdd((session, call.ActionUrl, call.ActionScope), static key => key.Session.Actions(new Uri(key.Url), key.Scope));
        return provider.GetTokenAsync(cancellationToken);
    }
}
