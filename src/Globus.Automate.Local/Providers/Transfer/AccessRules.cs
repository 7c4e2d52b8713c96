using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>An access rule of a collection (Transfer API, <c>access</c> document).</summary>
/// <param name="Id">The rule's id.</param>
/// <param name="Path">The folder it is for, ending in a slash.</param>
/// <param name="PrincipalType">identity, group, all_authenticated_users or anonymous.</param>
/// <param name="Principal">The principal's UUID; empty for the last two types.</param>
/// <param name="Permissions"><c>r</c> or <c>rw</c>.</param>
public sealed record AccessRule(string Id, string Path, string PrincipalType, string Principal, string Permissions)
{
    /// <summary>When the rule stops to permit anything; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The rule as a document.</summary>
    public FlowObject ToDocument() => FlowObject.Create(
        ("DATA_TYPE", FlowValue.From("access")),
        ("id", FlowValue.From(Id)),
        ("path", FlowValue.From(Path)),
        ("principal_type", FlowValue.From(PrincipalType)),
        ("principal", FlowValue.From(Principal)),
        ("permissions", FlowValue.From(Permissions)),
        ("expiration_date", Expires is { } time ? FlowValue.From(IsoDuration.FormatTime(time)) : FlowValue.Null));

    internal static AccessRule FromDocument(FlowObject document) => new(
        document.Text("id"),
        document.Text("path"),
        document.Text("principal_type"),
        document.Text("principal"),
        document.Text("permissions"))
    {
        Expires = IsoDuration.TryParseTime(document["expiration_date"]?.AsString(), out DateTimeOffset time) ? time : null,
    };

    /// <summary>Whether the rule is for somebody.</summary>
    internal bool IsFor(Caller caller) => PrincipalType switch
    {
        "identity" => ActionAccess.HoldsAny(caller, [Principals.IdentityPrefix + Principal]),
        "group" => ActionAccess.HoldsAny(caller, [Principals.GroupPrefix + Principal]),
        _ => true,
    };
}

/// <summary>
/// The access rules of one collection. They decide who else than its owner may reach what of a guest collection; a mapped collection is its users',
/// and its rules are kept and shown only (docs/decisions/0046-local-collections.md).
/// </summary>
public sealed class AccessRules
{
    private readonly ConcurrentDictionary<string, AccessRule> _rules = new(StringComparer.OrdinalIgnoreCase);
    private readonly object _gate = new();

    /// <summary>All rules, by path.</summary>
    public IReadOnlyList<AccessRule> All => [.. _rules.Values.OrderBy(static rule => rule.Path, StringComparer.Ordinal).ThenBy(static rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>Told after every change, in its order.</summary>
    internal Action? Changed { get; set; }

    /// <summary>Whether a rule lets somebody read, or write, at a path.</summary>
    internal bool Permit(Caller caller, CollectionPath path, bool write, DateTimeOffset now) => _rules.Values.Any(rule
        => (!write || rule.Permissions == "rw")
        && !(rule.Expires <= now)
        && rule.IsFor(caller)
        && CollectionPath.Parse(path.Collection, rule.Path).Contains(path));

    internal void Restore(IEnumerable<AccessRule> rules)
    {
        foreach (AccessRule rule in rules)
        {
            _rules[rule.Id] = rule;
        }
    }

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
            Changed?.Invoke();
        }
    }

    internal AccessRule Update(string id, string permissions)
    {
        lock (_gate)
        {
            AccessRule rule = _rules[id] = Get(id) with { Permissions = permissions };
            Changed?.Invoke();
            return rule;
        }
    }

    internal void Delete(string id)
    {
        lock (_gate)
        {
            Get(id);
            _rules.TryRemove(id, out _);
            Changed?.Invoke();
        }
    }

    private AccessRule Get(string id) => _rules.GetValueOrDefault(id)
        ?? throw TransferFault.Conflict("ClientError.NotFound", $"There is no access rule '{id}' on this collection.");
}
