using System.Collections.Concurrent;
using System.Globalization;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Queues and their messages (Queues API, <c>/v1/queues</c>). Every body stands in <c>{"data": ...}</c>.</summary>
internal sealed class QueuesService : IService
{
    private const string Type = "queue";
    private const string MessageType = "queue-message";
    private const int MaximumMessages = 10;
    private const int MaximumMessageBytes = 256 * 1024;
    private static readonly string[] s_roles = ["admin", "sender", "receiver"];

    private readonly ConcurrentDictionary<string, Queue> _queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly StateKeeper _keeper;
    private readonly ServiceContext _context;

    public QueuesService(StateKeeper keeper, ServiceContext context)
    {
        _keeper = keeper;
        _context = context;
        keeper.OnRestore(Type, (id, stored) => _queues.GetOrAdd(id, _ => new Queue(QueueSettings.FromStored(stored), context.Time)));
        keeper.OnRestore(MessageType, (id, stored) =>
        {
            if (_queues.TryGetValue(stored.Text("queue_id"), out Queue? queue))
            {
                queue.Restore(SentMessage.FromStored(id, stored));
            }
        });
    }

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/v1/queues", List)
        .Map("POST", "/v1/queues", CreateAsync)
        .Map("GET", "/v1/queues/{queue_id}", Get)
        .Map("PUT", "/v1/queues/{queue_id}", UpdateAsync)
        .Map("DELETE", "/v1/queues/{queue_id}", DeleteAsync)
        .Map("POST", "/v1/queues/{queue_id}/messages", SendAsync)
        .Map("GET", "/v1/queues/{queue_id}/messages", Receive)
        .Map("DELETE", "/v1/queues/{queue_id}/messages", DeleteMessagesAsync);

    private ServiceResponse List(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.RequireExactly(request, Scopes.QueuesAdmin);
        IReadOnlyList<string> roles = QueryParameters.Parse(request.Url.Query).Values("roles");
        string? wrong = roles.FirstOrDefault(static role => !s_roles.Contains(role, StringComparer.Ordinal));
        if (wrong is not null)
        {
            throw ServiceException.BadRequest($"'{wrong}' is not a role on a queue: use {string.Join(", ", s_roles)}.");
        }

        IReadOnlyList<string> wanted = roles.Count > 0 ? roles : ["admin"];
        IEnumerable<QueueSettings> found = _queues.Values
            .Select(static queue => queue.Settings)
            .Where(queue => wanted.Any(role => Holds(queue, caller, role)))
            .OrderBy(static queue => queue.CreatedAt)
            .ThenBy(static queue => queue.Id, StringComparer.Ordinal);
        return Data(200, FlowArray.Create(found.Select(static queue => (FlowValue)queue.ToDocument())));
    }

    private async ValueTask<ServiceResponse> CreateAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.RequireExactly(request, Scopes.QueuesAdmin);
        FlowObject data = ReadData<FlowObject>(request);
        var own = new QueueSettings { Id = _context.NewId().ToString(), Creator = caller.Principal, CreatedAt = _context.Now };
        if (data["label"] is null)
        {
            throw ServiceException.Unprocessable([new RequestFault(["data", "label"], "field required", "value_error.missing")]);
        }

        // The id is the service's to give.
        QueueSettings settings = own.With(data.Without("id"));
        string[] creator = [caller.Principal];
        settings = settings with
        {
            Admins = settings.Admins.Count > 0 ? settings.Admins : creator,
            Senders = data.ContainsKey("senders") ? settings.Senders : creator,
            Receivers = data.ContainsKey("receivers") ? settings.Receivers : creator,
        };
        await _keeper.PutAsync(Type, settings.Id, settings.ToDocument()).ConfigureAwait(false);
        _queues[settings.Id] = new Queue(settings, _context.Time);
        return Data(201, settings.ToDocument());
    }

    private ServiceResponse Get(ServiceRequest request, RouteValues path)
        => Data(200, Find(Access.RequireExactly(request, Scopes.QueuesAdmin), path["queue_id"]).Settings.ToDocument());

    private async ValueTask<ServiceResponse> UpdateAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Queue queue = Find(Access.RequireExactly(request, Scopes.QueuesAdmin), path["queue_id"], "admin");
        await queue.UpdateAsync(ReadData<FlowObject>(request), changed => _keeper.PutAsync(Type, changed.Id, changed.ToDocument())).ConfigureAwait(false);
        return Data(200, queue.Settings.ToDocument());
    }

    private async ValueTask<ServiceResponse> DeleteAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Queue queue = Find(Access.RequireExactly(request, Scopes.QueuesAdmin), path["queue_id"], "admin");
        string id = queue.Settings.Id;
        if (_queues.TryRemove(id, out _))
        {
            IEnumerable<Task> messages = queue.MessageIds.Select(message => _keeper.RemoveAsync(MessageType, message));
            await Task.WhenAll(messages.Append(_keeper.RemoveAsync(Type, id))).ConfigureAwait(false);
        }

        return new ServiceResponse(204, ReadOnlyMemory<byte>.Empty, string.Empty);
    }

    private async ValueTask<ServiceResponse> SendAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.RequireExactly(request, Scopes.QueuesSend);
        Queue queue = Find(caller, path["queue_id"], "sender");
        SentMessage[] messages = [.. ReadData<FlowArray>(request).Select((item, index) => ReadMessage(item, index, caller))];
        var answers = new List<FlowValue>(messages.Length);
        var kept = new List<Task>();
        foreach (SentMessage message in messages)
        {
            (SentMessage sent, bool isNew) = queue.Send(message);
            if (isNew)
            {
                kept.Add(_keeper.PutAsync(MessageType, sent.Id, sent.ToStored(queue.Settings.Id)));
            }

            answers.Add(FlowObject.Create(
                ("message_id", FlowValue.From(sent.Id)),
                ("deduplication_id", FlowValue.From(sent.DeduplicationId)),
                ("duplicate", FlowValue.From(!isNew))));
        }

        await Task.WhenAll(kept).ConfigureAwait(false);
        return Data(200, FlowArray.Create(answers));
    }

    private ServiceResponse Receive(ServiceRequest request, RouteValues path)
    {
        Queue queue = Find(Access.RequireExactly(request, Scopes.QueuesReceive), path["queue_id"], "receiver");
        var query = QueryParameters.Parse(request.Url.Query);
        int maximum = 1;
        if (query["max_messages"] is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out maximum) || maximum is < 1 or > MaximumMessages))
        {
            throw ServiceException.BadRequest($"max_messages must be a number from 1 to {MaximumMessages}.");
        }

        return Data(200, FlowArray.Create(queue.Receive(maximum, query["receive_request_attempt_id"])));
    }

    private async ValueTask<ServiceResponse> DeleteMessagesAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Queue queue = Find(Access.RequireExactly(request, Scopes.QueuesReceive), path["queue_id"], "receiver");
        FlowArray data = ReadData<FlowArray>(request);
        var handles = new List<string>(data.Count);
        for (int i = 0; i < data.Count; i++)
        {
            handles.Add(data[i].TryGetMember("receipt_handle", out FlowValue? handle) && handle.AsString() is { } text
                ? text
                : throw ServiceException.Unprocessable([new RequestFault(["data", i, "receipt_handle"], "field required", "value_error.missing")]));
        }

        var unknown = new List<RequestFault>();
        var kept = new List<Task>();
        for (int i = 0; i < handles.Count; i++)
        {
            if (queue.Delete(handles[i]) is { } message)
            {
                kept.Add(_keeper.RemoveAsync(MessageType, message));
            }
            else
            {
                unknown.Add(new RequestFault(["data", i, "receipt_handle"], "The receipt is unknown, or older than the queue's delivery_timeout: receive the message again."));
            }
        }

        await Task.WhenAll(kept).ConfigureAwait(false);
        return unknown.Count == 0 ? Data(200, FlowArray.Empty) : throw ServiceException.Unprocessable(unknown);
    }

    private SentMessage ReadMessage(FlowValue item, int index, Caller caller)
    {
        if (item is not FlowObject fields)
        {
            throw ServiceException.Unprocessable([new RequestFault(["data", index], "value is not a valid dict", "type_error.dict")]);
        }

        var reader = new FieldReader(fields, ["data", index]);
        reader.Required("message_body");
        string? body = reader.Text("message_body", 0, MaximumMessageBytes);
        string? deduplication = reader.Text("deduplication_id", 1, 128);
        reader.ThrowIfFaulty();
        string id = _context.NewId().ToString();
        return new SentMessage(id, deduplication ?? id, body!, caller.Principal, _context.Now);
    }

    /// <summary>A queue on which a caller has some role, and the one that is needed.</summary>
    private Queue Find(Caller caller, string id, string? role = null)
    {
        if (!_queues.TryGetValue(id, out Queue? queue) || !s_roles.Any(known => Holds(queue.Settings, caller, known)))
        {
            throw ServiceException.NotFound("Queue", id);
        }

        return role is null || Holds(queue.Settings, caller, role)
            ? queue
            : throw ServiceException.Forbidden($"You do not have the role '{role}' on queue {id}.");
    }

    private static bool Holds(QueueSettings queue, Caller caller, string role) => role switch
    {
        "admin" => Principals.Is(queue.Creator, caller) || Principals.Include(queue.Admins, caller),
        "sender" => Principals.Include(queue.Senders, caller),
        _ => Principals.Include(queue.Receivers, caller),
    };

    private static T ReadData<T>(ServiceRequest request)
        where T : FlowValue
        => RequestBody.ReadObject(request)["data"] as T
            ?? throw ServiceException.Unprocessable([new RequestFault(["data"], typeof(T) == typeof(FlowArray) ? "value is not a valid list" : "value is not a valid dict", "type_error")]);

    private static ServiceResponse Data(int status, FlowValue data) => ServiceResponse.Json(status, FlowObject.Create(("data", data)));
}
