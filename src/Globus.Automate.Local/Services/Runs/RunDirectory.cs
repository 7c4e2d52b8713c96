using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary>Finds runs for callers, and does what they ask of them.</summary>
internal sealed class RunDirectory(Lazy<FlowEngine> engine, RunListing listing, WebInputStore webInputs)
{
    /// <summary>All runs, the oldest first. Some may have been removed.</summary>
    public ArraySegment<FlowRun> All => engine.Value.RunsByStart;

    /// <summary>A run that a caller may see.</summary>
    /// <exception cref="ServiceException">There is none (404).</exception>
    public SeenRun Require(string runId, Caller caller, string? flowId = null)
    {
        if (engine.Value.TryFind(runId.ToLowerInvariant(), out FlowRun? run)
            && (flowId is null || run.FlowId.Equals(flowId, StringComparison.OrdinalIgnoreCase))
            && listing.RolesOf(run, caller) is var roles and not RunRoles.None)
        {
            return new SeenRun(run, roles);
        }

        throw ServiceException.NotFound("Run", runId);
    }

    /// <summary>A run that a caller may change.</summary>
    /// <exception cref="ServiceException">There is none that they may see (404), or they may not change it (403).</exception>
    public SeenRun RequireManageable(string runId, Caller caller, string? flowId = null)
    {
        SeenRun seen = Require(runId, caller, flowId);
        return seen.Roles.MayManage()
            ? seen
            : throw ServiceException.Forbidden($"You do not have the necessary permissions to perform this action on the run with id value {seen.Run.RunId}. Missing permissions: MANAGE.");
    }

    public async ValueTask CancelAsync(SeenRun seen)
    {
        if (!await engine.Value.CancelAsync(seen.Run).ConfigureAwait(false))
        {
            throw WrongStatus(seen.Run, "{'ACTIVE', 'INACTIVE'}");
        }
    }

    /// <summary>Has an inactive run go on; an active one does so anyway.</summary>
    public async ValueTask ResumeAsync(SeenRun seen)
    {
        if (!await engine.Value.ResumeAsync(seen.Run).ConfigureAwait(false) && seen.Run.Status.IsFinal())
        {
            throw WrongStatus(seen.Run, "{'ACTIVE', 'INACTIVE'}");
        }
    }

    public async ValueTask ReleaseAsync(SeenRun seen)
    {
        if (!seen.Run.Status.IsFinal())
        {
            throw WrongStatus(seen.Run, "{'ENDED', 'SUCCEEDED', 'FAILED'}");
        }

        if (!await engine.Value.RemoveAsync(seen.Run).ConfigureAwait(false))
        {
            throw ServiceException.NotFound("Run", seen.Run.RunId);
        }
    }

    public ValueTask UpdateAsync(SeenRun seen, RunMetadata metadata) => engine.Value.UpdateAsync(seen.Run, metadata);

    public FlowObject Response(SeenRun seen) => RunDocuments.Response(seen.Run, seen.Roles, webInputs.BlockerOf(seen.Run.RunId));

    public FlowObject Operation(SeenRun seen) => RunDocuments.Operation(seen.Run, seen.Roles, webInputs.BlockerOf(seen.Run.RunId));

    public FlowObject Action(SeenRun seen) => RunDocuments.Action(seen.Run, seen.Roles, webInputs.BlockerOf(seen.Run.RunId));

    private static ServiceException WrongStatus(FlowRun run, string needed)
        => ServiceException.Conflict($"Run {run.RunId} has status '{run.Status.ToText()}' but must have status in {needed} for requested operation");
}

/// <summary>A run as someone sees it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Roles">What they are to it.</param>
internal sealed record SeenRun(FlowRun Run, RunRoles Roles);
