using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Globus.Automate.FlowLanguage.Values;

/// <summary><c>true</c> or <c>false</c>: <see cref="FlowValue.True"/> and <see cref="FlowValue.False"/> are the only two.</summary>
public sealed class FlowBoolean : FlowValue
{
    internal FlowBoolean(bool value) => Value = value;

    /// <summary>The truth value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override FlowValueKind Kind => FlowValueKind.Boolean;

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteBooleanValue(Value);

    /// <inheritdoc/>
    public override bool Equals(FlowValue? other) => other is FlowBoolean boolean && boolean.Value == Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value ? 1 : 2;

    private protected override int MeasureUtf8() => Value ? 4 : 5;
}

/// <summary>Text.</summary>
public sealed class FlowString : FlowValue
{
    internal FlowString(string value) => Value = value;

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override FlowValueKind Kind => FlowValueKind.String;

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(Value);

    /// <inheritdoc/>
    public override bool Equals(FlowValue? other) => other is FlowString text && string.Equals(text.Value, Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    private protected override int MeasureUtf8() => Encoding.UTF8.GetByteCount(Value) + 2;
}

/// <summary>A number without fraction and exponent, of any size.</summary>
public sealed class FlowInteger : FlowValue
{
    private const int CacheFrom = -128;
    private const int CacheTo = 1023;
    private static readonly FlowInteger[] s_cache = CreateCache();

    private readonly BigInteger? _large;
    private readonly long _small;

    private FlowInteger(long value) => _small = value;

    private FlowInteger(BigInteger value) => _large = value;

    /// <inheritdoc/>
    public override FlowValueKind Kind => FlowValueKind.Integer;

    /// <summary>The number, whatever its size.</summary>
    public BigInteger Value => _large ?? _small;

    /// <summary>The number, where it fits into 64 bits.</summary>
    public bool TryGetInt64(out long value)
    {
        value = _small;
        return _large is null;
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        if (_large is { } large)
        {
            writer.WriteRawValue(large.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
        }
        else
        {
            writer.WriteNumberValue(_small);
        }
    }

    /// <inheritdoc/>
    public override bool Equals(FlowValue? other) => other switch
    {
        FlowInteger number => number._small == _small && number._large == _large,
        FlowReal real => real.Equals(this),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => (_large is { } large ? (double)large : _small).GetHashCode();

    internal static FlowInteger Create(long value)
        => value is >= CacheFrom and <= CacheTo ? s_cache[value - CacheFrom] : new FlowInteger(value);

    internal static FlowInteger Create(BigInteger value)
        => value >= long.MinValue && value <= long.MaxValue ? Create((long)value) : new FlowInteger(value);

    private protected override int MeasureUtf8() => Value.ToString(CultureInfo.InvariantCulture).Length;

    private static FlowInteger[] CreateCache()
    {
        var cache = new FlowInteger[CacheTo - CacheFrom + 1];
        for (int i = 0; i < cache.Length; i++)
        {
            cache[i] = new FlowInteger(i + CacheFrom);
        }

        return cache;
    }
}

/// <summary>A number with a fraction or an exponent.</summary>
public sealed class FlowReal : FlowValue
{
    internal FlowReal(double value) => Value = value;

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override FlowValueKind Kind => FlowValueKind.Real;

    /// <inheritdoc/>
    /// <remarks>Written so that it is read as a real number again: <c>2.0</c>, not <c>2</c>. What JSON cannot hold (infinities, not-a-number) becomes <c>null</c>.</remarks>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        if (!double.IsFinite(Value))
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteRawValue(Format(), skipInputValidation: true);
    }

    /// <inheritdoc/>
    public override bool Equals(FlowValue? other) => other switch
    {
        FlowReal real => real.Value.Equals(Value),
        FlowInteger integer => double.IsFinite(Value) && Math.Floor(Value).Equals(Value)
            && (integer.TryGetInt64(out long small) && Math.Abs(Value) < 9e15 ? small == (long)Value : integer.Value == new BigInteger(Value)),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => (Value == 0 ? 0d : Value).GetHashCode();

    private protected override int MeasureUtf8() => double.IsFinite(Value) ? Format().Length : 4;

    private string Format()
    {
        string text = ShortestReal.Of(Value);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }
}
