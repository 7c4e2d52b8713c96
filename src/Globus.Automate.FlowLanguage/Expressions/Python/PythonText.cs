using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>How Python writes values: <c>str</c> and <c>repr</c>.</summary>
internal static class PythonText
{
    private const int MaxDepth = 200;

    public static string TypeName(FlowValue value) => value switch
    {
        FlowBoolean => "boolean",
        FlowInteger => "integer",
        FlowReal => "real number",
        FlowString => "string",
        FlowArray => "list",
        PythonTuple => "tuple",
        PythonSet => "set",
        PythonFunction => "function",
        FlowObject or PythonDict => "object",
        _ => "null",
    };

    public static string Str(FlowValue value) => value is FlowString text ? text.Value : Repr(value);

    public static string Repr(FlowValue value)
    {
        var text = new StringBuilder();
        AppendRepr(text, value, 0);
        return text.ToString();
    }

    public static string Real(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        // The shortest digits that give the same double back, laid out as Python's repr does: exponents below -4 and from 16 on.
        (string significand, int exponent) = Decompose(value.ToString("R", CultureInfo.InvariantCulture));
        string sign = double.IsNegative(value) ? "-" : string.Empty;
        if (exponent is < -4 or >= 16)
        {
            string fraction = significand.Length > 1 ? "." + significand[1..] : string.Empty;
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{significand[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + significand;
        }

        return significand.Length <= exponent + 1
            ? sign + significand.PadRight(exponent + 1, '0') + ".0"
            : string.Concat(sign, significand.AsSpan(0, exponent + 1), ".", significand.AsSpan(exponent + 1));
    }

    public static string ReprOf(string value)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var text = new StringBuilder(value.Length + 2).Append(quote);
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
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
                    if (c == quote)
                    {
                        text.Append('\\').Append(c);
                    }
                    else if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                    {
                        text.Append(c).Append(value[++i]);
                    }
                    else if (c is < ' ' or '\u007f')
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
                    }
                    else if (!IsPrintable(c))
                    {
                        text.Append(c <= 0xFF ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}") : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
                    }
                    else
                    {
                        text.Append(c);
                    }

                    break;
            }
        }

        return text.Append(quote).ToString();
    }

    public static bool IsPrintable(char c) => c == ' ' || char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    private static void AppendRepr(StringBuilder text, FlowValue value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new PythonException("RecursionError", "the value is nested too deeply to be written");
        }

        switch (value)
        {
            case FlowString s:
                text.Append(ReprOf(s.Value));
                break;
            case FlowBoolean b:
                text.Append(b.Value ? "True" : "False");
                break;
            case FlowInteger i:
                text.Append(i.ToJson());
                break;
            case FlowReal r:
                text.Append(Real(r.Value));
                break;
            case FlowArray list:
                AppendItems(text, '[', list.Items, ']', depth);
                break;
            case PythonTuple tuple:
                AppendItems(text, '(', tuple.Items, tuple.Items.Length == 1 ? ",)" : ")", depth);
                break;
            case PythonSet { Items.Count: 0 }:
                text.Append("set()");
                break;
            case PythonSet set:
                AppendItems(text, '{', set.Items.ToArray(), '}', depth);
                break;
            case FlowObject fields:
                AppendPairs(text, fields.Select(static m => KeyValuePair.Create(FlowValue.From(m.Key), m.Value)), depth);
                break;
            case PythonDict dict:
                AppendPairs(text, dict.Items, depth);
                break;
            case PythonFunction function:
                text.Append("<function ").Append(function.Name).Append('>');
                break;
            default:
                text.Append("None");
                break;
        }
    }

    private static void AppendItems(StringBuilder text, char open, ReadOnlySpan<FlowValue> items, object close, int depth)
    {
        text.Append(open);
        for (int i = 0; i < items.Length; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty);
            AppendRepr(text, items[i], depth + 1);
        }

        text.Append(close);
    }

    private static void AppendPairs(StringBuilder text, IEnumerable<KeyValuePair<FlowValue, FlowValue>> pairs, int depth)
    {
        text.Append('{');
        bool first = true;
        foreach ((FlowValue key, FlowValue value) in pairs)
        {
            text.Append(first ? string.Empty : ", ");
            AppendRepr(text, key, depth + 1);
            text.Append(": ");
            AppendRepr(text, value, depth + 1);
            first = false;
        }

        text.Append('}');
    }

    /// <summary>The significant digits of a number in round-trip form, and the decimal exponent of the first of them.</summary>
    private static (string Significand, int Exponent) Decompose(string text)
    {
        ReadOnlySpan<char> number = text.AsSpan().TrimStart('-');
        int exponent = 0;
        int mark = number.IndexOf('E');
        if (mark >= 0)
        {
            exponent = int.Parse(number[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            number = number[..mark];
        }

        int point = number.IndexOf('.');
        string whole = (point < 0 ? number : number[..point]).ToString();
        string fraction = point < 0 ? string.Empty : number[(point + 1)..].ToString();
        string all = whole + fraction;
        int leading = 0;
        while (leading < all.Length - 1 && all[leading] == '0')
        {
            leading++;
        }

        string significand = all[leading..].TrimEnd('0');
        return significand.Length == 0 ? ("0", 0) : (significand, exponent + whole.Length - 1 - leading);
    }
}
