using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Hosting;
using Globus.Automate.Local.Persistence;
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
    private readonly BuiltInProviders _providers;
    private readonly ActionService _actions;
    private readonly Lazy<FlowEngine> _engine;
    private readonly FlowActionGateway _flowGateway;
    private readonly RegisteredApisService _registeredApis;
    private readonly RegisteredApiGateway _registeredApiGateway;
    private readonly Lazy<TargetRequests> _targets;
    private readonly FileJournal? _journal;
    private readonly HttpClient? _network;
    private bool _isDisposed;

    /// <summary>Makes a Globus with the user <c>you@local</c>, and with all that the data folder holds where one is given.</summary>
    /// <exception cref="JournalException">The data folder cannot be used: another process has it, or it is damaged.</exception>
    public LocalGlobus(LocalGlobusOptions? options = null)
    {
        _options = options ?? new LocalGlobusOptions();
        TimeProvider time = _options.TimeProvider;
        var context = new ServiceContext(time, Guid.NewGuid);
        _journal = _options.DataPath is { } folder ? FileJournal.Open(folder) : null;
        var keeper = new StateKeeper(_journal);
        _providers = new BuiltInProviders(_journal is null ? null : new BuiltInProvidersOptions
        {
            TutorialFolder = Path.Combine(_journal.Folder, "collections"),
            OutboxFolder = Path.Combine(_journal.Folder, "outbox"),
        });
        ProviderKeeping.Keep(_providers, keeper);
        Identities = new IdentityDirectory(keeper);
        WebInputs = new WebInputStore(keeper, time)
        {
            RunEnd = runId => _engine!.Value.TryFind(runId, out FlowRun? run) && run.Status.IsFinal() ? run.CompletionTime : null,
            Closed = runId => _engine!.Value.NotifyActionChanged(runId),
        };
        _tokens = new TokenStore(keeper, Identities, time, _options.TokenLifetime);
        _consents = new ConsentStore(keeper, time);
        IActionStore actionStore = keeper.IsKeeping ? new JournalActionStore(keeper) : new TransientActionStore();
        _actions = new ActionService(new ActionServiceOptions { TimeProvider = time, HasConsent = HasConsent, Store = actionStore });
        _network = _options.AllowNetwork ? new HttpClient(HttpActionGateway.CreateHandler()) : null;

        var flows = new FlowStore(keeper);
        _engine = new Lazy<FlowEngine>(CreateEngine);
        var listing = new RunListing(flows, WebInputs);
        var starter = new RunStarter(_engine, flows);
        var runs = new RunDirectory(_engine, listing, WebInputs);
        _flowGateway = new FlowActionGateway(starter, runs, context, ResolveCaller);

        _targets = new Lazy<TargetRequests>(() => new TargetRequests(CreateHandler(), _network, (scope, caller) => IssueToken(scope, caller.Username), _options.NetworkToken));
        _registeredApis = new RegisteredApisService(keeper, context, (request, scope, caller, stop) => _targets.Value.SendAsync(request, scope, caller, stop));
        _registeredApiGateway = new RegisteredApiGateway(_registeredApis, _actions, ResolveCaller);

        var clients = new ClientDirectory(keeper, Identities, _options.ClientSecret);
        var codes = new AuthorizationCodes(time);
        var sessions = new BrowserSessions(codes, _tokens);
        _providers.WebOptions.SignIn = sessions.Begin;
        Router = new ServiceRouter(
            [
                new DiscoveryRoutes(_signer),
                new AuthorizeRoutes(Identities, clients, codes, _options.AutoConsent),
                sessions,
                new TokenRoutes(_tokens, new TokenIssuer(_tokens, _consents, _signer), clients, codes),
                new IdentityRoutes(Identities, _tokens, _consents, clients),
                new FlowsService(flows, _providers.Registry, Identities, context),
                new RunsService(starter, runs, listing, flows),
                new FlowActionRoutes(starter, runs),
                _registeredApis,
                new WebInputsService(WebInputs),
                new QueuesService(keeper, context),
                new SearchService(_providers.SearchIndexes),
            ],
            _tokens,
            Identities,
            new ActionProviderRoutes(_providers.Registry, _actions),
            _providers.WebOptions,
            context);
        Router.Ready = Restore(keeper);
    }

    /// <summary>The folder in which it keeps what it has; null for one in memory.</summary>
    public string? DataPath => _options.DataPath;

    /// <summary>The people, clients and groups.</summary>
    public IdentityDirectory Identities { get; }

    /// <summary>The questions of runs to people.</summary>
    public WebInputStore WebInputs { get; }

    /// <summary>The local collections, on which transfers work.</summary>
    public CollectionStore Collections => _providers.Collections;

    /// <summary>The Search indexes, into which search/ingest puts entries.</summary>
    public SearchIndexStore SearchIndexes => _providers.SearchIndexes;

    /// <summary>The web options that wait for a choice, and the pages on which it is made.</summary>
    public WebOptions WebOptions => _providers.WebOptions;

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
        return _tokens.IssueForProcess(_tokens.Begin(owner, OwnClient, server, scopes));
    }

    /// <summary>The URN of a user, <c>urn:globus:auth:identity:{uuid}</c>; the user is made when not there yet.</summary>
    /// <param name="username">The user, with or without <c>@local</c>.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public string PrincipalOf(string username) => Identities.GetOrAddPerson(username).Principal;

    /// <summary>A port of this machine serves this Globus: what people open in a browser is there now.</summary>
    internal void Served(Uri url) => _providers.WebOptions.BaseUrl = url;

    /// <summary>The port is closed: pages have their URLs of before, unless another port serves them by now.</summary>
    internal void NoLongerServed(Uri url)
    {
        if (_providers.WebOptions.BaseUrl == url)
        {
            _providers.WebOptions.BaseUrl = new WebOptions().BaseUrl;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_engine.IsValueCreated)
        {
            await _engine.Value.DisposeAsync().ConfigureAwait(false);
        }

        await _actions.DisposeAsync().ConfigureAwait(false);
        _providers.Dispose();
        _signer.Dispose();
        if (_targets.IsValueCreated)
        {
            _targets.Value.Dispose();
        }

        _network?.Dispose();
        _journal?.Dispose();
    }

    private FlowEngine CreateEngine() => new(
        new BuiltInActionGateway(_providers.Registry, _actions, new BuiltInActionGatewayOptions
        {
            Routes = [new WebInputGateway(WebInputs, runId => _engine.Value.TryFind(runId, out FlowRun? run) ? run.Request.FlowTitle : string.Empty), _flowGateway, _registeredApiGateway],
            Network = _network is null ? null : new HttpActionGateway(_network, _options.NetworkToken ?? (static (_, _) => default)),
            ResolveCaller = ResolveCaller,
        }),
        new FlowEngineOptions { ResolveRoleToken = ResolveRoleToken, Journal = _journal },
        _options.TimeProvider);

    /// <summary>Takes in what was kept. Runs go on when their actions are there again, which the answer to the first request waits for.</summary>
    private Task Restore(StateKeeper keeper)
    {
        if (!keeper.IsKeeping)
        {
            return Task.CompletedTask;
        }

        try
        {
            keeper.Restore(_engine.Value.Replay);
        }
        catch
        {
            _journal?.Dispose();
            throw;
        }

        return RecoverAsync();

        async Task RecoverAsync()
        {
            await _actions.RecoverAsync(name => _providers.Registry.TryFind(name, out ActionProvider? provider) ? provider : _registeredApis.FindProvider(name)).ConfigureAwait(false);
            _engine.Value.Recover();
        }
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
