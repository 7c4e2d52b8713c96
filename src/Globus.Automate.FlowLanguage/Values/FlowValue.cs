using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Globus.Automate.FlowLanguage.Values;

/// <summary>
/// A JSON value that never changes once it is made, so that a run's document, its log and its readers on other threads can share one
/// tree: a state that sets one member copies the objects on the way to it and nothing else.
/// See docs/decisions/0003-immutable-values.md.
/// </summary>
/// <remarks>
/// Equality is that of JSON data: <c>1</c> equals <c>1.0</c>, the order of an object's members does not count, and <c>true</c> is not <c>1</c>.
/// </remarks>
public abstract class FlowValue : IEquatable<FlowValue>
{
    private int _utf8Size;
    private int _depth;

    private protected FlowValue()
    {
    }

    /// <summary><c>null</c>.</summary>
    public static FlowValue Null { get; } = new FlowNull();

    /// <summary><c>true</c>.</summary>
    public static FlowBoolean True { get; } = new(value: true);

    /// <summary><c>false</c>.</summary>
    public static FlowBoolean False { get; } = new(value: false);

    /// <summary>The kind of this value.</summary>
    public abstract FlowValueKind Kind { get; }

    /// <summary>Whether this is <c>null</c>.</summary>
    public bool IsNull => Kind == FlowValueKind.Null;

    /// <summary>Whether this is an integer or a real number.</summary>
    public bool IsNumber => Kind is FlowValueKind.Integer or FlowValueKind.Real;

    /// <summary>
    /// How many bytes this value takes as compact JSON in UTF-8, counted once and remembered. Characters that a writer would escape are
    /// counted as they are, so this may be a little less than what a file holds.
    /// </summary>
    public int Utf8Size
    {
        get
        {
            if (_utf8Size == 0)
            {
                _utf8Size = MeasureUtf8();
            }

            return _utf8Size;
        }
    }

    /// <summary>How deep lists and objects nest: 1 for a scalar and for an empty list or object. Counted once and remembered.</summary>
    public int Depth
    {
        get
        {
            if (_depth == 0)
            {
                _depth = MeasureDepth();
            }

            return _depth;
        }
    }

    /// <summary>A string, or <see cref="Null"/> for null.</summary>
    public static FlowValue From(string? value) => value is null ? Null : new FlowString(value);

    /// <summary>A boolean.</summary>
    public static FlowBoolean From(bool value) => value ? True : False;

    /// <summary>An integer.</summary>
    public static FlowInteger From(long value) => FlowInteger.Create(value);

    /// <summary>An integer of any size.</summary>
    public static FlowInteger From(BigInteger value) => FlowInteger.Create(value);

    /// <summary>A real number.</summary>
    public static FlowReal From(double value) => new(value);

    /// <summary>Reads JSON text (RFC 8259, without comments and trailing commas). Of a repeated key, the last counts.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static FlowValue Parse(string json) => FlowValueJson.Read(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads JSON in UTF-8.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static FlowValue Parse(ReadOnlySpan<byte> utf8Json) => FlowValueJson.Read(utf8Json);

    /// <summary>Takes over what a <see cref="JsonElement"/> holds.</summary>
    public static FlowValue From(JsonElement element) => FlowValueJson.Read(element);

    /// <summary>Writes this value.</summary>
    public abstract void WriteTo(Utf8JsonWriter writer);

    /// <summary>This value as JSON text, compact or indented by two spaces.</summary>
    public string ToJson(bool indented = false) => FlowValueJson.Write(this, indented);

    /// <summary>This value as compact JSON.</summary>
    public override string ToString() => ToJson();

    /// <summary>The member of an object by its name; false for a missing member and for anything but an object.</summary>
    public bool TryGetMember(string name, [NotNullWhen(true)] out FlowValue? value)
    {
        if (this is FlowObject fields)
        {
            return fields.TryGetValue(name, out value);
        }

        value = null;
        return false;
    }

    /// <summary>The text of a string value; null for every other kind.</summary>
    public string? AsString() => (this as FlowString)?.Value;

    /// <inheritdoc/>
    public abstract bool Equals(FlowValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as FlowValue);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>Counts the bytes of the compact JSON form; at least 1.</summary>
    private protected abstract int MeasureUtf8();

    /// <summary>Counts the levels; at least 1.</summary>
    private protected virtual int MeasureDepth() => 1;

    private sealed class FlowNull : FlowValue
    {
        public override FlowValueKind Kind => FlowValueKind.Null;

        public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();

        public override bool Equals(FlowValue? other) => other is FlowNull;

        public override int GetHashCode() => 0;

        private protected override int MeasureUtf8() => 4;
    }
}
