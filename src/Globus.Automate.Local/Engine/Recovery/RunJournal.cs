using System.Security.Cryptography;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Local.Engine.Recovery;

/// <summary>
/// Writes what happens to runs into a journal. A record says what happened, not what became of it: replaying it through the same transitions
/// comes to the same run, log included. Times are UTC ticks. Definitions are written once, however many runs they have.
/// </summary>
internal sealed class RunJournal(IJournal journal)
{
    private readonly HashSet<string> _definitions = new(StringComparer.Ordinal);

    public Task Started(FlowRun run)
    {
        RunRequest request = run.Request;
        string definition = EnsureDefinition(request);
        return journal.CommitAsync(new JournalRecord(JournalOperation.Put, RunRecord.RunType, run.RunId, RunRecord.Start(run, definition)));
    }

    public Task ActionRequested(FlowRun run)
    {
        ActionProgress action = run.Action!;
        return journal.CommitAsync(Append(run, FlowObject.Create(
            (RunRecord.Kind, RunRecord.ActionRequested),
            (RunRecord.Time, Ticks(run.Entered)),
            ("request_id", FlowValue.From(action.RequestId)),
            ("arguments", action.Arguments),
            ("deadline", Ticks(action.Deadline)),
            ("interval", FlowValue.From(action.PollInterval.Ticks)))));
    }

    public void ActionReported(FlowRun run, DateTimeOffset time, bool isPoll) => journal.Append(Append(run, FlowObject.Create(
        (RunRecord.Kind, RunRecord.ActionReported),
        (RunRecord.Time, Ticks(time)),
        ("status", run.Action!.Status!),
        ("caller", FlowValue.From(run.Action.Caller)),
        ("interval", FlowValue.From(run.Action.PollInterval.Ticks)),
        ("poll", FlowValue.From(isPoll)))));

    public void WaitEntered(FlowRun run) => journal.Append(Append(run, FlowObject.Create(
        (RunRecord.Kind, RunRecord.WaitEntered),
        (RunRecord.Time, Ticks(run.Entered)),
        ("until", Ticks(run.WaitUntil!.Value)))));

    public void Exited(FlowRun run, DateTimeOffset time, FlowValue? result, string next)
        => journal.Append(Append(run, Leave(run, RunRecord.Exited, time, result, next)));

    public void Caught(FlowRun run, DateTimeOffset time, StateError error, string next)
        => journal.Append(Append(run, Error(Leave(run, RunRecord.Caught, time, result: null, next), error)));

    public Task Succeeded(FlowRun run, DateTimeOffset time, FlowValue? result)
        => journal.CommitAsync(Append(run, Leave(run, RunRecord.Succeeded, time, result, next: null)));

    public Task Failed(FlowRun run, DateTimeOffset time, StateError error, bool isStateError)
        => journal.CommitAsync(Append(run, Error(Leave(run, isStateError ? RunRecord.StateFailed : RunRecord.RunFailed, time, result: null, next: null), error)));

    public Task Canceled(FlowRun run, DateTimeOffset time)
        => journal.CommitAsync(Append(run, Leave(run, RunRecord.Canceled, time, result: null, next: null)));

    public void Deactivated(FlowRun run, DateTimeOffset time, FlowObject details) => journal.Append(Append(run, FlowObject.Create(
        (RunRecord.Kind, RunRecord.Deactivated),
        (RunRecord.Time, Ticks(time)),
        ("details", details))));

    public Task Resumed(FlowRun run, DateTimeOffset time) => journal.CommitAsync(Append(run, FlowObject.Create(
        (RunRecord.Kind, RunRecord.Resumed),
        (RunRecord.Time, Ticks(time)))));

    /// <summary>The action of a cancelled run has been told to stop.</summary>
    public void CancelSent(FlowRun run) => journal.Append(Append(run, FlowObject.Create((RunRecord.Kind, RunRecord.CancelSent))));

    public Task MetadataChanged(FlowRun run, RunMetadata metadata)
        => journal.CommitAsync(new JournalRecord(JournalOperation.Put, RunRecord.MetadataType, run.RunId, RunRecord.Write(metadata)));

    public Task Removed(FlowRun run)
    {
        journal.Append(new JournalRecord(JournalOperation.Delete, RunRecord.MetadataType, run.RunId, FlowValue.Null));
        return journal.CommitAsync(new JournalRecord(JournalOperation.Delete, RunRecord.RunType, run.RunId, FlowValue.Null));
    }

    private static JournalRecord Append(FlowRun run, FlowObject payload) => new(JournalOperation.Append, RunRecord.RunType, run.RunId, payload);

    private static FlowInteger Ticks(DateTimeOffset time) => FlowValue.From(time.UtcTicks);

    /// <summary>A record of a state that is left. It says when the state was entered too, where no record of its own has said so.</summary>
    private static FlowObject Leave(FlowRun run, FlowString kind, DateTimeOffset time, FlowValue? result, string? next)
    {
        var payload = new FlowObject.Builder();
        payload.Set(RunRecord.Kind, kind);
        payload.Set(RunRecord.Time, Ticks(time));
        if (run.Action is null && run.WaitUntil is null && run.IsEntered)
        {
            payload.Set("entered", Ticks(run.Entered));
        }

        if (result is not null)
        {
            payload.Set("result", result);
        }

        if (next is not null)
        {
            payload.Set("next", FlowValue.From(next));
        }

        return payload.Build();
    }

    private static FlowObject Error(FlowObject payload, StateError error)
    {
        payload = payload.With("error", FlowValue.From(error.Name)).With("cause", FlowValue.From(error.Cause));
        return error.Output is null ? payload : payload.With("output", error.Output);
    }

    /// <summary>Definitions that the journal holds already. Putting one again would move it behind the runs that need it.</summary>
    public void Know(IEnumerable<string> definitions)
    {
        lock (_definitions)
        {
            _definitions.UnionWith(definitions);
        }
    }

    private string EnsureDefinition(RunRequest request)
    {
        string json = request.Definition.Document.ToJson();
        string key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        lock (_definitions)
        {
            if (_definitions.Add(key))
            {
                journal.Append(new JournalRecord(JournalOperation.Put, RunRecord.DefinitionType, key, request.Definition.Document));
            }
        }

        return key;
    }
}
