using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary><c>set_permission</c> (manual 7.1.4): creates, updates or deletes an access rule of a collection.</summary>
public sealed class SetPermissionProvider : TransferServiceProvider
{
    /// <summary>Makes the provider of a family.</summary>
    public SetPermissionProvider(CollectionStore collections, TransferFamily family, Outbox? outbox = null)
        : base(collections, family, "set_permission", "Globus Transfer - Set/Manage Permissions", "Set or manage permissions on a folder of a collection", synchronous: true, InputSchemas.Parse(
            $$$"""
            {
              "type": "object",
              "additionalProperties": false,
              {{{Required(family, "operation")}}},
              "properties": {
                {{{CollectionSchema(family)}}},
                "operation": {"enum": ["CREATE", "UPDATE", "DELETE"]},
                "rule_id": {"type": "string", "description": "The rule to update or delete"},
                "path": {"type": "string", "description": "The folder that the rule is for"},
                "principal_type": {"enum": ["identity", "group", "all_authenticated_users", "anonymous"]},
                "principal": {"type": "string", "description": "The UUID of the identity or group; empty for the other types"},
                "permissions": {"enum": ["r", "rw"]},
                "notify_email": {"type": "string"},
                "notify_message": {"type": "string"},
                "expiration_date": {"type": ["string", "null"]}
              },
              "oneOf": [
                {"properties": {"operation": {"const": "CREATE"}}, "required": ["path", "principal_type", "permissions"]},
                {"properties": {"operation": {"const": "UPDATE"}}, "required": ["rule_id", "permissions"]},
                {"properties": {"operation": {"const": "DELETE"}}, "required": ["rule_id"]}
              ]
            }
            """), outbox)
    {
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
        => new(Answer(action, "/endpoint/access", () =>
        {
            LocalCollection collection = CollectionOf(action.Body);
            if (!collection.IsManagedBy(action.Caller))
            {
                throw TransferFault.Denied(collection.DisplayName, $"only its owner may change the permissions of a guest collection, and {action.Caller.Username} is not.");
            }

            string ruleId = action.Body["rule_id"]?.AsString() ?? action.NewId().ToString();
            switch (action.Body["operation"]!.AsString())
            {
                case "CREATE":
                    ruleId = action.NewId().ToString();
                    TransferNotices.CheckRule(action);
                    AccessRule rule = Rule(collection, ruleId, action.Body);
                    collection.AccessRules.Create(rule);
                    Notices.TellOfRule(action, collection, rule);
                    return Result(action, collection, ruleId, "access_create_result", "Created", "Access rule created successfully.");
                case "UPDATE":
                    collection.AccessRules.Update(ruleId, action.Body["permissions"]!.AsString()!);
                    return Result(action, collection, ruleId, "result", "Updated", $"Access rule '{ruleId}' permissions updated successfully.");
                default:
                    collection.AccessRules.Delete(ruleId);
                    return Result(action, collection, ruleId, "result", "Deleted", $"Access rule '{ruleId}' deleted successfully.");
            }
        }));

    private static AccessRule Rule(LocalCollection collection, string ruleId, FlowObject body)
    {
        var path = CollectionPath.Parse(collection, body["path"]!.AsString()!);
        string type = body["principal_type"]!.AsString()!;
        string principal = body["principal"]?.AsString() ?? string.Empty;
        bool named = type is "identity" or "group";
        if (named && !Guid.TryParse(principal.Split(':')[^1], out _))
        {
            throw TransferFault.Conflict("ClientError.BadRequest", $"'principal' must be the UUID of the {type}; it is '{principal}'.");
        }

        if (!named && principal.Length > 0)
        {
            throw TransferFault.Conflict("ClientError.BadRequest", $"'principal' must be empty for the principal_type {type}.");
        }

        return new AccessRule(ruleId, path.ToFolderString(), type, principal.Split(':')[^1], body["permissions"]!.AsString()!) { Expires = ReadExpiry(body["expiration_date"]?.AsString()) };
    }

    private static DateTimeOffset? ReadExpiry(string? text) => text is null ? null
        : IsoDuration.TryParseTime(text, out DateTimeOffset time) ? time
        : throw TransferFault.Conflict("ClientError.BadRequest", $"'expiration_date' must be an ISO 8601 time such as 2030-01-31T12:00:00Z; it is '{text}'.");

    private static FlowObject Result(ActionContext action, LocalCollection collection, string ruleId, string dataType, string code, string message) => FlowObject.Create(
        ("DATA_TYPE", FlowValue.From(dataType)),
        ("code", FlowValue.From(code)),
        ("access_id", FlowValue.From(ruleId)),
        ("message", FlowValue.From(message)),
        ("resource", FlowValue.From($"/endpoint/{collection.Id}/access/{ruleId}")),
        ("request_id", FlowValue.From(RequestIds.Short(action.NewId()))));
}
