using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>Keys with values in the order in which they came, by Python's equality; what dicts and sets are made of.</summary>
internal sealed class KeyTable
{
    private const int IndexAbove = 8;

    private Entry[] _entries = [];
    private int _used;
    private Dictionary<FlowValue, int>? _index;

    public int Count { get; private set; }

    public bool Contains(FlowValue key) => Find(key) >= 0;

    public bool TryGet(FlowValue key, [NotNullWhen(true)] out FlowValue? value)
    {
        int place = Find(key);
        value = place < 0 ? null : _entries[place].Value;
        return value is not null;
    }

    /// <summary>Sets the value of a key that has a hash. A key that is there already stays as it was written first.</summary>
    public void Set(FlowValue key, FlowValue value)
    {
        int place = Find(key);
        if (place >= 0)
        {
            _entries[place].Value = value;
            return;
        }

        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, _used * 2));
        }

        _entries[_used] = new Entry { Key = key, Value = value };
        _index?.Add(key, _used);
        _used++;
        Count++;
        if (_index is null && _used > IndexAbove)
        {
            BuildIndex();
        }
    }

    public bool Remove(FlowValue key, [NotNullWhen(true)] out FlowValue? value)
    {
        int place = Find(key);
        value = place < 0 ? null : _entries[place].Value;
        if (value is null)
        {
            return false;
        }

        RemoveAt(place);
        return true;
    }

    /// <summary>The key and value that came last.</summary>
    public bool TryLast([NotNullWhen(true)] out FlowValue? key, [NotNullWhen(true)] out FlowValue? value)
    {
        int place = _used - 1;
        key = place < 0 ? null : _entries[place].Key;
        value = place < 0 ? null : _entries[place].Value;
        return key is not null && value is not null;
    }

    public void Clear()
    {
        _entries = [];
        _used = 0;
        _index = null;
        Count = 0;
    }

    /// <summary>The next key and value from <paramref name="place"/> on; start with 0.</summary>
    public bool Next(ref int place, [NotNullWhen(true)] out FlowValue? key, [NotNullWhen(true)] out FlowValue? value)
    {
        while (place < _used)
        {
            Entry entry = _entries[place++];
            if (entry.Value is not null)
            {
                key = entry.Key;
                value = entry.Value;
                return true;
            }
        }

        key = null;
        value = null;
        return false;
    }

    private void RemoveAt(int place)
    {
        _index?.Remove(_entries[place].Key);
        _entries[place].Value = null;
        Count--;
        while (_used > 0 && _entries[_used - 1].Value is null)
        {
            _used--;
        }

        // Places that are left empty are closed up once they are most of the table.
        if (_used > IndexAbove && Count < _used / 2)
        {
            int kept = 0;
            for (int i = 0; i < _used; i++)
            {
                if (_entries[i].Value is not null)
                {
                    _entries[kept++] = _entries[i];
                }
            }

            _used = kept;
            BuildIndex();
        }
    }

    private int Find(FlowValue key)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(key, out int place) ? place : -1;
        }

        for (int i = 0; i < _used; i++)
        {
            if (_entries[i].Value is not null && KeyComparer.KeysEqual(_entries[i].Key, key))
            {
                return i;
            }
        }

        return -1;
    }

    private void BuildIndex()
    {
        _index = new Dictionary<FlowValue, int>(_used * 2, KeyComparer.Instance);
        for (int i = 0; i < _used; i++)
        {
            if (_entries[i].Value is not null)
            {
                _index.Add(_entries[i].Key, i);
            }
        }
    }

    private struct Entry
    {
        public FlowValue Key;

        /// <summary>Null where the key was removed.</summary>
        public FlowValue? Value;
    }
}
