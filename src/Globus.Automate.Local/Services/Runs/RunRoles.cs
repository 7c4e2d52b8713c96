using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary>What someone is to a run (manual, section 3.4), the weakest first.</summary>
[Flags]
internal enum RunRoles
{
    None = 0,
    FlowMonitor = 1,
    Monitor = 2,
    FlowManager = 4,
    Manager = 8,
    Owner = 16,
}

/// <summary>Finds out who is what to a run.</summary>
internal static class RunAccess
{
    private static readonly (RunRoles Role, string Name)[] s_names =
    [
        (RunRoles.FlowMonitor, "flow_run_monitor"),
        (RunRoles.Monitor, "run_monitor"),
        (RunRoles.FlowManager, "flow_run_manager"),
        (RunRoles.Manager, "run_manager"),
        (RunRoles.Owner, "run_owner"),
    ];

    /// <summary>The roles that a caller has by the lists of the run and of its flow.</summary>
    /// <param name="run">The run.</param>
    /// <param name="flow">Its flow; null where it is gone.</param>
    /// <param name="caller">The caller.</param>
    public static RunRoles Of(FlowRun run, FlowRecord? flow, Caller caller) => ByFlow(flow, caller) | ByRun(run, caller);

    /// <summary>The roles that a caller has on all runs of a flow.</summary>
    public static RunRoles ByFlow(FlowRecord? flow, Caller caller)
        => flow is null ? RunRoles.None : If(RunRoles.FlowManager, flow.RunManagers, caller) | If(RunRoles.FlowMonitor, flow.RunMonitors, caller);

    /// <summary>The roles that a caller has on one run by itself.</summary>
    public static RunRoles ByRun(FlowRun run, Caller caller)
    {
        RunMetadata metadata = run.Metadata;
        return (Principals.Is(run.Owner.Principal, caller) ? RunRoles.Owner : RunRoles.None)
            | If(RunRoles.Manager, metadata.RunManagers, caller)
            | If(RunRoles.Monitor, metadata.RunMonitors, caller);
    }

    public static bool MayManage(this RunRoles roles) => (roles & (RunRoles.Owner | RunRoles.Manager | RunRoles.FlowManager)) != RunRoles.None;

    /// <summary>Whether someone has a role or one that is more.</summary>
    public static bool Reaches(this RunRoles roles, RunRoles least) => least switch
    {
        RunRoles.FlowMonitor => (roles & (RunRoles.FlowMonitor | RunRoles.FlowManager)) != RunRoles.None,
        RunRoles.FlowManager => (roles & RunRoles.FlowManager) != RunRoles.None,
        _ => (roles & ~(RunRoles.FlowMonitor | RunRoles.FlowManager)) >= least,
    };

    /// <summary>The names of the roles, the weakest first.</summary>
    public static IEnumerable<string> Names(this RunRoles roles)
        => s_names.Where(entry => (roles & entry.Role) != RunRoles.None).Select(static entry => entry.Name);

    /// <summary>The role that a filter names, in the words of today's and of earlier clients.</summary>
    public static bool TryParse(string name, out RunRoles role)
    {
        role = name switch
        {
            "run_owner" or "created_by" => RunRoles.Owner,
            "run_manager" or "run_managers" or "manage_by" => RunRoles.Manager,
            "run_monitor" or "run_monitors" or "monitor_by" => RunRoles.Monitor,
            "flow_run_manager" or "flow_run_managers" => RunRoles.FlowManager,
            "flow_run_monitor" or "flow_run_monitors" => RunRoles.FlowMonitor,
            _ => RunRoles.None,
        };
        return role != RunRoles.None;
    }

    private static RunRoles If(RunRoles role, IReadOnlyList<string> principals, Caller caller)
        => Principals.Include(principals, caller) ? role : RunRoles.None;
}

/// <summary>The roles of one caller on many runs: what the flows say is looked up once for each flow.</summary>
internal sealed class RolesOfCaller(FlowStore flows, Caller caller)
{
    private readonly Dictionary<string, RunRoles> _byFlow = new(StringComparer.Ordinal);
    private string? _lastFlow;
    private RunRoles _last;

    /// <summary>The roles on a run.</summary>
    public RunRoles On(FlowRun run)
    {
        if (!ReferenceEquals(run.FlowId, _lastFlow))
        {
            if (!_byFlow.TryGetValue(run.FlowId, out _last))
            {
                _byFlow[run.FlowId] = _last = RunAccess.ByFlow(Guid.TryParse(run.FlowId, out Guid id) && flows.TryFind(id, out FlowRecord? flow) ? flow : null, caller);
            }

            _lastFlow = run.FlowId;
        }

        return _last | RunAccess.ByRun(run, caller);
    }
}
