using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>An access rule of a collection (Transfer API, <c>access</c> document).</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Path">The folder it is for, ending in a slash.</param>
/// <param name="PrincipalType">identity, group, all_authenticated_users or anonymous.</param>
/// <param name="Principal">The principal's UUID; empty for the last two types.</param>
/// <param name="Permissions"><c>r</c> or <c>rw</c>.</param>
public sealed record AccessRule(string Id, string Path, string PrincipalType, string Principal, string Permissions)
{
    /// <summary>The rule as a document.</summary>
    public FlowObject ToDocument() => FlowObject.Create(
        ("DATA_TYPE", FlowValue.From("access")),
        ("id", FlowValue.From(Id)),
        ("path", FlowValue.From(Path)),
        ("principal_type", FlowValue.From(PrincipalType)),
        ("principal", FlowValue.From(Principal)),
        ("permissions", FlowValue.From(Permissions)));
}

/// <summary>The access rules of one collection, in memory. They are kept and shown; they do not restrict the users of this machine.</summary>
public sealed class AccessRules
{
    private readonly ConcurrentDictionary<string, AccessRule> _rules = new(StringComparer.OrdinalIgnoreCase);
    private readonly object _gate = new();

    /// <summary>All rules, by path.</summary>
    public IReadOnlyList<AccessRule> All => [.. _rules.Values.OrderBy(static rule => rule.Path, StringComparer.Ordinal).ThenBy(static rule => rule.Id, StringComparer.Ordinal)];

    internal void Create(AccessRule rule)
    {
        lock (_gate)
        {
            AccessRule? same = _rules.Values.FirstOrDefault(other => other.Path == rule.Path
                && other.PrincipalType == rule.PrincipalType
                && string.Equals(other.Principal, rule.Principal, StringComparison.OrdinalIgnoreCase));
            if (same is not null)
            {
                throw TransferFault.Conflict("Exists", $"There is already a rule for this principal on '{rule.Path}' ({same.Id}). Update that rule.");
            }

            _rules[rule.Id] = rule;
        }
    }

    internal AccessRule Update(string id, string permissions)
    {
        lock (_gate)
        {
            return _rules[id] = Get(id) with { Permissions = permissions };
        }
    }

    internal void Delete(string id)
    {
        lock (_gate)
        {
            Get(id);
            _rules.TryRemove(id, out _);
        }
    }

    private AccessRule Get(string id) => _rules.GetValueOrDefault(id)
        ?? throw TransferFault.Conflict("ClientError.NotFound", $"There is no access rule '{id}' on this collection.");
}
