using System.Globalization;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Reads from a run's log which states it went through and how each action ended.</summary>
internal sealed class RunLogReader(FlowDefinition definition)
{
    private const string StateName = "state_name";

    private readonly Dictionary<string, List<FlowObject?>> _responses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FlowValue?>> _inputs = new(StringComparer.Ordinal);
    private readonly List<string> _path = [];
    private OpenAction? _open;

    /// <summary>The run's input.</summary>
    public FlowObject Input { get; private set; } = FlowObject.Empty;

    /// <summary>The states in the order in which they were entered.</summary>
    public IReadOnlyList<string> Path => _path;

    /// <summary>The status that the log ends with; null for a run that has not ended.</summary>
    public string? Status { get; private set; }

    /// <summary>The responses of each state by invocation; null where the log does not tell one.</summary>
    public IEnumerable<(string State, IReadOnlyList<FlowObject?> Responses)> Responses
        => _responses.Select(static entry => (entry.Key, (IReadOnlyList<FlowObject?>)entry.Value));

    /// <summary>What each action was given, by state and invocation; null where the log does not tell.</summary>
    public IEnumerable<(string State, IReadOnlyList<FlowValue?> Inputs)> Inputs
        => _inputs.Select(static entry => (entry.Key, (IReadOnlyList<FlowValue?>)entry.Value));

    /// <summary>The error that the log says the run failed with; null where there is none.</summary>
    public string? Error { get; private set; }

    public void Read(FlowValue entry)
    {
        if (entry is not FlowObject fields || fields["code"]?.AsString() is not { } code)
        {
            return;
        }

        FlowObject details = fields["details"] as FlowObject ?? FlowObject.Empty;
        string? name = details[StateName]?.AsString();
        switch (code)
        {
            case "FlowStarted":
                Input = details["input"] as FlowObject ?? FlowObject.Empty;
                break;
            case "FlowInactive" when _open is not null:
                _open.Inactive = WaitedFor(details);
                break;
            case "FlowResumed" when _open is not null:
                _open.Started = Time(fields);
                _open.WasResumed = true;
                break;
            case "FlowSucceeded":
                Status = "SUCCEEDED";
                break;
            case "FlowFailed":
                Status = "FAILED";
                Error = details["error"]?.AsString();
                break;
            case "FlowCanceled":
                Status = "ENDED";
                break;
            case "ActionStarted" or "CreateWebInputStarted" or "AwaitWebInputStarted" when name is not null:
                Enter(name);
                Given(name, details["input"]);
                _open = new OpenAction(name, Time(fields));
                break;
            case "ActionPolled" when _open is not null:
                _open.Polled = details["output"] as FlowObject;
                break;
            case "ActionCompleted" or "CreateWebInputCompleted" or "AwaitWebInputCompleted" when _open is not null:
                Close(Result(_open.State, details["output"]) is { } status ? Returned(status, _open) : null, fields);
                break;
            case "ActionFailed" or "CreateWebInputFailed" or "AwaitWebInputFailed" when _open is not null:
                Close(Failed(details, _open), fields);
                break;
            default:
                if (name is not null && code.EndsWith("Started", StringComparison.Ordinal))
                {
                    Enter(name);
                }

                break;
        }
    }

    /// <summary>Takes what the run itself says over an action that the log leaves open: what an inactive one waits for.</summary>
    public void Complete(FlowObject? run)
    {
        if (_open is { WasResumed: false } open && (open.Inactive ?? (run?["status"]?.AsString() == "INACTIVE" ? WaitedFor(run["details"] as FlowObject ?? FlowObject.Empty) : null)) is { } waits)
        {
            Add(open.State, FlowObject.Create(("inactive", waits)));
        }
        else if (_open is { Polled: { } polled } && Status is "FAILED" or "ENDED")
        {
            // The run ended while the action was under way: it stays as it was last seen.
            Add(_open.State, FlowObject.Create(("return", polled.Without(StateName))));
        }

        _open = null;
    }

    private static DateTimeOffset? Time(FlowObject entry)
        => DateTimeOffset.TryParse(entry["time"]?.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>What an inactive action said, from the details of its run.</summary>
    private static FlowObject WaitedFor(FlowObject details)
        => details["action_statuses"] is FlowArray { Count: > 0 } statuses && statuses[0].TryGetMember("details", out FlowValue? own) && own is FlowObject said
            ? said
            : details.Without("action_statuses").Without(StateName);

    private static FlowObject Returned(FlowObject status, OpenAction open)
        => FlowObject.Create(("return", status.Without(StateName)));

    /// <summary>The error as the log has it; the hosted service gives less of it than the local engine.</summary>
    private static FlowObject? Failed(FlowObject details, OpenAction open)
    {
        FlowValue? output = details["output"];
        if (output is FlowObject whole && MockAction.IsStatusDocument(whole) && details["exception"]?.AsString() != RunErrors.ActionTimeout)
        {
            return Returned(whole, open);
        }

        // The state itself may have failed, as with a path that leads nowhere: that is computed again.
        string? said = details["exception"]?.AsString() ?? details["error"]?.AsString();
        string? error = MockErrors.ByName.Keys.FirstOrDefault(known => said?.Contains(known, StringComparison.Ordinal) == true);
        if (error is null && said?.StartsWith("States.", StringComparison.Ordinal) == true)
        {
            return open.Polled is { } last && ActionStatus.IsFinal(last) ? Returned(last, open) : null;
        }

        error ??= nameof(MockError.ActionFailedException);
        var thrown = new FlowObject.Builder();
        thrown.Set("error", FlowValue.From(error));
        thrown.SetIfPresent("cause", details["cause"] as FlowString);
        thrown.SetIfPresent("body", error == nameof(MockError.ActionTimeout)
            ? ((output as FlowObject) ?? open.Polled)?["details"]
            : output);
        return FlowObject.Create(("throw", thrown.Build()));
    }

    /// <summary>An action's status from the document after its state: what stands at the ResultPath.</summary>
    private FlowObject? Result(string stateName, FlowValue? output)
    {
        ReferencePath? path = definition.TryGetState(stateName, out FlowState? state) ? (state as ResultState)?.ResultPath : null;
        FlowValue? result = output;
        if (path is not null && output is not null && path.TryGet(output, out FlowValue? placed))
        {
            result = placed;
        }

        return result as FlowObject;
    }

    private void Enter(string name)
    {
        // An action that was not closed was left in a way that the log does not tell.
        if (_open is { } open)
        {
            Add(open.State, response: null);
            _open = null;
        }

        _path.Add(name);
    }

    private void Given(string state, FlowValue? input)
    {
        if (!_inputs.TryGetValue(state, out List<FlowValue?>? inputs))
        {
            _inputs[state] = inputs = [];
        }

        inputs.Add(input);
    }

    private void Close(FlowObject? response, FlowObject entry)
    {
        OpenAction open = _open!;
        _open = null;
        if (response is not null)
        {
            double took = Time(entry) is { } end && open.Started is { } start ? Math.Floor((end - start).TotalSeconds) : 0;
            bool timesItself = response["throw"] is FlowObject thrown && thrown["error"]?.AsString() is nameof(MockError.ActionTimeout) or nameof(MockError.ActionUnableToRun);
            response = took >= 1 && !timesItself ? FlowObject.Create([new("delay", FlowValue.From((long)took)), .. response]) : response;
            response = open.Inactive is { } waited && open.WasResumed ? FlowObject.Create([new("inactive", waited), .. response]) : response;
        }

        Add(open.State, response);
    }

    private void Add(string state, FlowObject? response)
    {
        if (!_responses.TryGetValue(state, out List<FlowObject?>? responses))
        {
            _responses[state] = responses = [];
        }

        responses.Add(response);
    }

    /// <summary>An action between its start and its end in the log.</summary>
    private sealed class OpenAction(string state, DateTimeOffset? started)
    {
        public string State { get; } = state;

        public DateTimeOffset? Started { get; set; } = started;

        public FlowObject? Polled { get; set; }

        public FlowObject? Inactive { get; set; }

        public bool WasResumed { get; set; }
    }
}
