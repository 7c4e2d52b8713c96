using System.Collections;
using System.Text.Json;

namespace Globus.Automate.FlowLanguage.Values;

/// <summary>An ordered list of values.</summary>
public sealed class FlowArray : FlowValue, IReadOnlyList<FlowValue>
{
    private readonly FlowValue[] _items;

    private FlowArray(FlowValue[] items) => _items = items;

    /// <summary>The list without items.</summary>
    public static FlowArray Empty { get; } = new([]);

    /// <inheritdoc/>
    public override FlowValueKind Kind => FlowValueKind.Array;

    /// <summary>How many items there are.</summary>
    public int Count => _items.Length;

    /// <summary>The items, without a copy.</summary>
    public ReadOnlySpan<FlowValue> Items => _items;

    /// <summary>The item at a place, from 0.</summary>
    public FlowValue this[int index] => _items[index];

    /// <summary>A list of these items.</summary>
    public static FlowArray Create(params ReadOnlySpan<FlowValue> items) => items.IsEmpty ? Empty : new FlowArray(items.ToArray());

    /// <summary>A list of these items.</summary>
    public static FlowArray Create(IEnumerable<FlowValue> items)
    {
        FlowValue[] copy = [.. items];
        return copy.Length == 0 ? Empty : new FlowArray(copy);
    }

    /// <summary>A list of strings.</summary>
    public static FlowArray OfStrings(IEnumerable<string> items) => Create(items.Select(From));

    /// <summary>The same list with another item at <paramref name="index"/>; one past the end appends.</summary>
    public FlowArray With(int index, FlowValue item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, _items.Length);
        var copy = new FlowValue[Math.Max(_items.Length, index + 1)];
        _items.CopyTo(copy, 0);
        copy[index] = item;
        return new FlowArray(copy);
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (FlowValue item in _items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    public override bool Equals(FlowValue? other)
        => ReferenceEquals(this, other) || (other is FlowArray list && list._items.AsSpan().SequenceEqual(_items));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (FlowValue item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<FlowValue> GetEnumerator() => ((IEnumerable<FlowValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>Takes the array over without a copy: the caller must not touch it again.</summary>
    internal static FlowArray Adopt(FlowValue[] items) => items.Length == 0 ? Empty : new FlowArray(items);

    private protected override int MeasureUtf8()
    {
        int size = 2 + Math.Max(0, _items.Length - 1);
        foreach (FlowValue item in _items)
        {
            size += item.Utf8Size;
        }

        return size;
    }

    private protected override int MeasureDepth()
    {
        int deepest = 0;
        foreach (FlowValue item in _items)
        {
            deepest = Math.Max(deepest, item.Depth);
        }

        return deepest + 1;
    }
}
