using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary><c>GET /runs</c> and <c>GET /flows/{flow_id}/runs</c>: filters by role, status, text and time, orders, and pages.</summary>
internal sealed class RunListing(FlowStore flows, WebInputStore webInputs)
{
    private const int StandardPerPage = 20;
    private const string StartTime = "start_time";
    private static readonly string[] s_statuses = ["SUCCEEDED", "FAILED", "ENDED", "ACTIVE", "INACTIVE"];

    private static readonly Dictionary<string, Func<(FlowRun Run, RunRoles Roles), SortKey>> s_orderings = new(StringComparer.Ordinal)
    {
        ["id"] = static entry => SortKey.Of(entry.Run.RunId),
        ["run_id"] = static entry => SortKey.Of(entry.Run.RunId),
        [StartTime] = static entry => SortKey.Of(entry.Run.StartTime),
        ["completion_time"] = static entry => SortKey.Of(CompletionOf(entry.Run)),
        ["status"] = static entry => SortKey.Of(entry.Run.Status.ToText()),
        ["label"] = static entry => SortKey.Of(entry.Run.Metadata.Label),
    };

    /// <summary>Reads a page of runs that a caller may see.</summary>
    /// <param name="runs">All runs, the oldest first.</param>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who lists.</param>
    /// <param name="flowId">The flow whose runs they are; null for all.</param>
    public Page<(FlowRun Run, RunRoles Roles)> Read(ArraySegment<FlowRun> runs, ListRequest request, Caller caller, string? flowId = null)
    {
        Func<RunRoles, bool> mayList = RoleFilter(request);
        Func<FlowRun, bool> fits = Filter(request);
        var order = SortOrder<(FlowRun Run, RunRoles Roles)>.Read(request, s_orderings, StartTime + " DESC", static entry => SortKey.Of(entry.Run.RunId));
        bool isByStart = order.LeadingField == StartTime;
        SortKey[]? after = Page<(FlowRun Run, RunRoles Roles)>.After(request, order);
        IEnumerable<FlowRun> inOrder = isByStart ? From(runs, order.IsLeadingDescending, after?[0].Number) : runs;
        return Page<(FlowRun Run, RunRoles Roles)>.Cut(Visible(inOrder), request, order, StandardPerPage, isByStart);

        IEnumerable<(FlowRun Run, RunRoles Roles)> Visible(IEnumerable<FlowRun> all)
        {
            var roles = new RolesOfCaller(flows, caller);
            foreach (FlowRun run in all)
            {
                if (!run.IsRemoved && (flowId is null || run.FlowId.Equals(flowId, StringComparison.OrdinalIgnoreCase)) && fits(run)
                    && roles.On(run) is var held && mayList(held))
                {
                    yield return (run, held);
                }
            }
        }
    }

    /// <summary>Whether a caller may see any run of a flow.</summary>
    public bool SeesAnyOf(string flowId, ArraySegment<FlowRun> runs, Caller caller)
    {
        var roles = new RolesOfCaller(flows, caller);
        return runs.Any(run => !run.IsRemoved && run.FlowId.Equals(flowId, StringComparison.OrdinalIgnoreCase) && roles.On(run) != RunRoles.None);
    }

    /// <summary>The roles of a caller on a run.</summary>
    public RunRoles RolesOf(FlowRun run, Caller caller)
        => RunAccess.Of(run, Guid.TryParse(run.FlowId, out Guid id) && flows.TryFind(id, out FlowRecord? flow) ? flow : null, caller);

    /// <summary>The documents of a page.</summary>
    public FlowArray Documents(Page<(FlowRun Run, RunRoles Roles)> page)
        => FlowArray.Create(page.Items.Select(entry => (FlowValue)RunDocuments.Response(entry.Run, entry.Roles, webInputs.BlockerOf(entry.Run.RunId))));

    /// <summary>The runs in one direction of their start, from the start time of a marker on.</summary>
    private static IEnumerable<FlowRun> From(ArraySegment<FlowRun> runs, bool descending, long? ticks)
    {
        // The first run that does not start before the marker's; going down, the first that starts after it, less one.
        int low = 0;
        int high = runs.Count;
        while (ticks is not null && low < high)
        {
            int middle = (low + high) / 2;
            long start = runs[middle].StartTime.UtcTicks;
            bool isBefore = descending ? start <= ticks : start < ticks;
            (low, high) = isBefore ? (middle + 1, high) : (low, middle);
        }

        if (descending)
        {
            for (int i = ticks is null ? runs.Count - 1 : low - 1; i >= 0; i--)
            {
                yield return runs[i];
            }
        }
        else
        {
            for (int i = low; i < runs.Count; i++)
            {
                yield return runs[i];
            }
        }
    }

    /// <summary>A run's completion time is there to read once its status is a final one.</summary>
    private static DateTimeOffset? CompletionOf(FlowRun run) => run.Status.IsFinal() ? run.CompletionTime : null;

    private static Func<FlowRun, bool> Filter(ListRequest request)
    {
        RunStatus[] statuses = [.. request.Values("filter_status", s_statuses).Select(ParseStatus)];
        string[] flowIds = [.. request.Values("filter_flow_id")];
        string[] labels = [.. request.Values("filter_label"), .. request.Values("label")];
        string[] titles = [.. request.Values("filter_flow_title"), .. request.Values("flow_title")];
        TimeRange? started = TimeRange.Read(request, "filter_start_time");
        TimeRange? completed = TimeRange.Read(request, "filter_completion_time");
        return run =>
            (statuses.Length == 0 || Array.IndexOf(statuses, run.Status) >= 0)
            && (flowIds.Length == 0 || Array.Exists(flowIds, id => id.Equals(run.FlowId, StringComparison.OrdinalIgnoreCase)))
            && (started is null || started.Includes(run.StartTime))
            && (completed is null || (CompletionOf(run) is { } time && completed.Includes(time)))
            && (labels.Length == 0 || Has(run.Metadata.Label, labels))
            && (titles.Length == 0 || Has(run.FlowTitle, titles));
    }

    private static bool Has(string? text, string[] parts) => text is not null && Array.Exists(parts, part => text.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static RunStatus ParseStatus(string text) => Enum.GetValues<RunStatus>().First(status => status.ToText() == text);

    private static Func<RunRoles, bool> RoleFilter(ListRequest request)
    {
        IReadOnlyList<string> any = request.Values("filter_roles");
        if (any.Count > 0)
        {
            RunRoles wanted = any.Aggregate(RunRoles.None, static (roles, name) => roles | Parse(name, "filter_roles"));
            return roles => (roles & wanted) != RunRoles.None;
        }

        if (request.Query["filter_role"] is { Length: > 0 } least)
        {
            RunRoles role = Parse(least, "filter_role");
            return roles => roles.Reaches(role);
        }

        return static roles => roles != RunRoles.None;
    }

    private static RunRoles Parse(string name, string parameter) => RunAccess.TryParse(name, out RunRoles role)
        ? role
        : throw ServiceException.BadRequest($"'{name}' is not a valid value of {parameter}: use one of run_owner, run_manager, run_monitor, flow_run_manager, flow_run_monitor.");

    /// <summary>A range of times, <c>FROM,TO</c>, of which either may be left out; FROM belongs to it, TO does not.</summary>
    private sealed record TimeRange(DateTimeOffset From, DateTimeOffset To)
    {
        public static TimeRange? Read(ListRequest request, string name)
        {
            if (request.Query[name] is not { Length: > 0 } text)
            {
                return null;
            }

            string[] parts = text.Split(',');
            DateTimeOffset from = DateTimeOffset.MinValue;
            DateTimeOffset to = DateTimeOffset.MaxValue;
            bool isValid = parts.Length is 1 or 2
                && (parts[0].Length == 0 || Times.TryParse(parts[0], out from))
                && (parts.Length == 1 || parts[1].Length == 0 || Times.TryParse(parts[1], out to));
            return isValid ? new TimeRange(from, to) : throw ServiceException.BadRequest($"{name} must be FROM,TO in ISO 8601, of which either may be empty; '{text}' is not.");
        }

        public bool Includes(DateTimeOffset time) => time >= From && time < To;
    }
}
