using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Local.Engine.Recovery;

/// <summary>Reads the payload of a journal record; what is not as it was written ends the recovery with a message.</summary>
internal readonly struct RecordReader(FlowValue payload, string subject)
{
    public FlowValue Payload => payload;

    public FlowValue? Find(string name) => (payload as FlowObject)?[name];

    public FlowValue Value(string name) => Find(name) ?? throw Fault(name);

    public string Text(string name) => Value(name).AsString() ?? throw Fault(name);

    public long Number(string name) => Value(name) is FlowInteger number && number.TryGetInt64(out long value) ? value : throw Fault(name);

    public DateTimeOffset Time(string name)
        => Number(name) is >= 0 and var ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Fault(name);

    public bool Flag(string name) => Value(name) is FlowBoolean flag ? flag.Value : throw Fault(name);

    public IReadOnlyList<string> Texts(string name)
        => Value(name) is FlowArray list ? [.. list.Select(static item => item.AsString() ?? string.Empty)] : throw Fault(name);

    public RecordReader Object(string name) => new(Value(name) as FlowObject ?? throw Fault(name), subject);

    public JournalException Fault(string name)
        => new($"A record of the journal about {subject} cannot be understood: its '{name}' is missing or of the wrong type. It was written by another version, or by another program.");
}
