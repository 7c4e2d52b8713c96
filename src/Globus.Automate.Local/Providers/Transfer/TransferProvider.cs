using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary><c>transfer</c> (manual 7.1.2): files and folders from one local collection to another; the details are the Transfer API's task document.</summary>
public sealed class TransferProvider : TransferServiceProvider
{
    private static readonly string[] s_options =
    [
        "sync_level", "verify_checksum", "preserve_timestamp", "encrypt_data", "delete_destination_extra", "fail_on_quota_errors",
        "skip_source_errors", "recursive_symlinks", "filter_rules", "deadline",
    ];

    /// <summary>The levels by the names that the Globus SDK gives them, and flows of its users too.</summary>
    private static readonly string[] s_levels = ["exists", "size", "mtime", "checksum"];

    private readonly string _source;
    private readonly string _destination;
    private readonly string _items;

    /// <summary>Makes the provider of a family.</summary>
    public TransferProvider(CollectionStore collections, TransferFamily family, Outbox? outbox = null)
        : base(collections, family, "transfer", "Globus Transfer - Transfer Data", "Transfer data between two collections", synchronous: false, Schema(family), outbox)
    {
        (_source, _destination, _items) = Names(family);
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        TransferPlan? plan = null;
        return new(Submit(
            action,
            () =>
            {
                plan = Plan(action.Body);
                return new TransferTask(action, "TRANSFER", plan.Source, plan.Destination, Options(action.Body, _items));
            },
            (task, stop) => new TransferJob(plan!, task).Run(stop)));
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RecoverAsync(ActionContext action, CancellationToken cancellationToken) => RunAsync(action, cancellationToken);

    private static (string Source, string Destination, string Items) Names(TransferFamily family) => family == TransferFamily.Hosted
        ? ("source_endpoint_id", "destination_endpoint_id", "transfer_items")
        : ("source_endpoint", "destination_endpoint", "DATA");

    private static int? SyncLevelOf(FlowObject body) => body["sync_level"] switch
    {
        FlowInteger level when level.TryGetInt64(out long number) => (int)number,
        FlowString name => Array.IndexOf(s_levels, name.Value),
        _ => null,
    };

    private TransferPlan Plan(FlowObject body)
    {
        static bool Flag(FlowObject body, string name, bool otherwise) => body[name] is FlowBoolean flag ? flag.Value : otherwise;

        RequireLocalUser(body, "source_local_user");
        RequireLocalUser(body, "destination_local_user");
        return new TransferPlan
        {
            Source = Collections.Get(body[_source]!.AsString()!),
            Destination = Collections.Get(body[_destination]!.AsString()!),
            Items = [.. ((FlowArray)body[_items]!).Cast<FlowObject>().Select(static item => new TransferItem(
                item["source_path"]!.AsString()!,
                item["destination_path"]!.AsString()!,
                (item["recursive"] as FlowBoolean)?.Value,
                ExternalChecksum.Read(item["external_checksum"]?.AsString(), item["checksum_algorithm"]?.AsString())))],
            SyncLevel = SyncLevelOf(body),
            DeleteDestinationExtra = Flag(body, "delete_destination_extra", otherwise: false),
            PreserveTimestamp = Flag(body, "preserve_timestamp", otherwise: false),
            VerifyChecksum = Flag(body, "verify_checksum", otherwise: true),
            SkipSourceErrors = Flag(body, "skip_source_errors", otherwise: false),
            Links = body["recursive_symlinks"]?.AsString() switch
            {
                "keep" => LinkTreatment.Keep,
                "copy" => LinkTreatment.Copy,
                _ => LinkTreatment.Ignore,
            },
            Filter = new FilterRules(body["filter_rules"]),
        };
    }

    /// <summary>What was asked for, with the API's defaults, as the task document repeats it.</summary>
    private static FlowObject Options(FlowObject body, string items)
    {
        FlowObject options = FlowObject.Create(
            ("sync_level", FlowValue.Null),
            ("verify_checksum", FlowValue.True),
            ("preserve_timestamp", FlowValue.False),
            ("encrypt_data", FlowValue.False),
            ("delete_destination_extra", FlowValue.False),
            ("fail_on_quota_errors", FlowValue.False),
            ("skip_source_errors", FlowValue.False),
            ("recursive_symlinks", FlowValue.From("ignore")),
            ("filter_rules", FlowValue.Null),
            ("deadline", FlowValue.Null));
        foreach (string name in s_options)
        {
            if (body[name] is { } value)
            {
                options = options.With(name, value);
            }
        }

        if (SyncLevelOf(body) is { } level)
        {
            options = options.With("sync_level", FlowValue.From(level));
        }

        return body["store_base_path_info"] is FlowBoolean { Value: true }
            ? options.With("source_base_path", BasePath(body, items, "source_path")).With("destination_base_path", BasePath(body, items, "destination_path"))
            : options;
    }

    /// <summary>The folder that all items have in common.</summary>
    private static FlowString BasePath(FlowObject body, string items, string member)
    {
        string[][] folders = [.. ((FlowArray)body[items]!).Cast<FlowObject>().Select(item => item[member]!.AsString()!.Split('/')[..^1])];
        int depth = 0;
        while (Array.TrueForAll(folders, folder => folder.Length > depth && folder[depth] == folders[0][depth]))
        {
            depth++;
        }

        return (FlowString)FlowValue.From(depth == 0 ? "/~/" : string.Join('/', folders[0][..depth]) + "/");
    }

    private static FlowObject Schema(TransferFamily family)
    {
        (string source, string destination, string items) = Names(family);
        string dataType = family == TransferFamily.Hosted ? string.Empty : """ "DATA_TYPE": {"const": "transfer_item"}, """;
        string syncLevel = family == TransferFamily.Hosted
            ? """ "enum": [0, 1, 2, 3, "exists", "size", "mtime", "checksum", null] """
            : """ "type": ["integer", "null"], "minimum": 0, "maximum": 3 """;
        string service = family == TransferFamily.Hosted ? string.Empty : """ "DATA_TYPE": {"const": "transfer"}, "submission_id": {"type": "string"}, "skip_activation_check": {"type": "boolean"}, """;
        return InputSchemas.Parse(
            $$"""
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["{{source}}", "{{destination}}", "{{items}}"],
              "properties": {
                {{service}}
                "{{source}}": {"type": "string", "description": "The id of the collection to read from"},
                "{{destination}}": {"type": "string", "description": "The id of the collection to write to"},
                "{{items}}": {
                  "type": "array",
                  "minItems": 1,
                  "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["source_path", "destination_path"],
                    "properties": {
                      {{dataType}}
                      "source_path": {"type": "string", "description": "A file or folder on the source collection"},
                      "destination_path": {"type": "string", "description": "Where it goes on the destination collection"},
                      "recursive": {"type": ["boolean", "null"], "description": "Whether the source is a folder; found out when missing"},
                      "external_checksum": {"type": ["string", "null"]},
                      "checksum_algorithm": {"type": ["string", "null"]}
                    }
                  }
                },
                "label": {"type": ["string", "null"], "maxLength": 128, "description": "A label for the transfer task"},
                "sync_level": {{{syncLevel}}, "description": "Copy only what 0: is missing, 1: has another size, 2: is older, 3: has another checksum"},
                "deadline": {"type": ["string", "null"], "description": "When to give up, as an ISO 8601 time"},
                "delete_destination_extra": {"type": "boolean", "description": "Delete what is in the destination folders and not in the source"},
                "encrypt_data": {"type": "boolean"},
                "verify_checksum": {"type": "boolean", "description": "Compare checksums after copying; true when missing"},
                "preserve_timestamp": {"type": "boolean"},
                "fail_on_quota_errors": {"type": "boolean"},
                "skip_source_errors": {"type": "boolean", "description": "Go on after files that cannot be read"},
                "recursive_symlinks": {"enum": ["ignore", "keep", "copy"], "description": "What to do with links in folders: leave them out, make the same links, or copy what they lead to inside the collection"},
                "store_base_path_info": {"type": "boolean"},
                "source_local_user": {"type": ["string", "null"]},
                "destination_local_user": {"type": ["string", "null"]},
                "notify_on_succeeded": {"type": "boolean"},
                "notify_on_failed": {"type": "boolean"},
                "notify_on_inactive": {"type": "boolean"},
                "filter_rules": {
                  "type": ["array", "null"],
                  "items": {
                    "type": "object",
                    "required": ["method", "name"],
                    "properties": {
                      "DATA_TYPE": {"const": "filter_rule"},
                      "method": {"enum": ["include", "exclude"]},
                      "type": {"enum": ["file", "dir", null]},
                      "name": {"type": "string", "description": "A pattern with * and ?"}
                    }
                  }
                }
              }
            }
            """);
    }
}
