namespace Globus.Automate.Local.Services;

/// <summary>What someone is to a flow. The first four are cumulative (manual, section 3.4): each may do what the ones before it may.</summary>
[Flags]
internal enum FlowRoles
{
    None = 0,
    Viewer = 1,
    Starter = 2,
    Administrator = 4,
    Owner = 8,
    RunMonitor = 16,
    RunManager = 32,
}

/// <summary>Finds out who is what to a flow.</summary>
internal static class FlowAccess
{
    /// <summary>The roles and the names they have in documents, the weakest first.</summary>
    private static readonly (FlowRoles Role, string Name)[] s_names =
    [
        (FlowRoles.RunMonitor, "flow_run_monitor"),
        (FlowRoles.RunManager, "flow_run_manager"),
        (FlowRoles.Viewer, "flow_viewer"),
        (FlowRoles.Starter, "flow_starter"),
        (FlowRoles.Administrator, "flow_administrator"),
        (FlowRoles.Owner, "flow_owner"),
    ];

    /// <summary>The roles that a caller (null: nobody) has by the flow's lists.</summary>
    public static FlowRoles Of(FlowRecord flow, Caller? caller)
    {
        FlowRoles roles = FlowRoles.None;
        void Add(FlowRoles role, IReadOnlyList<string> principals) => roles |= Principals.Include(principals, caller) ? role : FlowRoles.None;
        Add(FlowRoles.Viewer, flow.Viewers);
        Add(FlowRoles.Starter, flow.Starters);
        Add(FlowRoles.Administrator, flow.Administrators);
        roles |= caller is not null && Principals.Is(flow.Owner, caller) ? FlowRoles.Owner : FlowRoles.None;
        Add(FlowRoles.RunMonitor, flow.RunMonitors);
        Add(FlowRoles.RunManager, flow.RunManagers);
        return roles;
    }

    public static bool MayStart(this FlowRoles roles) => (roles & (FlowRoles.Starter | FlowRoles.Administrator | FlowRoles.Owner)) != FlowRoles.None;

    public static bool MayAdminister(this FlowRoles roles) => (roles & (FlowRoles.Administrator | FlowRoles.Owner)) != FlowRoles.None;

    /// <summary>Whether someone has a role or one that is more (the four cumulative ones).</summary>
    public static bool Reaches(this FlowRoles roles, FlowRoles least) => least switch
    {
        FlowRoles.RunMonitor => (roles & (FlowRoles.RunMonitor | FlowRoles.RunManager)) != FlowRoles.None,
        FlowRoles.RunManager => (roles & FlowRoles.RunManager) != FlowRoles.None,
        _ => (roles & (FlowRoles.Viewer | FlowRoles.Starter | FlowRoles.Administrator | FlowRoles.Owner)) >= least,
    };

    /// <summary>The names of the roles, the weakest first.</summary>
    public static IEnumerable<string> Names(this FlowRoles roles)
        => s_names.Where(entry => (roles & entry.Role) != FlowRoles.None).Select(static entry => entry.Name);

    /// <summary>The role that a filter names, in the words of today's and of earlier clients.</summary>
    public static bool TryParse(string name, out FlowRoles role)
    {
        role = name switch
        {
            "flow_viewer" or "flow_viewers" or "visible_to" => FlowRoles.Viewer,
            "flow_starter" or "flow_starters" or "runnable_by" => FlowRoles.Starter,
            "flow_administrator" or "flow_administrators" or "administered_by" => FlowRoles.Administrator,
            "flow_owner" or "created_by" => FlowRoles.Owner,
            "run_monitor" or "run_monitors" or "flow_run_monitor" => FlowRoles.RunMonitor,
            "run_manager" or "run_managers" or "flow_run_manager" => FlowRoles.RunManager,
            _ => FlowRoles.None,
        };
        return role != FlowRoles.None;
    }
}
