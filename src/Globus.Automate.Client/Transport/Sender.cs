using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Net.Sockets;
using Globus.Automate.Client.Errors;

namespace Globus.Automate.Client.Transport;

/// <summary>Sends a request once, follows redirects within its host, and says what is known about a failure.</summary>
internal sealed class Sender(HttpMessageInvoker invoker, GlobusHttpOptions options)
{
    private readonly string _clientInfo = $"product=globus-automate-pwsh,version={Plain(options.ClientVersion)}";
    private readonly ProductInfoHeaderValue _userAgent = new("Globus.Automate.PowerShell", Plain(options.ClientVersion));

    public async Task<Attempt> SendOnceAsync(Call call, CancellationToken cancellationToken)
    {
        call.Attempts++;
        Uri url = call.Request.Url;
        for (int redirects = 0; ; redirects++)
        {
            long started = options.TimeProvider.GetTimestamp();
            Attempt attempt = await ExchangeAsync(call, url, cancellationToken).ConfigureAwait(false);
            attempt.EarlierWasAmbiguous = call.AnyAmbiguous;
            call.AnyAmbiguous |= attempt.IsAmbiguous;
            Report(call, url, attempt, options.TimeProvider.GetElapsedTime(started));
            if (!IsRedirect(attempt.Status))
            {
                return attempt;
            }

            Uri? target = attempt.Header("Location") is { } location && Uri.TryCreate(url, location, out Uri? resolved) ? resolved : null;
            if (Refusal(call, url, target, attempt.Status!.Value, redirects) is { } refusal)
            {
                return Attempt.Failed(GlobusErrorKind.RedirectRefused, refusal, null, isTransient: false, isAmbiguous: false);
            }

            url = target!;
        }
    }

    private static bool IsRedirect(HttpStatusCode? status) => status is { } known && (int)known is 301 or 302 or 303 or 307 or 308;

    private static string Plain(string version)
        => string.Concat(version.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')) is { Length: > 0 } plain ? plain : "0";

    /// <summary>Why a redirect is not followed; null when it is.</summary>
    private string? Refusal(Call call, Uri from, Uri? to, HttpStatusCode status, int redirects)
    {
        string origin = from.GetLeftPart(UriPartial.Authority);
        if (to is null)
        {
            return $"{origin} redirects without saying where to";
        }

        if (redirects >= options.MaxRedirects)
        {
            return $"{origin} redirects more than {options.MaxRedirects} times";
        }

        if (!TokenAudience.SameOrigin(from, to) && (call.Token is not null || call.Request.Credentials is not null || call.Request.Body is not null || !GlobusEnvironment.IsSafeForSecrets(to)))
        {
            return $"{origin} redirects to {to.GetLeftPart(UriPartial.Authority)}, where no token and no body is sent";
        }

        // 301, 302 and 303 turn other methods into GET, which would no longer do what was asked for.
        return (int)status is 307 or 308 || call.Request.Method == HttpMethod.Get || call.Request.Method == HttpMethod.Head
            ? null
            : $"{origin} redirects a {call.Request.Method} with {(int)status}, which cannot be followed";
    }

    private async Task<Attempt> ExchangeAsync(Call call, Uri url, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = options.Timeout == Timeout.InfiniteTimeSpan
            ? new CancellationTokenSource()
            : new CancellationTokenSource(options.Timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        HttpStatusCode? status = null;
        try
        {
            using HttpRequestMessage message = Build(call, url);
            using HttpResponseMessage response = await invoker.SendAsync(message, either.Token).ConfigureAwait(false);
            status = response.StatusCode;
            ReadOnlyMemory<byte> body = await BoundedBody.ReadAsync(response.Content, options.MaxResponseBytes, either.Token).ConfigureAwait(false);
            return Attempt.Answered(response.StatusCode, Headers(response), body, options.TimeProvider.GetUtcNow());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e)
        {
            return Attempt.Failed(
                GlobusErrorKind.Timeout,
                timeout.IsCancellationRequested
                    ? $"{url.Host} did not answer within {options.Timeout.TotalSeconds:0.##} seconds"
                    : $"{url.Host} could not be reached in time",
                e,
                isTransient: true,
                isAmbiguous: true);
        }
        catch (BodyTooLargeException e)
        {
            return Attempt.Failed(GlobusErrorKind.InvalidResponse, $"The answer of {url.Host} is not read: {e.Message}", e, isTransient: false, isAmbiguous: WasCarriedOut(status));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            return Attempt.Failed(
                GlobusErrorKind.Network,
                Describe(url, e),
                e,
                isTransient: true,
                isAmbiguous: status is null ? !NeverArrived(e) : WasCarriedOut(status));
        }
    }

    /// <summary>Whether a status that came before its body was lost leaves open, or says, that the request was carried out.</summary>
    private static bool WasCarriedOut(HttpStatusCode? status) => status is not { } known || (int)known is < 300 or 408 or 500 or 502 or 504;

    /// <summary>Whether the failure proves that no byte of the request reached the service: the connection was never made.</summary>
    private static bool NeverArrived(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => true,
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: { } inner and (SocketException or AuthenticationException) } => NeverArrived(inner),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.HostUnreachable or SocketError.NetworkUnreachable } => true,
        AuthenticationException => true,
        _ => false,
    };

    private static string Describe(Uri url, Exception e)
    {
        string origin = url.GetLeftPart(UriPartial.Authority);
        return (e as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"The name {url.Host} cannot be resolved: check the network, or the environment variables that name services",
            HttpRequestError.ConnectionError => $"No connection to {origin}: {Innermost(e)}",
            HttpRequestError.SecureConnectionError => $"No secure connection to {origin}: {Innermost(e)}",
            HttpRequestError.ProxyTunnelError => $"The proxy makes no connection to {origin}: {Innermost(e)}",
            _ => $"The connection to {origin} broke: {Innermost(e)}",
        };
    }

    private static string Innermost(Exception e) => e.GetBaseException().Message.TrimEnd('.');

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, HeaderStringValues values) in response.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        foreach ((string name, HeaderStringValues values) in response.Content.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        return headers;
    }

    private HttpRequestMessage Build(Call call, Uri url)
    {
        GlobusRequest request = call.Request;
        var message = new HttpRequestMessage(request.Method, url);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.UserAgent.Add(_userAgent);
        message.Headers.TryAddWithoutValidation("X-Globus-Client-Info", _clientInfo);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }
        else if (request.NeverTwice is not null)
        {
            // A request without content is repeated by the connection pool itself when a kept connection turns out to be closed.
            message.Content = new ReadOnlyMemoryContent(ReadOnlyMemory<byte>.Empty);
        }

        if (call.Token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Token);
        }
        else if (request.Credentials is not null)
        {
            message.Headers.Authorization = request.Credentials;
        }

        return message;
    }

    private static void Report(Call call, Uri url, Attempt attempt, TimeSpan duration)
    {
        if (call.Observer is null)
        {
            return;
        }

        call.LastExchange = new Exchange(call.Request, url, attempt, call.Mask, call.Attempts, duration);
        call.Observer.OnExchange(call.LastExchange);
    }
}
