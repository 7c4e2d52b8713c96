using System.Runtime.InteropServices;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine;

/// <summary>
/// An entry of a run's log. It holds the values as they were, shared with the run's document; what must not be shown is taken out whenever the
/// details are asked for, so that writing an entry costs nothing and no reader ever sees a private value.
/// </summary>
/// <remarks>A value without an object of its own, with as little in it as can be: what a long log costs is what the garbage collector finds in it.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogEntry
{
    private readonly long _ticks;
    private readonly LogEntryKind _kind;
    private readonly FlowValue _value;
    private readonly PrivacyMask _mask;

    /// <summary>Makes an entry of a value: the kind says whether that is an input, an output, or all of the details.</summary>
    internal LogEntry(DateTimeOffset time, LogEntryKind kind, FlowState? state, FlowValue value, PrivacyMask mask)
    {
        _ticks = time.UtcTicks;
        _kind = kind;
        _value = value;
        _mask = mask;
        State = state;
    }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Time => new(_ticks, TimeSpan.Zero);

    /// <summary>What happened: <c>FlowStarted</c>, <c>PassStarted</c>, <c>ActionPolled</c> ...</summary>
    public string Code => LogCodes.Of(_kind, State);

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

            FlowValue shown = _mask.Apply(_value);
            if (LogCodes.ValueName(_kind) is { } name)
            {
                details.Set(name, shown);
                return details.Build();
            }

            foreach ((string member, FlowValue value) in ((FlowObject)shown).Members)
            {
                details.Set(member, value);
            }

            return details.Build();
        }
    }
}
