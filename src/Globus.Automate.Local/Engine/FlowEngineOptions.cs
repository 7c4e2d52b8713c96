using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Local.Engine;

/// <summary>How a <see cref="FlowEngine"/> behaves. The defaults are those of the hosted service where they are known.</summary>
public sealed record FlowEngineOptions
{
    /// <summary>The most bytes that a run's document, or the input of an action, may take as JSON: 200 KB (Flows documentation, "Limits").</summary>
    public int MaxDocumentSize { get; init; } = 200 * 1024;

    /// <summary>The most levels that a run's document may nest.</summary>
    public int MaxDocumentDepth { get; init; } = 200;

    /// <summary>How long a run may last: a year (Flows documentation, "Limits").</summary>
    public TimeSpan MaxRunDuration { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How many log entries a run may write, so that a loop without an end does not fill the memory: 250,000.</summary>
    public int MaxLogEntries { get; init; } = 250_000;

    /// <summary>The time until an action is first polled; it doubles with every poll (manual, section 5.5).</summary>
    public TimeSpan FirstPollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between polls: ten minutes (manual, section 5.5).</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Makes the ids of runs; a deterministic one makes whole runs deterministic on a <see cref="VirtualTimeProvider"/>.</summary>
    public Func<Guid> NewId { get; init; } = Guid.NewGuid;

    /// <summary>The principal behind a role's token; null for a token that is not valid. Without this no role can be used.</summary>
    public RoleTokenResolver? ResolveRoleToken { get; init; }

    /// <summary>Where runs are kept; null keeps them in memory only.</summary>
    public IJournal? Journal { get; init; }
}

/// <summary>Finds the principal behind a role's token (manual, section 5.4.1).</summary>
/// <param name="flowId">The flow, whose scope for the role the token must have.</param>
/// <param name="role">The role.</param>
/// <param name="token">The token from the run's <c>_tokens</c>.</param>
/// <param name="cancellationToken">Stops the look-up.</param>
/// <returns>The principal as a URN; null for a token that is not valid, has expired or is for something else.</returns>
public delegate ValueTask<string?> RoleTokenResolver(string flowId, string role, string token, CancellationToken cancellationToken);
