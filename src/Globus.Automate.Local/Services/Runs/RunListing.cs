using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary><c>GET /runs</c> and <c>GET /flows/{flow_id}/runs</c>: filters by role, status, text and time, orders, and pages.</summary>
internal sealed class RunListing(FlowStore flows, WebInputStore webInputs)
{
    private const int StandardPerPage = 20;
    private static readonly string[] s_statuses = ["SUCCEEDED", "FAILED", "ENDED", "ACTIVE", "INACTIVE"];

    private static readonly Dictionary<string, Func<FlowRun, string>> s_orderings = new(StringComparer.Ordinal)
    {
        ["id"] = static run => run.RunId,
        ["run_id"] = static run => run.RunId,
        ["start_time"] = static run => Times.SortKey(run.StartTime),
        ["completion_time"] = static run => Times.SortKey(run.CompletionTime),
        ["status"] = static run => run.Status.ToText(),
        ["label"] = static run => run.Metadata.Label?.ToUpperInvariant() ?? string.Empty,
    };

    /// <summary>Reads a page of runs that a caller may see.</summary>
    public Page<(FlowRun Run, RunRoles Roles)> Read(IEnumerable<FlowRun> runs, ListRequest request, Caller caller)
    {
        Func<RunRoles, bool> mayList = RoleFilter(request);
        IEnumerable<(FlowRun Run, RunRoles Roles)> found = Filter(runs, request)
            .Select(run => (Run: run, Roles: RolesOf(run, caller)))
            .Where(entry => mayList(entry.Roles));

        var orderings = s_orderings.ToDictionary(
            static entry => entry.Key,
            static entry => (Func<(FlowRun Run, RunRoles Roles), string>)(item => entry.Value(item.Run)),
            StringComparer.Ordinal);
        var order = SortOrder<(FlowRun Run, RunRoles Roles)>.Read(request, orderings, "start_time DESC", static entry => entry.Run.RunId);
        return Page<(FlowRun Run, RunRoles Roles)>.Cut(found, request, order, StandardPerPage);
    }

    /// <summary>The roles of a caller on a run.</summary>
    public RunRoles RolesOf(FlowRun run, Caller caller)
        => RunAccess.Of(run, Guid.TryParse(run.FlowId, out Guid id) && flows.TryFind(id, out FlowRecord? flow) ? flow : null, caller);

    /// <summary>The documents of a page.</summary>
    public FlowArray Documents(Page<(FlowRun Run, RunRoles Roles)> page)
        => FlowArray.Create(page.Items.Select(entry => (FlowValue)RunDocuments.Response(entry.Run, entry.Roles, webInputs.BlockerOf(entry.Run.RunId))));

    private static IEnumerable<FlowRun> Filter(IEnumerable<FlowRun> runs, ListRequest request)
    {
        IReadOnlyList<string> statuses = request.Values("filter_status", s_statuses);
        IReadOnlyList<string> flowIds = request.Values("filter_flow_id");
        IReadOnlyList<string> labels = [.. request.Values("filter_label"), .. request.Values("label")];
        IReadOnlyList<string> titles = [.. request.Values("filter_flow_title"), .. request.Values("flow_title")];
        TimeRange? started = TimeRange.Read(request, "filter_start_time");
        TimeRange? completed = TimeRange.Read(request, "filter_completion_time");
        return runs.Where(run =>
            (statuses.Count == 0 || statuses.Contains(run.Status.ToText(), StringComparer.Ordinal))
            && (flowIds.Count == 0 || flowIds.Contains(run.FlowId, StringComparer.OrdinalIgnoreCase))
            && (labels.Count == 0 || labels.Any(label => run.Metadata.Label?.Contains(label, StringComparison.OrdinalIgnoreCase) is true))
            && (titles.Count == 0 || titles.Any(title => run.FlowTitle.Contains(title, StringComparison.OrdinalIgnoreCase)))
            && (started is null || started.Includes(run.StartTime))
            && (completed is null || (run.CompletionTime is { } time && completed.Includes(time))));
    }

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
