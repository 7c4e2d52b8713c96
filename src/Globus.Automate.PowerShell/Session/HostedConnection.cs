using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.PowerShell.Session;

/// <summary>Connections to a hosted Globus.</summary>
internal sealed class HostedConnection(string? environment, Action<string> warn)
{
    /// <summary>Opens a connection: with the login that is kept, with a new one, or as a service account.</summary>
    public async Task<Connection> OpenAsync(ClientCredentials? credentials, LoginRequest request, bool mustLogIn, ILoginPrompt prompt, CancellationToken cancellationToken)
    {
        GlobusEnvironment place = environment is null ? GlobusEnvironment.FromVariables() : GlobusEnvironment.FromName(environment);
        var login = new GlobusLogin(place, credentials, new TokenStore(TokenStoreOptions.FromVariables(warn)));
        try
        {
            if (login.Credentials.IsServiceAccount)
            {
                await login.VerifyAsync(cancellationToken);
            }
            else if (mustLogIn || login.Current is null)
            {
                // More consents are for the identity that is logged in; a forced login may be anybody's.
                LoginRequest expected = request.ForceLogin ? request : request with { ExpectedSubject = login.Current?.Subject };
                await login.LoginAsync(expected, prompt, cancellationToken: cancellationToken);
            }

            var identity = new ConnectedIdentity(login.Username ?? login.Principal!, login.Principal!);
            return new Connection("Hosted", login.Session, identity, login: login);
        }
        catch
        {
            login.Dispose();
            throw;
        }
    }

    /// <summary>The logins that are kept on this machine.</summary>
    public static IReadOnlyList<StoredLogin> Saved(Action<string> warn) => new TokenStore(TokenStoreOptions.FromVariables(warn)).List();
}
