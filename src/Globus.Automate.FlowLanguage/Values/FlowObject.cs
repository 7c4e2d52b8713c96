using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Globus.Automate.FlowLanguage.Values;

/// <summary>Named members in the order in which they were written.</summary>
public sealed class FlowObject : FlowValue, IReadOnlyCollection<KeyValuePair<string, FlowValue>>
{
    /// <summary>Up to this many members a look-up reads along the list; beyond it an index is made at the first look-up.</summary>
    private const int IndexAbove = 8;

    private readonly KeyValuePair<string, FlowValue>[] _members;
    private Dictionary<string, int>? _index;

    private FlowObject(KeyValuePair<string, FlowValue>[] members) => _members = members;

    /// <summary>The object without members.</summary>
    public static FlowObject Empty { get; } = new([]);

    /// <inheritdoc/>
    public override FlowValueKind Kind => FlowValueKind.Object;

    /// <summary>How many members there are.</summary>
    public int Count => _members.Length;

    /// <summary>The members in their order, without a copy.</summary>
    public ReadOnlySpan<KeyValuePair<string, FlowValue>> Members => _members;

    /// <summary>The names in their order.</summary>
    public IEnumerable<string> Names => _members.Select(static member => member.Key);

    /// <summary>The member of this name, or null where there is none.</summary>
    public FlowValue? this[string name] => TryGetValue(name, out FlowValue? value) ? value : null;

    /// <summary>An object of these members. Of a repeated name the last value counts, at the first one's place.</summary>
    public static FlowObject Create(params ReadOnlySpan<(string Name, FlowValue Value)> members)
    {
        var builder = new Builder(members.Length);
        foreach ((string name, FlowValue value) in members)
        {
            builder.Set(name, value);
        }

        return builder.Build();
    }

    /// <summary>An object of these members. Of a repeated name the last value counts, at the first one's place.</summary>
    public static FlowObject Create(IEnumerable<KeyValuePair<string, FlowValue>> members)
    {
        var builder = new Builder();
        foreach ((string name, FlowValue value) in members)
        {
            builder.Set(name, value);
        }

        return builder.Build();
    }

    /// <summary>The member of this name.</summary>
    public bool TryGetValue(string name, [NotNullWhen(true)] out FlowValue? value)
    {
        int index = IndexOf(name);
        value = index < 0 ? null : _members[index].Value;
        return index >= 0;
    }

    /// <summary>Whether there is a member of this name.</summary>
    public bool ContainsKey(string name) => IndexOf(name) >= 0;

    /// <summary>The same object with one member set: replaced at its place, or added at the end.</summary>
    public FlowObject With(string name, FlowValue value)
    {
        int index = IndexOf(name);
        if (index >= 0 && ReferenceEquals(_members[index].Value, value))
        {
            return this;
        }

        var copy = new KeyValuePair<string, FlowValue>[index < 0 ? _members.Length + 1 : _members.Length];
        _members.CopyTo(copy, 0);
        copy[index < 0 ? _members.Length : index] = new(name, value);
        return new FlowObject(copy);
    }

    /// <summary>The same object without the member of this name.</summary>
    public FlowObject Without(string name)
    {
        int index = IndexOf(name);
        if (index < 0)
        {
            return this;
        }

        if (_members.Length == 1)
        {
            return Empty;
        }

        var copy = new KeyValuePair<string, FlowValue>[_members.Length - 1];
        Array.Copy(_members, copy, index);
        Array.Copy(_members, index + 1, copy, index, copy.Length - index);
        return new FlowObject(copy);
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach ((string name, FlowValue value) in _members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override bool Equals(FlowValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not FlowObject fields || fields.Count != Count)
        {
            return false;
        }

        foreach ((string name, FlowValue value) in _members)
        {
            if (!fields.TryGetValue(name, out FlowValue? match) || !match.Equals(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Count;
        foreach ((string name, FlowValue value) in _members)
        {
            hash ^= HashCode.Combine(name.GetHashCode(StringComparison.Ordinal), value);
        }

        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, FlowValue>> GetEnumerator()
        => ((IEnumerable<KeyValuePair<string, FlowValue>>)_members).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _members.GetEnumerator();

    private protected override int MeasureUtf8()
    {
        int size = 2 + Math.Max(0, _members.Length - 1);
        foreach ((string name, FlowValue value) in _members)
        {
            size += Encoding.UTF8.GetByteCount(name) + 3 + value.Utf8Size;
        }

        return size;
    }

    private protected override int MeasureDepth()
    {
        int deepest = 0;
        foreach ((_, FlowValue value) in _members)
        {
            deepest = Math.Max(deepest, value.Depth);
        }

        return deepest + 1;
    }

    private int IndexOf(string name)
    {
        if (_members.Length > IndexAbove)
        {
            Dictionary<string, int> index = _index ??= BuildIndex();
            return index.TryGetValue(name, out int place) ? place : -1;
        }

        for (int i = 0; i < _members.Length; i++)
        {
            if (string.Equals(_members[i].Key, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<string, int> BuildIndex()
    {
        var index = new Dictionary<string, int>(_members.Length, StringComparer.Ordinal);
        for (int i = 0; i < _members.Length; i++)
        {
            index[_members[i].Key] = i;
        }

        return index;
    }

    /// <summary>Collects members for an object. Of a repeated name the last value counts, at the first one's place.</summary>
    public sealed class Builder(int capacity = 4)
    {
        private readonly List<KeyValuePair<string, FlowValue>> _members = new(capacity);
        private Dictionary<string, int>? _index;

        /// <summary>How many members there are so far.</summary>
        public int Count => _members.Count;

        /// <summary>Sets one member.</summary>
        /// <returns>False where the name was there already and its value was replaced.</returns>
        public bool Set(string name, FlowValue value)
        {
            int place = IndexOf(name);
            if (place >= 0)
            {
                _members[place] = new(name, value);
                return false;
            }

            _index?.Add(name, _members.Count);
            _members.Add(new(name, value));
            return true;
        }

        /// <summary>Sets one member unless its value is null.</summary>
        public void SetIfPresent(string name, FlowValue? value)
        {
            if (value is not null)
            {
                Set(name, value);
            }
        }

        /// <summary>The object of the members set so far.</summary>
        public FlowObject Build() => _members.Count == 0 ? Empty : new FlowObject([.. _members]);

        private int IndexOf(string name)
        {
            if (_members.Count > IndexAbove)
            {
                if (_index is null)
                {
                    _index = new Dictionary<string, int>(StringComparer.Ordinal);
                    for (int i = 0; i < _members.Count; i++)
                    {
                        _index[_members[i].Key] = i;
                    }
                }

                return _index.TryGetValue(name, out int place) ? place : -1;
            }

            for (int i = 0; i < _members.Count; i++)
            {
                if (string.Equals(_members[i].Key, name, StringComparison.Ordinal))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
