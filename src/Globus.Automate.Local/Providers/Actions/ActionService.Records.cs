using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <content>Which actions there are: taken in from the store, added by requests, released when their time is over.</content>
public sealed partial class ActionService
{
    /// <summary>
    /// Takes in the actions of the store and goes on with those that were under way. To be called once, before anything else.
    /// </summary>
    public ValueTask RecoverAsync(ActionProviderRegistry registry, CancellationToken cancellationToken = default)
        => RecoverAsync(name => registry.TryFind(name, out ActionProvider? provider) ? provider : null, cancellationToken);

    /// <summary>The same, with providers that no registry has.</summary>
    internal async ValueTask RecoverAsync(Func<string, ActionProvider?> find, CancellationToken cancellationToken = default)
    {
        foreach (ActionRecord record in Store.Load())
        {
            if (find(record.Provider) is not { } provider)
            {
                continue;
            }

            var caller = new Caller(record.Creator, record.CreatorName, new HashSet<string>(StringComparer.Ordinal)) { Identities = [record.Creator] };
            var action = new ActionContext(this, provider, record, caller, record.Body);
            _actions[record.ActionId] = action;
            lock (_gate)
            {
                _byRequest[(record.Creator, provider.Description.Name, record.RequestId)] = action;
                if (record.CompletionTime is { } ended)
                {
                    _releases.Enqueue(record.ActionId, ended + record.ReleaseAfter);
                }
            }

            ActionProgress progress = record.Progress;
            if (progress.Status == ActionStatus.Active || (progress.Status == ActionStatus.Inactive && provider.RecoversInactive))
            {
                try
                {
                    progress = await provider.RecoverAsync(action, cancellationToken).ConfigureAwait(false);
                }
                catch (ActionRefusedException refusal)
                {
                    progress = ActionProgress.Failed(FlowObject.Create(
                        ("code", FlowValue.From(refusal.Code)),
                        ("description", FlowValue.From(refusal.Message))));
                }
            }

            Begin(action, progress);
        }

        await Store.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool TryAdd(ActionProvider provider, Caller caller, ActionRequest request, FlowObject kept, DateTimeOffset now, out ActionContext action)
    {
        (string, string, string) key = (caller.Principal, provider.Description.Name, request.RequestId);
        lock (_gate)
        {
            if (_byRequest.TryGetValue(key, out ActionContext? known))
            {
                action = known;
                return false;
            }

            var record = new ActionRecord
            {
                ActionId = ActionIds.Create(NewId()),
                Provider = provider.Description.Name,
                Creator = caller.Principal,
                CreatorName = caller.Username,
                RequestId = request.RequestId,
                Body = kept,
                Label = request.Label,
                MonitorBy = request.MonitorBy,
                ManageBy = request.ManageBy,
                StartTime = now,
                ReleaseAfter = request.ReleaseAfter,
                Deadline = request.Deadline,
                Progress = ActionProgress.Active(FlowObject.Empty),
            };
            action = new ActionContext(this, provider, record, caller, request.Body);
            _byRequest.Add(key, action);
        }

        _actions[action.ActionId] = action;
        return true;
    }

    internal void Finished(ActionContext action)
    {
        ActionRecord record = action.Record;
        lock (_gate)
        {
            _releases.Enqueue(record.ActionId, record.CompletionTime!.Value + record.ReleaseAfter);
        }
    }

    /// <summary>Removes the actions whose time to be kept is over.</summary>
    private void Sweep()
    {
        DateTimeOffset now = TimeProvider.GetUtcNow();
        while (true)
        {
            string id;
            lock (_gate)
            {
                if (!_releases.TryPeek(out _, out DateTimeOffset due) || due > now)
                {
                    return;
                }

                id = _releases.Dequeue();
            }

            if (_actions.TryGetValue(id, out ActionContext? action))
            {
                Remove(action);
            }
        }
    }

    private void Remove(ActionContext action)
    {
        ActionRecord record = action.Record;
        _actions.TryRemove(record.ActionId, out _);
        lock (_gate)
        {
            _byRequest.Remove((record.Creator, record.Provider, record.RequestId));
        }

        Store.Remove(record.ActionId);
    }
}
