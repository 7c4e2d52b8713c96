using System.Globalization;
using Globus.Automate.CrashProbe;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Persistence;

// Runs flows with a journal until it is killed. Every line that it prints is a promise: what it says was acknowledged must be there after the kill.
//   Globus.Automate.CrashProbe <folder> <runs>
//   Globus.Automate.CrashProbe <folder> <changes> services
string folder = args[0];
int wanted = int.Parse(args[1], CultureInfo.InvariantCulture);
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
void Promise(string line)
{
    lock (output)
    {
        output.WriteLine(line);
    }
}

if (args.Length > 2)
{
    await ServicesProbe.RunAsync(folder, wanted, Promise);
    return;
}

var watches = new List<Task>();
using FileJournal journal = FileJournal.Open(folder, new FileJournalOptions { CompactAbove = 64 * 1024 });
using var gateway = new FileGateway(Path.Combine(folder, "actions.log"));
await using var engine = new FlowEngine(gateway, new FlowEngineOptions { Journal = journal, FirstPollInterval = TimeSpan.FromMilliseconds(5) });
journal.Replay(record => engine.Replay(record));
foreach (FlowRun run in engine.Recover())
{
    Promise($"recovered {run.RunId} {run.Status.ToText()} {run.Metadata.Label} {run.Log.Count}");
    Watch(run);
}

Promise("ready");
FlowDefinition definition = FlowDefinition.Parse(FlowValue.Parse("""
    {"StartAt":"Count","States":{
      "Count":{"Type":"ExpressionEval","Parameters":{"n.=":"loop.n + 1"},"ResultPath":"$.loop","Next":"Act"},
      "Act":{"Type":"Action","ActionUrl":"https://probe.example/act","Parameters":{"n.$":"$.loop.n"},"ResultPath":"$.act","Next":"Pause"},
      "Pause":{"Type":"Wait","Seconds":0.01,"Next":"More"},
      "More":{"Type":"Choice","Choices":[{"Variable":"$.loop.n","NumericLessThan":3,"Next":"Count"}],"Default":"Done"},
      "Done":{"Type":"Pass","Parameters":{"total.$":"$.loop.n"},"End":true}}}
    """));
for (int i = engine.Runs.Count; i < wanted; i++)
{
    string id = string.Create(CultureInfo.InvariantCulture, $"run-{i:000}");
    if (engine.TryFind(id, out _))
    {
        continue;
    }

    FlowRun run = await engine.StartAsync(new RunRequest
    {
        RunId = id,
        FlowId = "f",
        Definition = definition,
        Input = FlowObject.Create(("loop", FlowObject.Create(("n", FlowValue.From(0))))),
        Owner = new RunOwner("urn:globus:auth:identity:probe", "probe@local"),
    });
    Promise($"started {id}");
    Watch(run);
    if (i % 5 == 0)
    {
        await engine.UpdateAsync(run, run.Metadata with { Label = "labelled" });
        Promise($"labelled {id}");
    }

    if (i % 7 == 0 && await engine.CancelAsync(run))
    {
        Promise($"ended {id} ENDED");
    }

    await Task.Delay(2);
}

await Task.WhenAll(watches);
Promise("done");
await Task.Delay(Timeout.Infinite);

void Watch(FlowRun run) => watches.Add(TellEndAsync(run));

async Task TellEndAsync(FlowRun run)
{
    await run.Completion;
    Promise($"ended {run.RunId} {run.Status.ToText()}");
}
