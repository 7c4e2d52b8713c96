using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Hosting;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local;

/// <summary>A Globus on this machine: one object owns its users, flows, runs, actions and clock. Safe to use from many threads.</summary>
public sealed class LocalGlobus : IAsyncDisposable
{
    /// <summary>The client to which <see cref="IssueToken"/> gives tokens.</summary>
    private const string OwnClient = "local";

    private readonly LocalGlobusOptions _options;
    private readonly TokenStore _tokens;
    private readonly ConsentStore _consents;
    private readonly IdTokenSigner _signer = new();
    private readonly BuiltInProviders _providers = new();
    private readonly ActionService _actions;
    private readonly Lazy<FlowEngine> _engine;
    private readonly HttpClient? _network;

    /// <summary>Makes an empty Globus with the user <c>you@local</c>.</summary>
    public LocalGlobus(LocalGlobusOptions? options = null)
    {
        _options = options ?? new LocalGlobusOptions();
        TimeProvider time = _options.TimeProvider;
        var context = new ServiceContext(time, Guid.NewGuid);
        Identities = new IdentityDirectory();
        WebInputs = new WebInputStore(time);
        _tokens = new TokenStore(time, _options.TokenLifetime);
        _consents = new ConsentStore(time);
        _actions = new ActionService(new ActionServiceOptions { TimeProvider = time, HasConsent = HasConsent });
        _network = _options.AllowNetwork ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) : null;

        var flows = new FlowStore();
        FlowActionGateway? flowGateway = null;
        _engine = new Lazy<FlowEngine>(() => new FlowEngine(
            new BuiltInActionGateway(_providers.Registry, _actions, new BuiltInActionGatewayOptions
            {
                Routes = [flowGateway!],
                Network = _network is null ? null : new HttpActionGateway(_network, static (_, _) => new ValueTask<string?>((string?)null)),
                ResolveCaller = ResolveCaller,
            }),
            new FlowEngineOptions { ResolveRoleToken = ResolveRoleToken },
            time));
        var listing = new RunListing(flows, WebInputs);
        var starter = new RunStarter(_engine, flows);
        var runs = new RunDirectory(_engine, listing, WebInputs);
        flowGateway = new FlowActionGateway(starter, runs, context, ResolveCaller);

        var clients = new ClientDirectory(Identities, _options.ClientSecret);
        var codes = new AuthorizationCodes(time);
        Router = new ServiceRouter(
            [
                new DiscoveryRoutes(_signer),
                new AuthorizeRoutes(Identities, clients, codes, _options.AutoConsent),
                new TokenRoutes(_tokens, new TokenIssuer(_tokens, _consents, _signer), clients, codes),
                new IdentityRoutes(Identities, _tokens, _consents, clients),
                new FlowsService(flows, _providers.Registry, Identities, context),
                new RunsService(starter, runs, listing, flows),
                new FlowActionRoutes(starter, runs),
                new RegisteredApisService(context),
                new WebInputsService(WebInputs),
                new QueuesService(context),
            ],
            _tokens,
            Identities,
            new ActionProviderRoutes(_providers.Registry, _actions),
            context);
    }

    /// <summary>The people, clients and groups.</summary>
    public IdentityDirectory Identities { get; }

    /// <summary>The questions of runs to people.</summary>
    public WebInputStore WebInputs { get; }

    /// <summary>The local collections, on which transfers work.</summary>
    public CollectionStore Collections => _providers.Collections;

    /// <summary>The secret of the client <c>local</c>.</summary>
    internal string ClientSecret => _options.ClientSecret;

    internal ServiceRouter Router { get; }

    /// <summary>A handler that answers as all the Globus services do, to put under an <see cref="HttpClient"/>: no port is opened.</summary>
    public HttpMessageHandler CreateHandler() => new LocalGlobusHandler(Router);

    /// <summary>
    /// An access token for a user (<c>you@local</c> when null) and a scope, as a login would give it. The user is made when not there yet; for a
    /// scope of Globus Auth the token has all that a login has for Globus Auth. Dependent scopes in brackets are agreed to.
    /// </summary>
    /// <param name="scope">The scope, or several separated by spaces.</param>
    /// <param name="username">The user, with or without <c>@local</c>.</param>
    /// <exception cref="ArgumentException">The scope is none, or the name is none.</exception>
    public string IssueToken(string scope, string? username = null)
    {
        LocalIdentity owner = username is null ? Identities.You : Identities.GetOrAddPerson(username);
        IReadOnlyList<ScopeTree> scopes = TokenRoutes.ReadScopes(scope)
            ?? throw new ArgumentException($"'{scope}' is not a scope of Globus Auth.", nameof(scope));
        string server = Scopes.ResourceServerOf(scopes[0].Scope)!;
        if (server == Scopes.AuthServer)
        {
            scopes = [.. scopes, .. TokenIssuer.LoginScopes.Where(name => scopes.All(given => given.Scope != name)).Select(static name => new ScopeTree(name, IsOptional: false, []))];
        }

        _consents.Add(owner.Id, OwnClient, scopes, allowsRefresh: false);
        return _tokens.Issue(_tokens.Begin(owner, OwnClient, server, scopes));
    }

    /// <summary>The URN of a user, <c>urn:globus:auth:identity:{uuid}</c>; the user is made when not there yet.</summary>
    /// <param name="username">The user, with or without <c>@local</c>.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public string PrincipalOf(string username) => Identities.GetOrAddPerson(username).Principal;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_engine.IsValueCreated)
        {
            await _engine.Value.DisposeAsync().ConfigureAwait(false);
        }

        await _actions.DisposeAsync().ConfigureAwait(false);
        _providers.Dispose();
        _signer.Dispose();
        _network?.Dispose();
    }

    private bool HasConsent(Caller caller, string scope, string dependentScope)
        => Identities.TryFindPrincipal(caller.Principal, out LocalIdentity? identity) && _consents.Has(identity.Id, scope, dependentScope);

    /// <summary>The person, client or flow behind a principal, as the caller of an action.</summary>
    private Caller ResolveCaller(string principal)
    {
        IReadOnlySet<string> scopes = new HashSet<string>(StringComparer.Ordinal);
        return Identities.TryFindPrincipal(principal, out LocalIdentity? identity)
            ? Identities.ToCaller(identity, scopes)
            : new Caller(principal, principal, scopes) { Identities = [principal] };
    }

    private ValueTask<string?> ResolveRoleToken(string flowId, string role, string token, CancellationToken cancellationToken)
        => new(Guid.TryParse(flowId, out Guid id) && _tokens.TryFind(token, out TokenGrant? grant) && grant.Names.Contains(FlowScopes.ForRole(id, role))
            ? grant.Owner.Principal
            : null);
}
