using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>The two families of Transfer action providers, which differ in their URLs and in the names within their bodies.</summary>
public enum TransferFamily
{
    /// <summary><c>https://actions.globus.org/transfer/{operation}</c>: source_endpoint_id, transfer_items, endpoint_id, items (manual 7.1.2 to 7.1.7).</summary>
    Hosted,

    /// <summary><c>https://transfer.actions.globus.org/{operation}</c>: the Transfer API's own source_endpoint, DATA, endpoint.</summary>
    Service,
}

/// <summary>What the Transfer providers have in common: their URLs and scopes, and how the Transfer API's errors become details of a FAILED action.</summary>
public abstract class TransferServiceProvider : ActionProvider
{
    /// <summary>All providers at the Transfer service's own host take the scope of the Transfer API (recorded answer of <c>POST /flows/validate</c>).</summary>
    private const string ServiceScope = "urn:globus:auth:scope:transfer.api.globus.org:all";

    private static readonly string[] s_older = ["transfer", "delete", "set_permission"];

    private protected TransferServiceProvider(
        CollectionStore collections,
        TransferFamily family,
        string operation,
        string title,
        string subtitle,
        bool synchronous,
        FlowObject inputSchema,
        Outbox? outbox = null)
        : base(new ActionProviderDescription
        {
            Url = UrlOf(family, family == TransferFamily.Service && operation == "set_permission" ? "manage_permission" : operation),
            AlternateUrls = family == TransferFamily.Service && operation == "set_permission" ? [UrlOf(family, operation)] : [],
            Title = title,
            Subtitle = subtitle,
            Keywords = ["transfer", "collection"],
            GlobusAuthScope = family == TransferFamily.Service ? ServiceScope
                : s_older.Contains(operation, StringComparer.Ordinal) ? $"https://auth.globus.org/scopes/actions.globus.org/transfer/{operation}"
                : $"https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/transfer_{operation}",
            Synchronous = synchronous,
            LogSupported = !synchronous,
            InputSchema = inputSchema,
        })
    {
        Collections = collections;
        Family = family;
        Notices = new TransferNotices(outbox);
    }

    private protected TransferNotices Notices { get; }

    /// <summary>The Transfer service renamed set_permission to manage_permission when it took the providers over; both names are answered.</summary>
    private static Uri UrlOf(TransferFamily family, string operation) => new(family == TransferFamily.Hosted
        ? $"https://actions.globus.org/transfer/{operation}"
        : $"https://transfer.actions.globus.org/{operation}");

    private protected CollectionStore Collections { get; }

    private protected TransferFamily Family { get; }

    /// <summary>The collection that a body names.</summary>
    private protected LocalCollection CollectionOf(FlowObject body)
        => Collections.Get((body["endpoint_id"] ?? body["collection_id"] ?? body["endpoint"])!.AsString()!);

    /// <summary>A path of the body's collection that the caller may read, or write.</summary>
    /// <exception cref="TransferFault">The collection or the path is none, or the caller may not.</exception>
    private protected CollectionPath PathOf(ActionContext action, string text, bool write)
    {
        RequireLocalUser(action.Body, "local_user");
        LocalCollection collection = CollectionOf(action.Body);
        var path = CollectionPath.Parse(collection, text);
        collection.RequireAccess(action.Caller, path, write, action.TimeProvider.GetUtcNow());
        return path;
    }

    /// <summary>A local collection works as the user whose process this is; to ask for another one is refused, as the hosted service does.</summary>
    private protected static void RequireLocalUser(FlowObject body, string name)
    {
        if (body[name]?.AsString() is { } user && user != Environment.UserName)
        {
            throw TransferFault.Denied(user, $"local collections work as the user '{Environment.UserName}' of this machine. Leave '{name}' out.");
        }
    }

    /// <summary>Runs an operation that is done at once.</summary>
    internal static ActionProgress Answer(ActionContext action, string resource, Func<FlowObject> operation)
    {
        try
        {
            return ActionProgress.Succeeded(operation());
        }
        catch (Exception exception) when (TransferFault.IsFileSystem(exception))
        {
            string path = action.Body["path"]?.AsString() ?? resource;
            return ActionProgress.Failed(TransferFault.From(exception, path).ToDocument(resource, action.NewId()));
        }
    }

    /// <summary>Starts a task in the background; what cannot even be submitted fails at once with the API's error.</summary>
    private protected ActionProgress Submit(ActionContext action, Func<TransferTask> prepare, Action<TransferTask, CancellationToken> run)
    {
        TransferTask task;
        try
        {
            task = prepare();
        }
        catch (TransferFault fault)
        {
            return ActionProgress.Failed(fault.ToDocument("/submit", action.NewId()));
        }

        DateTimeOffset? deadline = IsoDuration.TryParseTime(action.Body["deadline"]?.AsString(), out DateTimeOffset time) ? time : null;
        TimeSpan? left = deadline - action.TimeProvider.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return task.Failed(Overdue(time));
        }

        if (left is { } delay)
        {
            action.Schedule(delay, () => action.Report(task.Failed(Overdue(time))));
        }

        Notices.OnEnd(action, task);
        action.Work = task;
        action.Describe = () => task.ToDocument("ACTIVE");
        action.RunInBackground(cancellationToken =>
        {
            try
            {
                run(task, cancellationToken);
                action.Report(task.Succeeded());
            }
            catch (Exception exception) when (TransferFault.IsFileSystem(exception))
            {
                var fault = TransferFault.From(exception, "the collection");
                action.WriteLog(fault.NiceStatus, fault.Message, FlowValue.Null);
                action.Report(task.Failed(fault));
            }

            return Task.CompletedTask;
        });
        return ActionProgress.Active(task.ToDocument("ACTIVE"));
    }

    private static TransferFault Overdue(DateTimeOffset deadline)
        => TransferFault.Conflict("DEADLINE_EXCEEDED", $"The task was not finished by its deadline, {IsoDuration.FormatTime(deadline)}.");

    /// <inheritdoc/>
    public override ActionProgress Cancel(ActionContext action)
        => action.Work is TransferTask task ? task.Canceled() : base.Cancel(action);

    /// <summary>The member that names the one collection of a body, in each family.</summary>
    private protected static string CollectionSchema(TransferFamily family) => family == TransferFamily.Hosted
        ? """
          "endpoint_id": {"type": "string", "description": "The collection's id"}
          """
        : """
          "endpoint_id": {"type": "string", "description": "The collection's id"},
          "collection_id": {"type": "string", "description": "The collection's id"},
          "endpoint": {"type": "string", "description": "The collection's id"}
          """;

    /// <summary>The rules on what must be there: the collection, and these.</summary>
    private protected static string Required(TransferFamily family, params string[] names)
    {
        string list = string.Join(", ", (family == TransferFamily.Hosted ? names.Prepend("endpoint_id") : names).Select(static name => $"\"{name}\""));
        return family == TransferFamily.Hosted
            ? $"\"required\": [{list}]"
            : $$"""
              "required": [{{list}}],
              "anyOf": [{"required": ["endpoint_id"]}, {"required": ["collection_id"]}, {"required": ["endpoint"]}]
              """;
    }
}
