using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Globus.Automate.Client;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Transport;
using Globus.Automate.Local;

namespace Globus.Automate.Benchmarks;

/// <summary>
/// How long many runs of a flow that waits a second take together: through the client, the in-memory handler and the engine, as the cmdlets
/// go. <c>dotnet run -c Release --project tests/Benchmarks -- concurrent-runs [count]</c>
/// </summary>
internal static class ConcurrentRuns
{
    private const string Definition = """{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}}""";

    public static async Task RunAsync(int count)
    {
        await using var globus = new LocalGlobus();
        using GlobusSession session = GlobusSession.Over(globus.CreateHandler(), GlobusEnvironment.Production, scope => globus.IssueToken(scope));
        Flow flow = await session.Flows.CreateAsync(new FlowSettings { Title = "Waits", Definition = Parse(Definition), InputSchema = Parse("{}") });
        await MeasureAsync(session, flow.Id, 100, report: false);
        await MeasureAsync(session, flow.Id, count, report: true);
    }

    private static async Task MeasureAsync(GlobusSession session, string flowId, int count, bool report)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        Run[] runs = await Task.WhenAll(Enumerable.Range(0, count).Select(i => session.Flows.RunAsync(flowId, new RunSettings { Body = Parse($$"""{"n": {{i}}}""") })));
        TimeSpan started = Stopwatch.GetElapsedTime(start);
        long inFlight = GC.GetTotalMemory(forceFullCollection: true);
        var follower = new RunFollower(session.Runs, PollingSchedule.Every(TimeSpan.FromMilliseconds(250)));
        Run[] finished = await Task.WhenAll(runs.Select(run => follower.WaitAsync(run.RunId)));
        TimeSpan total = Stopwatch.GetElapsedTime(start);
        if (report)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{finished.Count(run => run.Status == "SUCCEEDED")} of {count} runs succeeded in {total.TotalSeconds:0.00} s (all started after {started.TotalSeconds:0.00} s), {(inFlight - before) / (double)count / 1024:0.0} KB a run in flight"));
        }
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
