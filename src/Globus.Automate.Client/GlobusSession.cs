using Globus.Automate.Client.Actions;
using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Queues;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client;

/// <summary>A connection to one Globus as one principal: everything that a command needs. Safe to use from many threads.</summary>
public sealed class GlobusSession : IDisposable
{
    private GlobusSession(GlobusHttp http)
    {
        Http = http;
        Flows = new FlowsClient(http);
        Runs = new RunsClient(http);
        RegisteredApis = new RegisteredApisClient(http);
        WebInputs = new WebInputsClient(http);
        Queues = new QueuesClient(http);
        Auth = new AuthClient(http);
    }

    /// <summary>Where the services stand.</summary>
    public GlobusEnvironment Environment => Http.Environment;

    /// <summary>Where tokens come from.</summary>
    public ITokenSource Tokens => Http.Tokens;

    /// <summary>Sends; for requests that no client has a method for.</summary>
    public GlobusHttp Http { get; }

    /// <summary>Flows.</summary>
    public FlowsClient Flows { get; }

    /// <summary>Runs.</summary>
    public RunsClient Runs { get; }

    /// <summary>Registered APIs.</summary>
    public RegisteredApisClient RegisteredApis { get; }

    /// <summary>Web inputs.</summary>
    public WebInputsClient WebInputs { get; }

    /// <summary>Queues.</summary>
    public QueuesClient Queues { get; }

    /// <summary>Who has logged in, and other people.</summary>
    public AuthClient Auth { get; }

    /// <summary>A session over the network.</summary>
    /// <param name="environment">Where the services stand.</param>
    /// <param name="tokens">Where tokens come from.</param>
    /// <param name="options">The bounds; by <see cref="GlobusHttpOptions.FromVariables"/> when null.</param>
    public static GlobusSession Hosted(GlobusEnvironment environment, ITokenSource tokens, GlobusHttpOptions? options = null)
        => new(new GlobusHttp(GlobusHttp.CreateNetworkHandler(), environment, tokens, options ?? GlobusHttpOptions.FromVariables()));

    /// <summary>A session through any handler, such as the local Globus's, with tokens from a function.</summary>
    /// <param name="handler">Carries the requests; it is disposed of with the session.</param>
    /// <param name="environment">Where the services stand.</param>
    /// <param name="getToken">Gives a token for a scope.</param>
    /// <param name="options">The bounds; the standard ones when null.</param>
    public static GlobusSession Over(HttpMessageHandler handler, GlobusEnvironment environment, Func<string, string> getToken, GlobusHttpOptions? options = null)
        => Over(handler, environment, new DelegateTokenSource(getToken), options);

    /// <summary>A session through any handler.</summary>
    public static GlobusSession Over(HttpMessageHandler handler, GlobusEnvironment environment, ITokenSource tokens, GlobusHttpOptions? options = null)
        => new(new GlobusHttp(handler, environment, tokens, options));

    /// <summary>The same session that tells an observer of each exchange: cheap, made for one command. Its end leaves the session open.</summary>
    public GlobusSession WithObserver(IExchangeObserver? observer) => new(Http.WithObserver(observer));

    /// <summary>The action provider at a URL.</summary>
    /// <param name="actionUrl">The provider's URL.</param>
    /// <param name="scope">The scope to call it with; null asks the provider.</param>
    public ActionsClient Actions(Uri actionUrl, string? scope = null) => new(Http, actionUrl, scope);

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();
}
