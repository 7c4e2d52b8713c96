using System.Globalization;
using System.Numerics;
using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>How Python writes values: <c>str</c> and <c>repr</c>.</summary>
internal static class PythonText
{
    /// <summary>Python writes and reads integers of up to 4,300 digits (sys.set_int_max_str_digits).</summary>
    public const int MaxDigits = 4300;

    private static readonly BigInteger s_tooLarge = BigInteger.Pow(10, MaxDigits);

    public static string Str(Site site, FlowValue value) => value switch
    {
        FlowString text => text.Value,
        FlowInteger whole => Decimal(site, whole),
        FlowReal real => RealText.Repr(real.Value),
        FlowBoolean truth => truth.Value ? "True" : "False",
        _ => Repr(site, value),
    };

    public static string Repr(Site site, FlowValue value, bool asciiOnly = false)
    {
        var text = new StringBuilder();
        Append(site, text, value, asciiOnly, 0);
        site.Charge(text.Length);
        return text.ToString();
    }

    /// <summary>A scalar as a short part of a message.</summary>
    public static string Short(FlowValue value) => value switch
    {
        FlowString text => PythonNames.Quote(text.Value),
        FlowBoolean truth => truth.Value ? "True" : "False",
        FlowInteger whole when whole.TryGetInt64(out long small) => small.ToString(CultureInfo.InvariantCulture),
        FlowReal real => RealText.Repr(real.Value),
        { IsNull: true } => "None",
        _ => "of this kind",
    };

    public static string Decimal(Site site, FlowInteger value)
    {
        RequireDigits(site, value);
        return value.TryGetInt64(out long small) ? small.ToString(CultureInfo.InvariantCulture) : value.Value.ToString(CultureInfo.InvariantCulture);
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
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var text = new StringBuilder(value.Length + 2).Append(quote);
        for (int i = 0; i < value.Length; i++)
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

        return text.Append(quote).ToString();
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

    private static void Append(Site site, StringBuilder text, FlowValue value, bool asciiOnly, int depth)
    {
        switch (value)
        {
            case FlowString s:
                site.Charge(s.Value.Length);
                text.Append(ReprOf(s.Value, asciiOnly));
                break;
            case FlowArray or PythonList:
                Lists.TryItems(value, out ReadOnlySpan<FlowValue> items);
                AppendItems(site, text, "[", items, "]", asciiOnly, depth);
                break;
            case PythonTuple tuple:
                AppendItems(site, text, "(", tuple.Items, tuple.Count == 1 ? ",)" : ")", asciiOnly, depth);
                break;
            case PythonSet set:
                FlowValue[] members = Iteration.ToArray(site, set);
                AppendItems(site, text, members.Length == 0 ? "set(" : "{", members, members.Length == 0 ? ")" : "}", asciiOnly, depth);
                break;
            case FlowObject or PythonDict:
                AppendPairs(site, text, value, asciiOnly, depth);
                break;
            case PythonView view:
                text.Append(view.TypeName).Append('(');
                AppendItems(site, text, "[", Iteration.ToArray(site, view), "]", asciiOnly, depth);
                text.Append(')');
                break;
            case PythonBytes bytes:
                text.Append(BytesText.Repr(bytes.Value));
                break;
            case PythonValue function:
                text.Append('<').Append(function.TypeName).Append('>');
                break;
            default:
                text.Append(value.IsNull ? "None" : Str(site, value));
                break;
        }
    }

    private static void AppendItems(Site site, StringBuilder text, string open, ReadOnlySpan<FlowValue> items, string close, bool asciiOnly, int depth)
    {
        PythonEquality.RequireDepth(site, depth);
        site.Charge(2L * items.Length);
        text.Append(open);
        for (int i = 0; i < items.Length; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty);
            Append(site, text, items[i], asciiOnly, depth + 1);
        }

        text.Append(close);
    }

    private static void AppendPairs(Site site, StringBuilder text, FlowValue dict, bool asciiOnly, int depth)
    {
        PythonEquality.RequireDepth(site, depth);
        text.Append('{');
        int place = 0;
        bool first = true;
        while (Dicts.Next(dict, ref place, out FlowValue? key, out FlowValue? value))
        {
            site.Charge(4);
            text.Append(first ? string.Empty : ", ");
            Append(site, text, key, asciiOnly, depth + 1);
            text.Append(": ");
            Append(site, text, value, asciiOnly, depth + 1);
            first = false;
        }

        text.Append('}');
    }
}
