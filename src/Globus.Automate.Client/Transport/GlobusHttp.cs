using System.Text.Json;
using Globus.Automate.Client.Errors;
using Polly;

namespace Globus.Automate.Client.Transport;

/// <summary>
/// The only code that sends. It adds the token of the request's service, keeps tokens to the hosts they belong to, repeats what may be
/// repeated, reports each exchange, and turns what comes back into a document or one kind of exception.
/// </summary>
/// <remarks>Safe to use from many threads. See docs/decisions/0025-one-way-to-send.md.</remarks>
public sealed class GlobusHttp : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly bool _ownsInvoker;
    private readonly Lazy<ResiliencePipeline<Attempt>> _retries;
    private readonly Sender _sender;

    /// <summary>Sends through a handler.</summary>
    /// <param name="handler">Carries the requests; it must not follow redirects. See <see cref="CreateNetworkHandler"/>.</param>
    /// <param name="environment">Where the services stand.</param>
    /// <param name="tokens">Where tokens come from.</param>
    /// <param name="options">The bounds; the standard ones when null.</param>
    /// <param name="disposeHandler">Whether <paramref name="handler"/> ends with this object.</param>
    public GlobusHttp(HttpMessageHandler handler, GlobusEnvironment environment, ITokenSource tokens, GlobusHttpOptions? options = null, bool disposeHandler = true)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(tokens);
        Environment = environment;
        Tokens = tokens;
        Options = options ?? new GlobusHttpOptions();
        _invoker = new HttpMessageInvoker(handler, disposeHandler);
        _ownsInvoker = true;
        _retries = new Lazy<ResiliencePipeline<Attempt>>(() => RetryRules.Build(Options));
        _sender = new Sender(_invoker, Options);
    }

    private GlobusHttp(GlobusHttp shared, ITokenSource tokens, IExchangeObserver? observer)
    {
        Environment = shared.Environment;
        Tokens = tokens;
        Options = shared.Options;
        Observer = observer;
        _invoker = shared._invoker;
        _retries = shared._retries;
        _sender = shared._sender;
    }

    /// <summary>Where the services stand.</summary>
    public GlobusEnvironment Environment { get; }

    /// <summary>Where tokens come from.</summary>
    public ITokenSource Tokens { get; }

    /// <summary>The bounds.</summary>
    public GlobusHttpOptions Options { get; }

    /// <summary>Who is told of each exchange; null for nobody.</summary>
    public IExchangeObserver? Observer { get; }

    /// <summary>The handler for real networks: no redirects, no cookies, no proxy for this machine, compressed bodies, connections renewed so that DNS changes are seen.</summary>
    public static SocketsHttpHandler CreateNetworkHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxResponseHeadersLength = 64,
        Proxy = new ProxyForOthers(HttpClient.DefaultProxy),
    };

    /// <summary>The same connections with another observer: cheap, made for one command.</summary>
    public GlobusHttp WithObserver(IExchangeObserver? observer) => new(this, Tokens, observer);

    /// <summary>The same connections with other tokens.</summary>
    internal GlobusHttp With(ITokenSource tokens, IExchangeObserver? observer) => new(this, tokens, observer);

    /// <summary>Sends a request and reads the answer.</summary>
    /// <returns>The answer's document; of kind <see cref="JsonValueKind.Undefined"/> where the answer has no body.</returns>
    /// <exception cref="GlobusApiException">The service refused the request, could not be reached, or answered with something unreadable.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<JsonElement> SendAsync(GlobusRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Call call = await BeginAsync(request, cancellationToken).ConfigureAwait(false);
        Attempt attempt = await CompleteAsync(call, cancellationToken).ConfigureAwait(false);
        if (!attempt.IsSuccess)
        {
            throw ErrorFactory.Create(request, attempt, call.Attempts, call.Mask);
        }

        if (attempt.Body.Length == 0)
        {
            return default;
        }

        return Json.TryParse(attempt.Body)
            ?? throw ErrorFactory.Unreadable(request, attempt, call.Attempts, call.Mask, $"it is not JSON but {Describe(attempt.ContentType)}; a proxy may have answered in the service's place");
    }

    /// <inheritdoc/>
    /// <remarks>What <see cref="WithObserver"/> made shares its connections and leaves them open.</remarks>
    public void Dispose()
    {
        if (_ownsInvoker)
        {
            _invoker.Dispose();
        }
    }

    private static string Describe(string contentType) => contentType.Length == 0 ? "unnamed content" : contentType.Split(';')[0];

    private async ValueTask<Call> BeginAsync(GlobusRequest request, CancellationToken cancellationToken)
    {
        string? token = null;
        if (request.Token is { } needed)
        {
            token = await GetTokenAsync(needed, request.Url, request.Method, cancellationToken).ConfigureAwait(false);
        }
        else if (request.Credentials is not null && !TokenAudience.SameOrigin(request.Url, Environment.AuthUrl))
        {
            throw new GlobusApiException(GlobusErrorKind.TokenRefused, "Client credentials are sent to Globus Auth only.");
        }

        return new Call(request, token, Observer, Options.TimeProvider);
    }

    /// <summary>A token for a request to a URL, if the token may go there.</summary>
    /// <exception cref="GlobusApiException"><see cref="GlobusErrorKind.TokenRefused"/> where it may not; or there is none to be had.</exception>
    internal ValueTask<string> GetTokenAsync(TokenRequest needed, Uri url, HttpMethod method, CancellationToken cancellationToken)
        => TokenAudience.Refusal(needed.Scope, url, Environment) is { } refusal
            ? throw new GlobusApiException(GlobusErrorKind.TokenRefused, refusal) { Method = method.Method, Url = SecretMask.Url(url.AbsoluteUri) }
            : Tokens.GetTokenAsync(needed with { Observer = Observer }, cancellationToken);

    private async Task<Attempt> CompleteAsync(Call call, CancellationToken cancellationToken)
    {
        Attempt attempt = await RunAttemptsAsync(call, cancellationToken).ConfigureAwait(false);
        if (attempt.Status != System.Net.HttpStatusCode.Unauthorized || call.Token is not { } refused)
        {
            return attempt;
        }

        // Refused at the door, so nothing was carried out: once more with a fresh token, if there is one.
        string? renewed = await Tokens.RenewTokenAsync(call.Request.Token! with { Observer = Observer }, refused, cancellationToken).ConfigureAwait(false);
        if (renewed is null)
        {
            return attempt;
        }

        call.Token = renewed;
        call.Mask = new SecretMask(renewed, call.Request.Body, call.Request.ContentType);
        return await RunAttemptsAsync(call, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Attempt> RunAttemptsAsync(Call call, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        call.AttachTo(context);
        try
        {
            return await _retries.Value.ExecuteAsync(
                static (context, sender) => new ValueTask<Attempt>(sender.SendOnceAsync(Call.Of(context), context.CancellationToken)),
                context,
                _sender).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
