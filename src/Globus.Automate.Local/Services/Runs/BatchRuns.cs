using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary><c>POST /batch/runs</c>: one change to many runs. All of them are changed, or none where any may not be.</summary>
internal sealed class BatchRuns(RunDirectory runs)
{
    private const int MaximumRuns = 100;
    private static readonly string[] s_lists = ["tags", "run_managers", "run_monitors"];
    private static readonly string[] s_operations = ["set", "add", "remove"];

    public async ValueTask<ServiceResponse> UpdateAsync(ServiceRequest request, RouteValues path, CancellationToken cancellationToken)
    {
        Caller caller = Access.Require(request, Scopes.RunManage);
        FlowObject body = RequestBody.ReadObject(request);
        var changes = Changes.Read(body);
        SeenRun[] all = [.. changes.RunIds.Select(id => Require(id, caller))];
        foreach (SeenRun seen in all)
        {
            await runs.UpdateAsync(seen, changes.Apply(seen.Run.Metadata)).ConfigureAwait(false);
            if (changes.Cancel && !seen.Run.Status.IsFinal())
            {
                await runs.CancelAsync(seen).ConfigureAwait(false);
            }
        }

        return ServiceResponse.Json(202, FlowObject.Create(("runs", FlowArray.Create(all.Select(seen => (FlowValue)runs.Operation(seen))))));
    }

    private SeenRun Require(string id, Caller caller)
    {
        try
        {
            return runs.RequireManageable(id, caller);
        }
        catch (ServiceException refusal) when (refusal.StatusCode == 404)
        {
            // This route knows no 404 (Flows API, POST /batch/runs).
            throw ServiceException.Forbidden($"There is no run {id}, or you may not change it.");
        }
    }

    private sealed class Changes
    {
        private readonly Dictionary<string, FlowObject> _operations = new(StringComparer.Ordinal);

        private Changes()
        {
        }

        public IReadOnlyList<string> RunIds { get; private init; } = [];

        public bool Cancel { get; private init; }

        public static Changes Read(FlowObject body)
        {
            var faults = new FieldReader(body);
            faults.Required("filters");
            FlowObject filters = faults.Object("filters") ?? FlowObject.Empty;
            var inFilters = new FieldReader(filters, ["filters"]);
            if (faults.Faults.Count == 0)
            {
                inFilters.Required("run_ids");
            }

            IReadOnlyList<string> ids = inFilters.Texts("run_ids") ?? [];
            if (inFilters.Faults.Count == 0 && ids.Count is 0 or > MaximumRuns)
            {
                inFilters.Fault($"give 1 to {MaximumRuns} run ids", "value_error", "run_ids");
            }

            FlowValue? status = (body["set"] as FlowObject)?["status"];
            if (status is not null && status.AsString() != "cancel")
            {
                faults.Fault("unexpected value; permitted: 'cancel'", "value_error.enum", "set", "status");
            }

            var changes = new Changes { RunIds = [.. ids.Distinct(StringComparer.OrdinalIgnoreCase)], Cancel = status is not null };
            foreach (string operation in s_operations)
            {
                if (faults.Object(operation) is { } fields)
                {
                    changes._operations[operation] = fields;
                    var inside = new FieldReader(fields, [operation]);
                    inside.Tags("tags");
                    inside.PrincipalList("run_managers", "RunManager");
                    inside.PrincipalList("run_monitors", "RunMonitor");
                    faults.Faults.AddRange(inside.Faults);
                }
            }

            foreach (string list in s_lists)
            {
                if (changes._operations.Values.Count(fields => fields.ContainsKey(list)) > 1)
                {
                    faults.Fault($"'{list}' may stand in one of set, add and remove, not in several", "value_error", list);
                }
            }

            faults.Faults.AddRange(inFilters.Faults);
            faults.ThrowIfFaulty();
            return changes;
        }

        public RunMetadata Apply(RunMetadata metadata) => metadata with
        {
            Tags = Apply("tags", metadata.Tags),
            RunManagers = Apply("run_managers", metadata.RunManagers),
            RunMonitors = Apply("run_monitors", metadata.RunMonitors),
        };

        private IReadOnlyList<string> Apply(string list, IReadOnlyList<string> now)
        {
            foreach ((string operation, FlowObject fields) in _operations)
            {
                var reader = new FieldReader(fields);
                IReadOnlyList<string>? given = list == "tags" ? reader.Tags(list) : reader.PrincipalList(list, list);
                if (given is not null)
                {
                    return operation switch
                    {
                        "set" => given,
                        "add" => [.. now.Union(given, StringComparer.Ordinal)],
                        _ => [.. now.Except(given, StringComparer.Ordinal)],
                    };
                }
            }

            return now;
        }
    }
}
