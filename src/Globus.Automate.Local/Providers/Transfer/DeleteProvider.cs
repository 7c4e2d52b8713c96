using System.IO.Enumeration;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary><c>delete</c> (manual 7.1.3): files and folders of a local collection; the details are the Transfer API's task document.</summary>
public sealed class DeleteProvider : TransferServiceProvider
{
    /// <summary>Makes the provider of a family.</summary>
    public DeleteProvider(CollectionStore collections, TransferFamily family, Outbox? outbox = null)
        : base(collections, family, "delete", "Globus Transfer - Delete Data", "Delete data from a collection", synchronous: false, Schema(family), outbox)
    {
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        FlowObject body = action.Body;
        bool recursive = body["recursive"] is FlowBoolean { Value: true };
        bool ignoreMissing = body["ignore_missing"] is FlowBoolean { Value: true } || IsRestart(action);
        bool globs = body["interpret_globs"] is FlowBoolean { Value: true };
        return new(Submit(
            action,
            () =>
            {
                RequireLocalUser(body, "local_user");
                return new TransferTask(
                    action,
                    "DELETE",
                    CollectionOf(body),
                    destination: null,
                    FlowObject.Create(
                        ("recursive", FlowValue.From(recursive)),
                        ("ignore_missing", FlowValue.From(body["ignore_missing"] is FlowBoolean { Value: true })),
                        ("interpret_globs", FlowValue.From(globs)),
                        ("deadline", body["deadline"] ?? FlowValue.Null)));
            },
            (task, stop) => Delete(task, PathsOf(body), recursive, ignoreMissing, globs, stop)));
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RecoverAsync(ActionContext action, CancellationToken cancellationToken) => RunAsync(action, cancellationToken);

    /// <summary>Whether the task was begun before: then what it has deleted already is not missing.</summary>
    private static bool IsRestart(ActionContext action) => !action.State.IsNull;

    private static List<string> PathsOf(FlowObject body) => [.. ((FlowArray)(body["items"] ?? body["DATA"])!)
        .Select(static item => item.AsString() ?? (item as FlowObject)!["path"]!.AsString()!)];

    private static void Delete(TransferTask task, List<string> paths, bool recursive, bool ignoreMissing, bool globs, CancellationToken cancellationToken)
    {
        CollectionFiles files = task.Source.Files;
        foreach (string text in paths)
        {
            var path = CollectionPath.Parse(task.Source, text);
            task.RequireAccess(path, write: true);
            List<CollectionEntry> entries = Match(files, path, globs);
            if (entries.Count == 0)
            {
                if (!ignoreMissing)
                {
                    throw TransferFault.NotFound(text, task.Source);
                }

                continue;
            }

            foreach (CollectionEntry entry in entries)
            {
                if (entry.Kind == CollectionEntryKind.Directory && !recursive)
                {
                    throw TransferFault.IsDirectory(entry.Path.ToString());
                }

                if (entry.Path.IsTop)
                {
                    throw TransferFault.Denied(entry.Path.ToString(), "the root and the home folder of a collection stay.");
                }

                task.SubtasksTotal++;
                TreeDeletion.Delete(files, entry, deleted => Count(task, deleted), cancellationToken);
                task.SubtasksSucceeded++;
            }
        }
    }

    private static List<CollectionEntry> Match(CollectionFiles files, CollectionPath path, bool globs)
    {
        if (globs && path.Name.AsSpan().IndexOfAny('*', '?') >= 0)
        {
            return files.Find(path.Parent)?.Kind == CollectionEntryKind.Directory
                ? [.. files.List(path.Parent).Where(entry => FileSystemName.MatchesSimpleExpression(path.Name, entry.Name, ignoreCase: false))]
                : [];
        }

        return files.Find(path) is { } found ? [found] : [];
    }

    private static void Count(TransferTask task, CollectionEntry deleted)
    {
        switch (deleted.Kind)
        {
            case CollectionEntryKind.Directory:
                task.Directories++;
                break;
            case CollectionEntryKind.Link:
                task.Symlinks++;
                break;
            default:
                task.Files++;
                break;
        }
    }

    private static FlowObject Schema(TransferFamily family)
    {
        string items = family == TransferFamily.Hosted
            ? """ "items": {"type": "array", "minItems": 1, "items": {"type": "string"}, "description": "The paths to delete"} """
            : """
              "DATA_TYPE": {"const": "delete"},
              "submission_id": {"type": "string"},
              "DATA": {
                "type": "array",
                "minItems": 1,
                "items": {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["path"],
                  "properties": {"DATA_TYPE": {"const": "delete_item"}, "path": {"type": "string", "description": "A path to delete"}}
                }
              }
              """;
        return InputSchemas.Parse(
            $$$"""
            {
              "type": "object",
              "additionalProperties": false,
              {{{Required(family, family == TransferFamily.Hosted ? "items" : "DATA")}}},
              "properties": {
                {{{CollectionSchema(family)}}},
                {{{items}}},
                "recursive": {"type": "boolean", "description": "Whether folders may be deleted"},
                "ignore_missing": {"type": "boolean", "description": "Whether a path that is not there is no error"},
                "interpret_globs": {"type": "boolean", "description": "Whether * and ? in the last name of a path are patterns"},
                "label": {"type": ["string", "null"], "maxLength": 128},
                "deadline": {"type": ["string", "null"]},
                "local_user": {"type": ["string", "null"]},
                "notify_on_succeeded": {"type": "boolean"},
                "notify_on_failed": {"type": "boolean"},
                "notify_on_inactive": {"type": "boolean"}
              }
            }
            """);
    }
}
