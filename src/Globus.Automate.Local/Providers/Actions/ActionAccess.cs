using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Providers;

/// <summary>Who may do what to an action: its creator and <c>manage_by</c> everything, <c>monitor_by</c> reading (manual 3.3.2).</summary>
internal static class ActionAccess
{
    public static bool IsCreator(ActionRecord action, Caller caller) => Holds(caller, action.Creator);

    public static bool MayManage(ActionRecord action, Caller caller) => IsCreator(action, caller) || HoldsAny(caller, action.ManageBy);

    public static bool MayMonitor(ActionRecord action, Caller caller) => MayManage(action, caller) || HoldsAny(caller, action.MonitorBy);

    /// <summary>Whether a list of principals (or <c>public</c>, <c>all_authenticated_users</c>) takes in a caller.</summary>
    public static bool HoldsAny(Caller? caller, IReadOnlyList<string> principals)
    {
        foreach (string principal in principals)
        {
            if (principal == "public" || (caller is not null && (principal == "all_authenticated_users" || Holds(caller, principal))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(Caller caller, string principal)
        => string.Equals(caller.Principal, principal, StringComparison.OrdinalIgnoreCase)
        || caller.Identities.Contains(principal, StringComparer.OrdinalIgnoreCase)
        || caller.Groups.Contains(principal, StringComparer.OrdinalIgnoreCase);
}
