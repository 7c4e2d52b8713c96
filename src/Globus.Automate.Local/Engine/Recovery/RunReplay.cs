using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine.Execution;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Local.Engine.Recovery;

/// <summary>Makes runs again from the records of a journal.</summary>
internal sealed class RunReplay
{
    private readonly Dictionary<string, FlowDefinition> _definitions = new(StringComparer.Ordinal);
    private Dictionary<string, FlowRun> _runs = new(StringComparer.Ordinal);

    /// <summary>The keys of the definitions that were found.</summary>
    public IEnumerable<string> Definitions => _definitions.Keys;

    /// <returns>False for a record that is not about runs.</returns>
    public bool Apply(JournalRecord record)
    {
        switch (record.Type)
        {
            case RunRecord.DefinitionType:
                _definitions[record.Key] = Compile(record);
                return true;
            case RunRecord.MetadataType:
                if (record.Operation == JournalOperation.Put && _runs.TryGetValue(record.Key, out FlowRun? changed))
                {
                    changed.SetMetadata(RunRecord.ReadMetadata(Reader(record)));
                }

                return true;
            case RunRecord.RunType:
                ApplyToRun(record);
                return true;
            default:
                return false;
        }
    }

    public IReadOnlyCollection<FlowRun> TakeRuns()
    {
        IReadOnlyCollection<FlowRun> runs = _runs.Values;
        _runs = new Dictionary<string, FlowRun>(StringComparer.Ordinal);
        return runs;
    }

    private static RecordReader Reader(JournalRecord record) => new(record.Payload, $"the {record.Type} {record.Key}");

    private static FlowDefinition Compile(JournalRecord record)
    {
        try
        {
            return FlowDefinition.Parse(record.Payload);
        }
        catch (FlowDefinitionException exception)
        {
            throw new JournalException($"The definition {record.Key} in the journal cannot be compiled any more: {exception.Message} ({exception.Path})", exception);
        }
    }

    private void ApplyToRun(JournalRecord record)
    {
        RecordReader reader = Reader(record);
        switch (record.Operation)
        {
            case JournalOperation.Delete:
                _runs.Remove(record.Key);
                break;
            case JournalOperation.Put:
                string definition = reader.Text("definition");
                _runs[record.Key] = new FlowRun(
                    record.Key,
                    RunRecord.ReadStart(record.Key, reader, _definitions.GetValueOrDefault(definition) ?? throw reader.Fault("definition")),
                    reader.Time(RunRecord.Time));
                break;
            default:
                Change(_runs.GetValueOrDefault(record.Key) ?? throw new JournalException($"The journal tells of the run {record.Key} before its start."), reader);
                break;
        }
    }

    private static void Change(FlowRun run, RecordReader record)
    {
        string kind = record.Text(RunRecord.Kind);
        if (string.Equals(kind, RunRecord.CancelSent.Value, StringComparison.Ordinal))
        {
            _ = run.TakeActionToCancel();
            return;
        }

        DateTimeOffset time = record.Time(RunRecord.Time);
        if (record.Find("entered") is not null)
        {
            Enter(run, record.Time("entered"));
        }

        switch (kind)
        {
            case "action-requested":
                RequestAction(run, record, time);
                break;
            case "action-reported":
                ReportAction(run, record, time);
                break;
            case "wait-entered":
                Enter(run, time);
                run.RestoreWait(record.Time("until"));
                break;
            case "exited":
                Leave(run, record, time, State(run, record));
                break;
            case "succeeded":
                Leave(run, record, time, next: null);
                break;
            case "caught":
                Catch(run, record, time);
                break;
            case "state-failed":
                run.FailCore(time, ReadError(record), isStateError: true);
                break;
            case "run-failed":
                run.FailCore(time, ReadError(record), isStateError: false);
                break;
            case "canceled":
                run.CancelCore(time);
                break;
            case "deactivated":
                run.DeactivateCore(time, (FlowObject)record.Object("details").Payload);
                break;
            case "resumed":
                run.ResumeCore(time);
                break;
            default:
                throw record.Fault(RunRecord.Kind);
        }
    }

    private static void Enter(FlowRun run, DateTimeOffset time) => run.EnterCore(time, run.Document, run.Mask);

    private static void RequestAction(FlowRun run, RecordReader record, DateTimeOffset time)
    {
        if (run.Current is not ActionState state)
        {
            throw record.Fault("arguments");
        }

        FlowValue arguments = record.Value("arguments");
        run.EnterCore(time, arguments, StateData.ArgumentsMask(state, run.Mask));
        run.RestoreAction(new ActionProgress
        {
            RequestId = record.Text("request_id"),
            Invocation = run.NextInvocation(state),
            Arguments = arguments,
            Deadline = record.Time("deadline"),
            PollInterval = new TimeSpan(record.Number("interval")),
        });
    }

    private static void ReportAction(FlowRun run, RecordReader record, DateTimeOffset time)
    {
        ActionProgress action = run.Action ?? throw record.Fault("status");
        action.Status = (FlowObject)record.Object("status").Payload;
        action.ActionId ??= action.Status["action_id"]?.AsString();
        action.Caller = record.Find("caller")?.AsString();
        action.PollInterval = new TimeSpan(record.Number("interval"));
        action.MustResume = false;
        if (record.Flag("poll"))
        {
            run.AppendPolled(time, action.Status);
        }
    }

    private static void Leave(FlowRun run, RecordReader record, DateTimeOffset time, FlowState? next)
    {
        FlowValue document = run.Document;
        PrivacyMask mask = run.Mask;
        if (record.Find("result") is { } result && run.Current is ResultState state)
        {
            document = StateData.WriteResult(state.ResultPath, document, result);
            mask = StateData.WriteMask(state.ResultPath, mask, state is ActionState ? PrivacyMask.None : StateData.ArgumentsMask(state, mask));
        }

        if (next is null)
        {
            run.SucceedCore(time, document, mask);
        }
        else
        {
            run.ExitCore(time, document, mask, next);
        }
    }

    private static void Catch(FlowRun run, RecordReader record, DateTimeOffset time)
    {
        StateError error = ReadError(record);
        CatchRule rule = (run.Current as ActionState)?.Catch.FirstOrDefault(rule => rule.Accepts(error.Name)) ?? throw record.Fault("error");
        FlowValue document = StateData.WriteResult(rule.ResultPath, run.Document, RunExecutor.CatchOutput(run.Current, error));
        run.CatchCore(time, error, document, StateData.WriteMask(rule.ResultPath, run.Mask, PrivacyMask.None), State(run, record));
    }

    private static StateError ReadError(RecordReader record) => new(record.Text("error"), record.Text("cause"), record.Find("output"));

    private static FlowState State(FlowRun run, RecordReader record)
        => run.Definition.TryGetState(record.Text("next"), out FlowState? state) ? state : throw record.Fault("next");
}
