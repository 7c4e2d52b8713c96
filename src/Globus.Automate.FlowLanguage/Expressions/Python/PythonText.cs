using System.Globalization;
using System.Numerics;
using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>
/// How Python writes values. Expressions need it for <c>str</c> and f-strings; and the checks of a JSON schema, because the hosted service
/// answers with the messages of Python's jsonschema: <c>'x' is not one of ['a', None, True]</c>.
/// </summary>
internal static class PythonText
{
    /// <summary>Python writes and reads integers of up to 4,300 digits (sys.set_int_max_str_digits).</summary>
    public const int MaxDigits = 4300;

    /// <summary>Longer values are cut in a message: it is for a person.</summary>
    private const int MaxMessageLength = 400;

    /// <summary>Of longer lists, so many are named in a message.</summary>
    private const int MaxListed = 50;

    private static readonly BigInteger s_tooLarge = BigInteger.Pow(10, MaxDigits);

    public static string Str(Site site, FlowValue value)
    {
        switch (value)
        {
            case FlowString text:
                return text.Value;
            case FlowInteger whole:
                return Decimal(site, whole);
            case FlowReal or FlowBoolean or { IsNull: true }:
                return Scalar(value);
            default:
                return Repr(site, value);
        }
    }

    public static string Repr(Site site, FlowValue value, bool asciiOnly = false)
    {
        var writer = new ReprWriter(site, int.MaxValue, asciiOnly);
        writer.Append(value);
        site.Charge(writer.Length);
        return writer.ToString();
    }

    /// <summary>A value of a document as part of a message: cut where it is long.</summary>
    public static string Repr(FlowValue value)
    {
        var writer = new ReprWriter(null, MaxMessageLength, asciiOnly: false);
        writer.Append(value);
        return writer.ToString();
    }

    /// <summary>A text as part of a message: cut where it is long.</summary>
    public static string Repr(string value) => Repr(FlowValue.From(value));

    /// <summary>Several values as part of a message: <c>'a', 'b'</c>.</summary>
    public static string ReprAll(IReadOnlyCollection<FlowValue> values) => Join(values.Take(MaxListed).Select(Repr), values.Count);

    /// <summary>Several names as part of a message: <c>'a', 'b'</c>.</summary>
    public static string ReprAll(IReadOnlyCollection<string> names) => Join(names.Take(MaxListed).Select(Repr), names.Count);

    /// <summary>A number, a truth value or null.</summary>
    public static string Scalar(FlowValue value) => value switch
    {
        FlowReal real => RealText.Repr(real.Value),
        FlowBoolean truth => truth.Value ? "True" : "False",
        FlowInteger whole => Digits(whole),
        _ => "None",
    };

    /// <summary>A scalar as a short part of a message.</summary>
    public static string Short(FlowValue value) => value switch
    {
        FlowString text => PythonNames.Quote(text.Value),
        FlowInteger whole when !whole.TryGetInt64(out _) => "of this kind",
        FlowInteger or FlowReal or FlowBoolean or { IsNull: true } => Scalar(value),
        _ => "of this kind",
    };

    public static string Decimal(Site site, FlowInteger value)
    {
        RequireDigits(site, value);
        return Digits(value);
    }

    public static void RequireDigits(Site site, FlowInteger value)
    {
        if (!value.TryGetInt64(out _) && BigInteger.Abs(value.Value) >= s_tooLarge)
        {
            throw site.ValueError($"The integer has more than {MaxDigits:N0} digits, which is more than are written.");
        }
    }

    /// <summary>A text in quotes, with escapes for what cannot be printed.</summary>
    public static string ReprOf(string value, bool asciiOnly)
    {
        var text = new StringBuilder(value.Length + 2);
        AppendQuoted(text, value, asciiOnly, int.MaxValue);
        return text.ToString();
    }

    /// <summary>Writes a text in quotes until there are more characters than are needed.</summary>
    public static void AppendQuoted(StringBuilder text, string value, bool asciiOnly, int limit)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        for (int i = 0; i < value.Length && text.Length <= limit; i++)
        {
            int c = CodePoints.ValueAt(value, i);
            i += c > 0xFFFF ? 1 : 0;
            switch (c)
            {
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                default:
                    AppendCharacter(text, c, quote, asciiOnly);
                    break;
            }
        }

        text.Append(quote);
    }

    private static void AppendCharacter(StringBuilder text, int c, char quote, bool asciiOnly)
    {
        if (c == quote)
        {
            text.Append('\\').Append(quote);
        }
        else if (c is >= ' ' and < 0x7F || (!asciiOnly && c > 0x7F && Characters.IsPrintable(c)))
        {
            text.Append(CodePoints.Text(c));
        }
        else
        {
            text.Append('\\').Append(c <= 0xFF ? 'x' : c <= 0xFFFF ? 'u' : 'U').Append(c.ToString(c <= 0xFF ? "x2" : c <= 0xFFFF ? "x4" : "x8", CultureInfo.InvariantCulture));
        }
    }

    private static string Digits(FlowInteger value)
        => value.TryGetInt64(out long small) ? small.ToString(CultureInfo.InvariantCulture) : value.Value.ToString(CultureInfo.InvariantCulture);

    private static string Join(IEnumerable<string> texts, int count)
        => string.Join(", ", texts) + (count > MaxListed ? string.Create(CultureInfo.InvariantCulture, $", ... ({count - MaxListed} more)") : string.Empty);
}
