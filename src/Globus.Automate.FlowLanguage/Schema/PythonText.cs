using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema;

/// <summary>
/// Values as Python's <c>repr</c> writes them, because the hosted service answers with the messages of Python's jsonschema:
/// <c>'x' is not one of ['a', None, True]</c>.
/// </summary>
internal static class PythonText
{
    /// <summary>Longer values are cut: a message is for a person.</summary>
    private const int MaxLength = 400;

    /// <summary>Of longer lists, so many are named.</summary>
    private const int MaxListed = 50;

    public static string Repr(FlowValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return Cut(text);
    }

    public static string Repr(string value)
    {
        var text = new StringBuilder();
        AppendString(text, value);
        return Cut(text);
    }

    /// <summary>Several values, as in <c>'a', 'b'</c>.</summary>
    public static string ReprAll(IReadOnlyCollection<FlowValue> values) => Join(values.Take(MaxListed).Select(Repr), values.Count);

    /// <summary>Several names, as in <c>'a', 'b'</c>.</summary>
    public static string ReprAll(IReadOnlyCollection<string> names) => Join(names.Take(MaxListed).Select(Repr), names.Count);

    private static string Join(IEnumerable<string> texts, int count)
        => string.Join(", ", texts) + (count > MaxListed ? string.Create(CultureInfo.InvariantCulture, $", ... ({count - MaxListed} more)") : string.Empty);

    private static string Cut(StringBuilder text)
        => text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength) + "...";

    private static void Append(StringBuilder text, FlowValue value)
    {
        if (text.Length > MaxLength)
        {
            return;
        }

        switch (value)
        {
            case FlowString { Value: var s }:
                AppendString(text, s);
                break;
            case FlowBoolean { Value: var b }:
                text.Append(b ? "True" : "False");
                break;
            case FlowInteger integer:
                text.Append(integer.TryGetInt64(out long small) ? small.ToString(CultureInfo.InvariantCulture) : integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case FlowReal { Value: var number }:
                text.Append(Real(number));
                break;
            case FlowArray list:
                AppendList(text, list);
                break;
            case FlowObject fields:
                AppendObject(text, fields);
                break;
            default:
                text.Append("None");
                break;
        }
    }

    private static void AppendList(StringBuilder text, FlowArray list)
    {
        text.Append('[');
        for (int i = 0; i < list.Count && text.Length <= MaxLength; i++)
        {
            text.Append(i == 0 ? string.Empty : ", ");
            Append(text, list[i]);
        }

        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, FlowObject fields)
    {
        text.Append('{');
        string separator = string.Empty;
        foreach ((string name, FlowValue value) in fields.Members)
        {
            if (text.Length > MaxLength)
            {
                break;
            }

            text.Append(separator);
            AppendString(text, name);
            text.Append(": ");
            Append(text, value);
            separator = ", ";
        }

        text.Append('}');
    }

    private static void AppendString(StringBuilder text, string value)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (text.Length > MaxLength + 1)
            {
                break;
            }

            AppendRune(text, rune, quote);
        }

        text.Append(quote);
    }

    private static void AppendRune(StringBuilder text, Rune rune, char quote)
    {
        switch (rune.Value)
        {
            case '\\':
                text.Append(@"\\");
                break;
            case '\n':
                text.Append(@"\n");
                break;
            case '\r':
                text.Append(@"\r");
                break;
            case '\t':
                text.Append(@"\t");
                break;
            case var c when c == quote:
                text.Append('\\').Append(quote);
                break;
            case < ' ' or (>= 0x7F and < 0xA0) or 0xAD:
                text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
                break;
            case var c when c > 0xFF && !IsPrintable(rune):
                text.Append(c > 0xFFFF ? string.Create(CultureInfo.InvariantCulture, $"\\U{c:x8}") : string.Create(CultureInfo.InvariantCulture, $"\\u{c:x4}"));
                break;
            default:
                text.Append(rune.ToString());
                break;
        }
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>The shortest digits that read back, with an exponent below 1e-4 and from 1e16 on.</summary>
    private static string Real(double value)
    {
        if (double.IsNaN(value))
        {
            return "nan";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        string[] parts = value.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        int exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        string digits = new([.. shortest.Split('E')[0].Where(char.IsAsciiDigit)]);
        digits = digits.TrimStart('0').TrimEnd('0');
        string sign = value < 0 ? "-" : string.Empty;
        if (exponent is < -4 or >= 16)
        {
            string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        }

        return exponent + 1 >= digits.Length
            ? $"{sign}{digits}{new string('0', exponent + 1 - digits.Length)}.0"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
