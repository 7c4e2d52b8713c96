using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Queues;

/// <summary>The queues service.</summary>
/// <remarks>Every method throws <see cref="GlobusApiException"/> where the service refuses or cannot be reached.</remarks>
public sealed class QueuesClient
{
    private static readonly TokenRequest s_admin = new(GlobusScopes.QueuesAdmin);
    private static readonly TokenRequest s_send = new(GlobusScopes.QueuesSend);
    private static readonly TokenRequest s_receive = new(GlobusScopes.QueuesReceive);

    private readonly GlobusHttp _http;

    /// <summary>A client that sends through <paramref name="http"/>.</summary>
    public QueuesClient(GlobusHttp http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _http = http;
    }

    /// <summary>Lists queues: <c>GET /queues</c>.</summary>
    /// <param name="roles">The caller's roles, any of <c>admin</c>, <c>sender</c>, <c>receiver</c>; <c>admin</c> when null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<QueueInfo>> ListAsync(IReadOnlyList<string>? roles = null, CancellationToken cancellationToken = default)
    {
        Uri url = new Query().Add("roles", roles ?? ["admin"]).On(Url());
        return Items(await SendAsync(HttpMethod.Get, url, s_admin, null, null, cancellationToken).ConfigureAwait(false), static item => new QueueInfo(item));
    }

    /// <summary>One queue: <c>GET /queues/{id}</c>.</summary>
    public async Task<QueueInfo> GetAsync(string queueId, CancellationToken cancellationToken = default)
        => new(Data(await SendAsync(HttpMethod.Get, Url(queueId), s_admin, null, null, cancellationToken).ConfigureAwait(false)));

    /// <summary>Makes a queue: <c>POST /queues</c>.</summary>
    public async Task<QueueInfo> CreateAsync(QueueSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var rule = new NeverTwiceRule("The queue may have been made all the same", "look for it with Get-GlobusQueue before making it again");
        return new QueueInfo(Data(await SendAsync(HttpMethod.Post, Url(), s_admin, Write(settings, Body.Types.QueueBody), rule, cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>Changes a queue: <c>PUT /queues/{id}</c>.</summary>
    public async Task<QueueInfo> UpdateAsync(string queueId, QueueSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ReadOnlyMemory<byte> body = Write(settings with { Id = queueId }, Body.Types.QueueBody);
        return new QueueInfo(Data(await SendAsync(HttpMethod.Put, Url(queueId), s_admin, body, null, cancellationToken).ConfigureAwait(false)));
    }

    /// <summary>Deletes a queue and what is in it: <c>DELETE /queues/{id}</c>.</summary>
    public Task DeleteAsync(string queueId, CancellationToken cancellationToken = default)
        => SendAsync(HttpMethod.Delete, Url(queueId), s_admin, null, null, cancellationToken);

    /// <summary>Sends messages: <c>POST /queues/{id}/messages</c>. Their de-duplication ids make it safe to repeat.</summary>
    /// <returns>What the service says of each message.</returns>
    public async Task<IReadOnlyList<QueueMessage>> SendMessagesAsync(string queueId, IReadOnlyList<QueueMessageToSend> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ReadOnlyMemory<byte> body = Write(messages, Body.Types.QueueMessages);
        return Items(await SendAsync(HttpMethod.Post, Url(queueId, "messages"), s_send, body, null, cancellationToken).ConfigureAwait(false), static item => new QueueMessage(item));
    }

    /// <summary>Receives messages: <c>GET /queues/{id}/messages</c>. Each stays invisible to others until the visibility time-out.</summary>
    /// <param name="queueId">The queue.</param>
    /// <param name="maxMessages">How many at most; the service's own number when null.</param>
    /// <param name="attemptId">
    /// Names the attempt: asked again under the same name, the service gives the same messages. A new name when null, so that a lost answer
    /// loses no message.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queueId, int? maxMessages = null, string? attemptId = null, CancellationToken cancellationToken = default)
    {
        Uri url = new Query()
            .Add("max_messages", maxMessages)
            .Add("receive_request_attempt_id", attemptId ?? Guid.NewGuid().ToString())
            .On(Url(queueId, "messages"));
        return Items(await SendAsync(HttpMethod.Get, url, s_receive, null, null, cancellationToken).ConfigureAwait(false), static item => new QueueMessage(item));
    }

    /// <summary>Deletes received messages by their receipt handles: <c>DELETE /queues/{id}/messages</c>.</summary>
    public Task DeleteMessagesAsync(string queueId, IReadOnlyList<string> receiptHandles, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(receiptHandles);
        IReadOnlyList<QueueReceipt> receipts = [.. receiptHandles.Select(static handle => new QueueReceipt(handle))];
        return SendAsync(HttpMethod.Delete, Url(queueId, "messages"), s_receive, Write(receipts, Body.Types.QueueReceipts), null, cancellationToken);
    }

    private static ReadOnlyMemory<byte> Write<T>(T data, JsonTypeInfo<QueueEnvelope<T>> type) => Body.Write(new QueueEnvelope<T>(data), type);

    private static JsonElement Data(JsonElement answer) => Json.Member(answer, "data") ?? answer;

    private static List<T> Items<T>(JsonElement answer, Func<JsonElement, T> make)
    {
        JsonElement data = Data(answer);
        return data.ValueKind switch
        {
            JsonValueKind.Array => [.. data.EnumerateArray().Select(make)],
            JsonValueKind.Object => [make(data)],
            _ => [],
        };
    }

    private Uri Url(params ReadOnlySpan<string> segments)
    {
        Uri queues = UrlPath.Append(_http.Environment.QueuesUrl, "queues");
        return segments.Length == 0 ? queues : UrlPath.Append(queues, segments);
    }

    private Task<JsonElement> SendAsync(HttpMethod method, Uri url, TokenRequest token, ReadOnlyMemory<byte>? body, NeverTwiceRule? rule, CancellationToken cancellationToken)
        => _http.SendAsync(new GlobusRequest { Method = method, Url = url, Token = token, Body = body, NeverTwice = rule }, cancellationToken);
}
