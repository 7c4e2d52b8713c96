using System.Collections.Concurrent;
using System.Globalization;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>Queues and their messages (Queues API, <c>/v1/queues</c>). Every body stands in <c>{"data": ...}</c>.</summary>
internal sealed class QueuesService(ServiceContext context) : IService
{
    private const int MaximumMessages = 10;
    private const int MaximumMessageBytes = 256 * 1024;
    private static readonly string[] s_roles = ["admin", "sender", "receiver"];

    private readonly ConcurrentDictionary<string, Queue> _queues = new(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void AddRoutes(RouteTable routes) => routes
        .Map("GET", "/v1/queues", List)
        .Map("POST", "/v1/queues", Create)
        .Map("GET", "/v1/queues/{queue_id}", Get)
        .Map("PUT", "/v1/queues/{queue_id}", Update)
        .Map("DELETE", "/v1/queues/{queue_id}", Delete)
        .Map("POST", "/v1/queues/{queue_id}/messages", Send)
        .Map("GET", "/v1/queues/{queue_id}/messages", Receive)
        .Map("DELETE", "/v1/queues/{queue_id}/messages", DeleteMessages);

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

    private ServiceResponse Create(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.RequireExactly(request, Scopes.QueuesAdmin);
        FlowObject data = ReadData<FlowObject>(request);
        var own = new QueueSettings { Id = context.NewId().ToString(), Creator = caller.Principal, CreatedAt = context.Now };
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
        _queues[settings.Id] = new Queue(settings, context.Time);
        return Data(201, settings.ToDocument());
    }

    private ServiceResponse Get(ServiceRequest request, RouteValues path)
        => Data(200, Find(Access.RequireExactly(request, Scopes.QueuesAdmin), path["queue_id"]).Settings.ToDocument());

    private ServiceResponse Update(ServiceRequest request, RouteValues path)
    {
        Queue queue = Find(Access.RequireExactly(request, Scopes.QueuesAdmin), path["queue_id"], "admin");
        return Data(200, queue.Update(ReadData<FlowObject>(request)).ToDocument());
    }

    private ServiceResponse Delete(ServiceRequest request, RouteValues path)
    {
        Queue queue = Find(Access.RequireExactly(request, Scopes.QueuesAdmin), path["queue_id"], "admin");
        _queues.TryRemove(queue.Settings.Id, out _);
        return new ServiceResponse(204, ReadOnlyMemory<byte>.Empty, string.Empty);
    }

    private ServiceResponse Send(ServiceRequest request, RouteValues path)
    {
        Caller caller = Access.RequireExactly(request, Scopes.QueuesSend);
        Queue queue = Find(caller, path["queue_id"], "sender");
        SentMessage[] messages = [.. ReadData<FlowArray>(request).Select((item, index) => ReadMessage(item, index, caller))];
        return Data(200, FlowArray.Create(messages.Select(message =>
        {
            (SentMessage sent, bool isNew) = queue.Send(message);
            return (FlowValue)FlowObject.Create(
                ("message_id", FlowValue.From(sent.Id)),
                ("deduplication_id", FlowValue.From(sent.DeduplicationId)),
                ("duplicate", FlowValue.From(!isNew)));
        })));
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

    private ServiceResponse DeleteMessages(ServiceRequest request, RouteValues path)
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
        for (int i = 0; i < handles.Count; i++)
        {
            if (queue.Delete(handles[i]) is null)
            {
                unknown.Add(new RequestFault(["data", i, "receipt_handle"], "The receipt is unknown, or older than the queue's delivery_timeout: receive the message again."));
            }
        }

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
        string id = context.NewId().ToString();
        return new SentMessage(id, deduplication ?? id, body!, caller.Principal, context.Now);
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
