using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// Calls action providers over https, or over http on this very machine: see docs/decisions/0057-the-network.md. Nothing is retried here: the
/// engine polls again by itself, and a run request carries its request_id.
/// </summary>
public sealed class HttpActionGateway : IActionGateway
{
    private const int MaximumAnswer = 4 * 1024 * 1024;

    private readonly HttpClient _client;
    private readonly Func<ActionCall, CancellationToken, ValueTask<string?>> _token;

    /// <summary>Makes a gateway.</summary>
    /// <param name="client">The client; it should not follow redirects, since it sends tokens.</param>
    /// <param name="token">The access token for a call; null sends none.</param>
    public HttpActionGateway(HttpClient client, Func<ActionCall, CancellationToken, ValueTask<string?>> token)
    {
        _client = client;
        _token = token;
    }

    /// <summary>Whether a URL is one to call: https, or http of a loopback name or address, which does not leave the machine. No name is resolved.</summary>
    public static bool IsCallable(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsLoopback(url.Host)));
    }

    /// <summary>A handler for the calls: no redirects, since they carry tokens; no cookies; no proxy for this machine.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        Proxy = new NoProxyForLoopback(HttpClient.DefaultProxy),
    };

    /// <inheritdoc/>
    public ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
        => SendAsync(call, HttpMethod.Post, "run", request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => SendAsync(call, HttpMethod.Get, $"{Uri.EscapeDataString(actionId)}/status", body: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => SendAsync(call, HttpMethod.Post, $"{Uri.EscapeDataString(actionId)}/cancel", body: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => SendAsync(call, HttpMethod.Post, $"{Uri.EscapeDataString(actionId)}/resume", body: null, cancellationToken);

    private async ValueTask<ActionResponse> SendAsync(ActionCall call, HttpMethod method, string path, FlowObject? body, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(call.ActionUrl.TrimEnd('/') + "/" + path, UriKind.Absolute, out Uri? url) || !IsCallable(url))
        {
            return Error(400, $"'{call.ActionUrl}' is not the https URL of an action provider.");
        }

        string? token;
        try
        {
            token = await _token(call, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // whatever keeps the token away, the provider cannot be called
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Error(401, $"The action provider at '{call.ActionUrl}' was not called: {exception.Message}");
        }

        using var request = new HttpRequestMessage(method, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJson(), Encoding.UTF8, "application/json");
        }

        try
        {
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using HttpResponseMessage response = await _client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            return await ReadAsync(call, response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Error(503, $"The action provider at '{call.ActionUrl}' could not be reached: {exception.Message}");
        }
    }

    private static async Task<ActionResponse> ReadAsync(ActionCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var buffer = new MemoryStream();
            byte[] chunk = new byte[16 * 1024];
            int read;
            while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (buffer.Length + read > MaximumAnswer)
                {
                    return Error(502, $"The action provider at '{call.ActionUrl}' answered with more than {MaximumAnswer / (1024 * 1024)} MiB.");
                }

                buffer.Write(chunk, 0, read);
            }

            try
            {
                return new ActionResponse(status, FlowValue.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
            }
            catch (JsonException)
            {
                return Error(
                    response.IsSuccessStatusCode ? 502 : status,
                    $"The action provider at '{call.ActionUrl}' answered {status} with something that is not JSON.");
            }
        }
    }

    private static bool IsLoopback(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static ActionResponse Error(int status, string message)
        => new ActionRefusedException(status, "ACTION_PROVIDER_ERROR", message).ToResponse(Guid.NewGuid());

    /// <summary>The system's proxy, except for this machine: what is plain http to loopback must not leave it.</summary>
    private sealed class NoProxyForLoopback(IWebProxy system) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => system.Credentials;
            set => system.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => IsLoopback(destination.Host) ? null : system.GetProxy(destination);

        public bool IsBypassed(Uri host) => IsLoopback(host.Host) || system.IsBypassed(host);
    }
}
