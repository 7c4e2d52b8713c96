using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>A list that an expression made, and may change.</summary>
internal sealed class PythonList : PythonValue
{
    private FlowValue[] _items;

    public PythonList(int capacity) => _items = capacity == 0 ? [] : new FlowValue[capacity];

    /// <summary>Takes the array over without a copy.</summary>
    public PythonList(FlowValue[] items)
    {
        _items = items;
        Count = items.Length;
    }

    public override string TypeName => "list";

    public override FlowValueKind Kind => FlowValueKind.Array;

    public int Count { get; private set; }

    public ReadOnlySpan<FlowValue> Items => _items.AsSpan(0, Count);

    public FlowValue this[int index] => _items[index];

    public static PythonList OfStrings(List<string> items)
    {
        var list = new PythonList(items.Count);
        foreach (string item in items)
        {
            list.Add(FlowValue.From(item));
        }

        return list;
    }

    public void Add(FlowValue item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(4, Count * 2));
        }

        _items[Count++] = item;
    }

    public void AddRange(ReadOnlySpan<FlowValue> items)
    {
        FlowValue[] added = items.ToArray();
        Array.Resize(ref _items, Math.Max(_items.Length, Count + added.Length));
        added.CopyTo(_items, Count);
        Count += added.Length;
    }

    public void Insert(int index, FlowValue item)
    {
        Add(item);
        Array.Copy(_items, index, _items, index + 1, Count - 1 - index);
        _items[index] = item;
    }

    public FlowValue RemoveAt(int index)
    {
        FlowValue item = _items[index];
        Count--;
        Array.Copy(_items, index + 1, _items, index, Count - index);
        return item;
    }

    public void Clear() => Count = 0;

    public void Reverse() => Array.Reverse(_items, 0, Count);

    public void Replace(FlowValue[] items)
    {
        _items = items;
        Count = items.Length;
    }
}
