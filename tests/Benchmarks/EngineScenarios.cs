using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Benchmarks;

/// <summary>
/// Whole-engine measurements, a few seconds in all; each line is one figure. They are no microbenchmarks: thousands of runs share one process.
/// What is per second of processor time (garbage collection included) is the same on a machine that has other work.
/// <c>dotnet run -c Release --project tests/Benchmarks -- engine</c>
/// </summary>
internal static class EngineScenarios
{
    private const string Loop =
        """
        {"StartAt":"Next","States":{
          "Next":{"Type":"ExpressionEval","Parameters":{"i.=":"loop.i + 1"},"ResultPath":"$.loop","Next":"Note"},
          "Note":{"Type":"Pass","Parameters":{"last.$":"$.loop.i"},"ResultPath":"$.note","Next":"More"},
          "More":{"Type":"Choice","Choices":[{"Variable":"$.loop.i","NumericLessThanPath":"$.count","Next":"Next"}],"Default":"Done"},
          "Done":{"Type":"Pass","End":true}}}
        """;

    private const string PassLoop =
        """
        {"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Choice","Choices":[{"Variable":"$.never","IsPresent":true,"Next":"A"}],"Default":"A"}}}
        """;

    public static async Task RunAsync()
    {
        await LoopsAsync();
        await PassesAsync();
        await WaitingAsync(2_000);
        await MemoryAsync(10_000);
        await ReadLogAsync();
        await JournalAsync();
        await JournaledRunsAsync();
        Copies();
    }

    private static Task LoopsAsync() => TransitionsAsync(
        "Pass, Choice and ExpressionEval, one run, log kept",
        Engine,
        Request(Loop, """{"count":20000,"loop":{"i":0},"payload":{"files":["a","b","c"],"label":"some text"} }"""),
        transitions: 60_001);

    private static Task PassesAsync() => TransitionsAsync(
        "Pass and Choice, one run, log kept",
        Engine,
        Request(PassLoop, "{}") with { MaxSteps = 200_000 },
        transitions: 200_000);

    /// <summary>The same run again and again: the median of the rounds after the code is compiled, and the range of the middle half.</summary>
    private static async Task TransitionsAsync(string what, Func<FlowEngine> create, RunRequest request, int transitions)
    {
        const int warmUp = 5;
        const int rounds = 16;
        var rates = new List<double>();
        for (int round = 0; round < warmUp + rounds; round++)
        {
            // What the rounds before have left is not this one's to collect.
            GC.Collect();
            await using FlowEngine engine = create();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            await (await engine.StartAsync(request)).Completion;
            if (round >= warmUp)
            {
                rates.Add(transitions / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }
        }

        rates.Sort();
        Report(what, (rates[(rounds / 2) - 1] + rates[rounds / 2]) / 2, string.Create(CultureInfo.InvariantCulture, $"transitions/s of processor (half of the rounds: {rates[rounds / 4]:N0} to {rates[(rounds * 3 / 4) - 1]:N0})"));
    }

    private static async Task WaitingAsync(int count)
    {
        await using FlowEngine engine = Engine();
        RunRequest request = Request("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1,"Next":"P"},"P":{"Type":"Pass","End":true}}}""", "{}");
        var clock = Stopwatch.StartNew();
        var runs = new FlowRun[count];
        for (int i = 0; i < count; i++)
        {
            runs[i] = await engine.StartAsync(request);
        }

        await Task.WhenAll(runs.Select(run => run.Completion));
        Report($"{count} runs with a 1-second Wait, all of them", clock.Elapsed.TotalSeconds, "s");
    }

    private static async Task MemoryAsync(int count)
    {
        await using FlowEngine engine = Engine();
        RunRequest request = Request("""{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"Next":"P"},"P":{"Type":"Pass","End":true}}}""", """{"a":1}""");
        await (await engine.StartAsync(request with { StartAt = "P" })).Completion;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var runs = new FlowRun[count];
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            runs[i] = await engine.StartAsync(request);
        }

        double started = clock.Elapsed.TotalSeconds;
        while (runs.Any(run => run.Log.Count < 2))
        {
            await Task.Delay(5);
        }

        Report($"{count} runs in flight", (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count, "bytes/run");
        Report("Runs started", count / started, "runs/s");
        GC.KeepAlive(runs);
    }

    private static async Task ReadLogAsync()
    {
        await using FlowEngine engine = Engine();
        FlowRun run = await engine.StartAsync(Request(PassLoop, """{"a":{"b":[1,2,3]}}""") with { MaxSteps = 50_000 });
        await run.Completion;
        long bytes = 0;
        var clock = Stopwatch.StartNew();
        foreach (LogEntry entry in run.Log)
        {
            bytes += entry.Code.Length + entry.Description.Length + entry.Details.ToJson().Length;
        }

        Report($"{run.Log.Count} log entries read back as JSON ({bytes / 1024 / 1024} MiB)", clock.Elapsed.TotalSeconds, "s");
    }

    private static async Task JournalAsync()
    {
        string folder = Directory.CreateTempSubdirectory("journal").FullName;
        try
        {
            using FileJournal journal = FileJournal.Open(folder);
            FlowValue payload = FlowValue.Parse("""{"kind":"exited","time":638999999999999999,"entered":638999999999999999,"result":{"i":12345},"next":"More"}""");
            const int appended = 500_000;
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < appended; i++)
            {
                journal.Append(new JournalRecord(JournalOperation.Append, "run", "0d5f", payload));
                if (i % 1000 == 0)
                {
                    await journal.WaitForRoomAsync();
                }
            }

            await journal.CommitAsync(new JournalRecord(JournalOperation.Append, "run", "0d5f", payload));
            Report("Journal, appended and at the end committed", appended / clock.Elapsed.TotalSeconds, "records/s");
            clock.Restart();
            const int writers = 100;
            const int each = 100;
            await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
            {
                for (int i = 0; i < each; i++)
                {
                    await journal.CommitAsync(new JournalRecord(JournalOperation.Append, "run", "0d5f", payload));
                }
            })));
            Report($"Journal, {writers} writers that each wait for every commit", writers * each / clock.Elapsed.TotalSeconds, "commits/s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task JournaledRunsAsync()
    {
        string folder = Directory.CreateTempSubdirectory("journal").FullName;
        try
        {
            RunRequest request = Request(Loop, """{"count":20000,"loop":{"i":0}}""");
            using (FileJournal journal = FileJournal.Open(Path.Combine(folder, "rounds")))
            {
                await TransitionsAsync("Pass, Choice and ExpressionEval with a journal", () => Journaled(journal), request, transitions: 60_001);
            }

            var clock = new Stopwatch();
            long length;
            using (FileJournal journal = FileJournal.Open(folder))
            {
                await using FlowEngine engine = Journaled(journal);
                await (await engine.StartAsync(request)).Completion;
                length = journal.Length;
            }

            clock.Restart();
            using (FileJournal journal = FileJournal.Open(folder))
            {
                await using var engine = new FlowEngine(new NoGateway(), new FlowEngineOptions { Journal = journal });
                journal.Replay(record => engine.Replay(record));
                engine.Recover();
                Report($"Recovery of that run ({engine.Runs.Single().Log.Count} log entries, {length / 1024} KiB)", clock.Elapsed.TotalSeconds, "s");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a state pays for a snapshot of its document: an immutable tree with one member set, or a copy of a mutable one.</summary>
    private static void Copies()
    {
        foreach (int files in (int[])[10, 1000])
        {
            string json = "{\"ls\":{\"DATA\":[" + string.Join(',', Enumerable.Range(0, files).Select(i => $$"""{"name":"file{{i}}.dat","size":{{i * 1000}},"type":"file"}""")) + "]},\"loop\":{\"i\":0}}";
            var immutable = (FlowObject)FlowValue.Parse(json);
            JsonNode mutable = Materialize(JsonNode.Parse(json)!);
            double with = Measure(() =>
            {
                FlowObject next = immutable.With("loop", FlowObject.Create(("i", FlowValue.From(5))));
                return next.Utf8Size;
            });
            double clone = Measure(() =>
            {
                JsonNode next = mutable.DeepClone();
                next["loop"]!["i"] = 5;
                return next["loop"]!["i"]!.GetValue<int>();
            });
            Report($"Document of {json.Length / 1024.0:0.#} KiB: FlowObject.With and its size", with, "ns");
            Report($"Document of {json.Length / 1024.0:0.#} KiB: JsonNode.DeepClone and one assignment", clone, "ns");
        }
    }

    /// <summary>A parsed JsonNode is text until it is looked at; a run that has worked on its document has looked.</summary>
    private static JsonNode Materialize(JsonNode node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Materialize(member.Value!)))),
        JsonArray list => new JsonArray([.. list.Select(item => Materialize(item!))]),
        _ => node.GetValueKind() == System.Text.Json.JsonValueKind.String ? JsonValue.Create(node.GetValue<string>())! : JsonValue.Create(node.GetValue<long>()),
    };

    private static double Measure(Func<int> work)
    {
        int sum = 0;
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < 200)
        {
            sum += work();
        }

        int rounds = 0;
        clock.Restart();
        while (clock.ElapsedMilliseconds < 400)
        {
            for (int i = 0; i < 20; i++)
            {
                sum += work();
            }

            rounds += 20;
        }

        GC.KeepAlive(sum);
        return clock.Elapsed.TotalNanoseconds / rounds;
    }

    private static FlowEngine Journaled(FileJournal journal) => new(new NoGateway(), new FlowEngineOptions { Journal = journal, MaxLogEntries = int.MaxValue });

    private static FlowEngine Engine() => new(new NoGateway(), new FlowEngineOptions { MaxLogEntries = int.MaxValue });

    private static RunRequest Request(string definition, string input) => new()
    {
        FlowId = "f",
        Definition = FlowDefinition.Parse(FlowValue.Parse(definition)),
        Input = (FlowObject)FlowValue.Parse(input),
        Owner = new RunOwner("urn:globus:auth:identity:bench", "bench@local"),
    };

    private static void Report(string what, double figure, string unit)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-80} {figure,14:N2} {unit}"));

    private sealed class NoGateway : IActionGateway
    {
        private static readonly ActionResponse s_none = new(404, FlowObject.Empty);

        public ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken) => new(s_none);

        public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => new(s_none);

        public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => new(s_none);

        public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => new(s_none);
    }
}
