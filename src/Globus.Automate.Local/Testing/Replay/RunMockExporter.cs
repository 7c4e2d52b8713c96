using System.Globalization;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>
/// Turns a run into a mock file with one case: its input, what its actions were given and answered, and the path that it took. On the same definition the case
/// takes the same path; on an edited one the test says where it differs. See docs/decisions/0056-replay.md.
/// </summary>
public static class RunMockExporter
{
    private static readonly string[] s_runFields = ["run_id", "flow_id", "flow_title", "label", "run_owner", "start_time"];

    /// <summary>Makes the mock file.</summary>
    /// <param name="definition">The definition that the run ran (<c>GET /runs/{run_id}/definition</c>).</param>
    /// <param name="log">The run's log, oldest entry first: objects with <c>time</c>, <c>code</c> and <c>details</c> (<c>GET /runs/{run_id}/log</c>).</param>
    /// <param name="run">The run document (<c>GET /runs/{run_id}</c>): its status, and what it waits for when it is inactive; null reads the status from the log alone.</param>
    /// <param name="caseName">The name of the case; null for <see cref="MockCase.DefaultName"/>.</param>
    /// <returns>The mock file as a document; its values are those that the log shows, so nothing private is in it.</returns>
    public static FlowObject Export(FlowDefinition definition, IEnumerable<FlowValue> log, FlowObject? run = null, string? caseName = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(log);
        var reader = new RunLogReader(definition);
        foreach (FlowValue entry in log)
        {
            reader.Read(entry);
        }

        reader.Complete(run);
        var states = new FlowObject.Builder();
        foreach ((string state, IReadOnlyList<FlowObject?> responses) in reader.Responses)
        {
            if (Ranges(responses) is { Count: > 0 } ranges)
            {
                states.Set(state, ranges);
            }
        }

        // A cancelled run may say FAILED (docs/decisions/0035); its log says what it was.
        string? status = reader.Status == "ENDED" ? reader.Status : run?["status"]?.AsString() ?? reader.Status;
        var expected = new FlowObject.Builder();
        expected.Set("path", FlowArray.OfStrings(reader.Path));
        expected.SetIfPresent("status", status is null ? null : FlowValue.From(status));
        expected.SetIfPresent("error", status == "FAILED" && reader.Error is { Length: > 0 } error ? FlowValue.From(error) : null);
        var inputs = new FlowObject.Builder();
        foreach ((string state, IReadOnlyList<FlowValue?> given) in reader.Inputs)
        {
            if (Ranges(given) is { Count: > 0 } ranges)
            {
                inputs.Set(state, ranges);
            }
        }

        expected.SetIfPresent("inputs", inputs.Build() is { Count: > 0 } all ? all : null);
        var recorded = new FlowObject.Builder();
        foreach (string field in s_runFields)
        {
            recorded.SetIfPresent(field, run?[field] as FlowString);
        }

        var parts = new FlowObject.Builder();
        parts.SetIfPresent("run", recorded.Build() is { Count: > 0 } known ? known : null);
        parts.Set("input", reader.Input);
        parts.Set("states", states.Build());
        parts.Set("expect", expected.Build());
        return FlowObject.Create(("cases", FlowObject.Create((caseName ?? MockCase.DefaultName, parts.Build()))));
    }

    /// <summary>Makes the mock file of a run of the local engine.</summary>
    public static FlowObject Export(FlowRun run, string? caseName = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Export(
            run.Definition,
            run.Log.Select(static entry => FlowObject.Create(
                ("time", FlowValue.From(entry.Time.ToString("O", CultureInfo.InvariantCulture))),
                ("code", FlowValue.From(entry.Code)),
                ("details", entry.Details))),
            FlowObject.Create(
                ("run_id", FlowValue.From(run.RunId)),
                ("flow_id", FlowValue.From(run.FlowId)),
                ("run_owner", FlowValue.From(run.Owner.Principal)),
                ("start_time", FlowValue.From(run.StartTime.ToString("O", CultureInfo.InvariantCulture))),
                ("status", FlowValue.From(run.Status.ToText())),
                ("details", run.Details)),
            caseName);
    }

    /// <summary>Values by invocation, with equal neighbours as a range.</summary>
    private static FlowObject Ranges(IReadOnlyList<FlowValue?> responses)
    {
        var ranges = new FlowObject.Builder();
        for (int first = 0; first < responses.Count;)
        {
            int last = first;
            while (last + 1 < responses.Count && Equals(responses[first], responses[last + 1]))
            {
                last++;
            }

            if (responses[first] is { } response)
            {
                ranges.Set(new InvocationRange(first, last).ToString(), response);
            }

            first = last + 1;
        }

        return ranges.Build();
    }
}
