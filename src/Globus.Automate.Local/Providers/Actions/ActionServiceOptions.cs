using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>What the action service needs from its surroundings.</summary>
public sealed record ActionServiceOptions
{
    /// <summary>The clock of every action.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where actions are kept.</summary>
    public IActionStore Store { get; init; } = new TransientActionStore();

    /// <summary>Makes the ids of actions, tasks, rules and answers; a test or a replay gives its own, for the same ids each time.</summary>
    public Func<Guid> NewId { get; init; } = Guid.NewGuid;

    /// <summary>
    /// Called when a provider begins to do something and disposed when it is done. A virtual clock stands still in between, so that moving files
    /// takes no time on it; what an action waits for on a timer does not count.
    /// </summary>
    public Func<IDisposable>? HoldClock { get; init; }

    /// <summary>
    /// Whether a caller has consented that the provider with a scope uses a further one on their behalf: <c>(caller, scope, dependent
    /// scope)</c>. By default the caller's own scopes say so, as <c>scope[dependent]</c> or as the dependent scope itself.
    /// </summary>
    public Func<Caller, string, string, bool> HasConsent { get; init; } = static (caller, scope, dependent)
        => caller.Scopes.Contains(dependent)
        || caller.Scopes.Any(granted => granted.StartsWith(scope + "[", StringComparison.Ordinal)
            && granted[(scope.Length + 1)..].TrimEnd(']').Split(' ').Any(part => part.TrimStart('*') == dependent));
}
