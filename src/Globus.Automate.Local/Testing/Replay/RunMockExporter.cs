using System.Globalization;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>
/// Turns a run into a mock file with one case: its input, what its actions answered, and the path that it took. On the same definition the case
/// takes the same path; on an edited one the test says where it differs. See docs/decisions/0056-replay.md.
/// </summary>
public static class RunMockExporter
{
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

        string? status = run?["status"]?.AsString() ?? reader.Status;
        var expected = new FlowObject.Builder();
        expected.Set("path", FlowArray.OfStrings(reader.Path));

        // A run that was cancelled, or still ran, has no end to compare with.
        if (status is "SUCCEEDED" or "FAILED" or "INACTIVE")
        {
            expected.Set("status", FlowValue.From(status));
        }

        return FlowObject.Create(("cases", FlowObject.Create((caseName ?? MockCase.DefaultName, FlowObject.Create(
            ("input", reader.Input),
            ("states", states.Build()),
            ("expect", expected.Build()))))));
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
            FlowObject.Create(("status", FlowValue.From(run.Status.ToText())), ("details", run.Details)),
            caseName);
    }

    /// <summary>Responses by invocation, with equal neighbours as a range.</summary>
    private static FlowObject Ranges(IReadOnlyList<FlowObject?> responses)
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
