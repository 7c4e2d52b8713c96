using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// An entry of a run's log. It holds the values as they were, shared with the run's document; what must not be shown is taken out whenever the
/// details are asked for, so that writing an entry costs nothing and no reader ever sees a private value.
/// </summary>
public sealed class LogEntry
{
    private readonly FlowObject _facts;
    private readonly string? _valueName;
    private readonly FlowValue? _value;
    private readonly PrivacyMask _mask;

    /// <summary>Makes an entry of facts, none of them with a mask.</summary>
    internal LogEntry(DateTimeOffset time, string code, FlowState? state, FlowObject facts)
    {
        Time = time;
        Code = code;
        State = state;
        _facts = facts;
        _mask = PrivacyMask.None;
    }

    /// <summary>Makes an entry of one value, <c>input</c> or <c>output</c>, with its mask.</summary>
    internal LogEntry(DateTimeOffset time, string code, FlowState? state, string valueName, FlowValue value, PrivacyMask mask)
    {
        Time = time;
        Code = code;
        State = state;
        _facts = FlowObject.Empty;
        _valueName = valueName;
        _value = value;
        _mask = mask;
    }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>What happened: <c>FlowStarted</c>, <c>PassStarted</c>, <c>ActionPolled</c> ...</summary>
    public string Code { get; }

    /// <summary>The state it happened in; null for what happened to the whole run.</summary>
    public FlowState? State { get; }

    /// <summary>What happened, as a sentence in the service's words.</summary>
    public string Description => LogCodes.Describe(Code, State);

    /// <summary>The details, without anything private: <c>state_name</c>, <c>state_type</c> and <c>input</c> or <c>output</c>; <c>cause</c> and <c>error</c>.</summary>
    public FlowObject Details
    {
        get
        {
            var details = new FlowObject.Builder();
            if (State is not null)
            {
                details.Set("state_name", State.NameValue);
                details.Set("state_type", State.TypeValue);
            }

            foreach ((string name, FlowValue value) in ((FlowObject)PrivacyMask.None.Apply(_facts)).Members)
            {
                details.Set(name, value);
            }

            if (_valueName is not null)
            {
                details.Set(_valueName, _mask.Apply(_value!));
            }

            return details.Build();
        }
    }
}
