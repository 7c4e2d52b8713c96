using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// What people have agreed to: for each client a tree of scopes, each of which may use those below it on the person's behalf
/// (Globus Auth, <c>GET /v2/api/identities/{id}/consents</c>).
/// </summary>
internal sealed class ConsentStore
{
    private const string Type = "consent";
    private readonly StateKeeper _keeper;
    private readonly TimeProvider _time;
    private readonly Dictionary<(Guid Owner, string Client, string Path), Consent> _consents = [];
    private readonly object _gate = new();
    private long _lastId;

    public ConsentStore(StateKeeper keeper, TimeProvider time)
    {
        _keeper = keeper;
        _time = time;
        keeper.OnRestore(Type, Restore);
    }

    /// <summary>Notes that a person agrees to scopes and all that depends on them.</summary>
    public void Add(Guid owner, string client, IEnumerable<ScopeTree> scopes, bool allowsRefresh)
    {
        lock (_gate)
        {
            foreach (ScopeTree scope in scopes)
            {
                if (Add(owner, client, scope, parent: null, allowsRefresh))
                {
                    string text = (scope with { IsOptional = false }).ToString();
                    _keeper.Put(Type, NameBasedId.Create(owner, $"{client} {text}").ToString(), FlowObject.Create(
                        ("owner", FlowValue.From(owner.ToString())),
                        ("client", FlowValue.From(client)),
                        ("scope", FlowValue.From(text)),
                        ("allows_refresh", FlowValue.From(allowsRefresh))));
                }
            }
        }
    }

    /// <summary>Whether a person lets a scope use a further one, in whatever login they said so.</summary>
    public bool Has(Guid owner, string scope, string dependentScope)
    {
        lock (_gate)
        {
            return _consents.Values.Any(consent => consent.Owner == owner && consent.Scope == dependentScope && consent.Parent?.Scope == scope);
        }
    }

    /// <summary>The consents of a person, as the service lists them.</summary>
    public FlowArray List(Guid owner)
    {
        lock (_gate)
        {
            return FlowArray.Create(_consents.Values.Where(consent => consent.Owner == owner).OrderBy(static consent => consent.Id).Select(static consent => (FlowValue)consent.ToDocument()));
        }
    }

    private void Restore(string key, FlowObject stored)
    {
        ScopeTree scope = ScopeTree.TryParse(stored.Text("scope")) is [ScopeTree one] ? one : throw new FormatException("its scope is none.");
        Add(Guid.Parse(stored.Text("owner")), stored.Text("client"), scope, parent: null, stored["allows_refresh"] is FlowBoolean { Value: true });
    }

    /// <returns>Whether there is anything in it that was not there before.</returns>
    private bool Add(Guid owner, string client, ScopeTree scope, Consent? parent, bool allowsRefresh)
    {
        bool isNew = false;
        DateTimeOffset now = _time.GetUtcNow();
        string path = $"{parent?.Path}/{scope.Scope}";
        if (_consents.TryGetValue((owner, client, path), out Consent? consent))
        {
            consent.Updated = now;
            isNew = allowsRefresh && !consent.AllowsRefresh;
            consent.AllowsRefresh |= allowsRefresh;
        }
        else
        {
            consent = new Consent(++_lastId, owner, client, scope.Scope, path, parent, scope.IsOptional, now) { Updated = now, AllowsRefresh = allowsRefresh };
            _consents.Add((owner, client, path), consent);
            isNew = true;
        }

        foreach (ScopeTree dependency in scope.Dependencies)
        {
            isNew |= Add(owner, client, dependency, consent, allowsRefresh);
        }

        return isNew;
    }

    private sealed class Consent(long id, Guid owner, string client, string scope, string path, Consent? parent, bool isOptional, DateTimeOffset created)
    {
        public long Id => id;

        public Guid Owner => owner;

        public string Scope => scope;

        public string Path => path;

        public Consent? Parent => parent;

        public DateTimeOffset Updated { get; set; }

        public bool AllowsRefresh { get; set; }

        public FlowObject ToDocument() => FlowObject.Create(
            ("id", FlowValue.From(id)),
            ("client", FlowValue.From(client)),
            ("scope", FlowValue.From(NameBasedId.Create(NameBasedId.Namespace, "scope:" + scope).ToString())),
            ("scope_name", FlowValue.From(scope)),
            ("dependency_path", FlowArray.Create(DependencyPath().Reverse())),
            ("created", Times.Value(created)),
            ("updated", Times.Value(Updated)),
            ("last_used", Times.Value(Updated)),
            ("status", FlowValue.From("approved")),
            ("allows_refresh", FlowValue.From(AllowsRefresh)),
            ("auto_approved", FlowValue.False),
            ("atomically_revocable", FlowValue.From(isOptional)));

        private IEnumerable<FlowValue> DependencyPath()
        {
            for (Consent? consent = this; consent is not null; consent = consent.Parent)
            {
                yield return FlowValue.From(consent.Id);
            }
        }
    }
}
