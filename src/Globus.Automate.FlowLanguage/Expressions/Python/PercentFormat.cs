using System.Globalization;
using System.Numerics;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Python's <c>'...%s...' % values</c>.</summary>
internal static class PercentFormat
{
    public static string Format(string format, FlowValue right)
    {
        FlowValue[] values = right is PythonTuple tuple ? tuple.Items : [right];
        bool byName = false;
        int next = 0;
        var text = new StringBuilder();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            i++;
            FlowValue? named = null;
            if (i < format.Length && format[i] == '(')
            {
                int close = format.IndexOf(')', i);
                if (close < 0)
                {
                    throw new PythonException("ValueError", "a name in the format has no closing ')'");
                }

                named = right is FlowObject or PythonDict
                    ? PythonOperators.Index(right, FlowValue.From(format[(i + 1)..close]))
                    : throw new PythonException("TypeError", "a format with names needs an object on its right");
                byName = true;
                i = close + 1;
            }

            int flagsStart = i;
            while (i < format.Length && format[i] is '-' or '+' or ' ' or '#' or '0')
            {
                i++;
            }

            string flags = format[flagsStart..Math.Min(i, format.Length)];
            int width = ReadNumber(format, ref i, Take) ?? 0;
            int precision = -1;
            if (i < format.Length && format[i] == '.')
            {
                i++;
                precision = ReadNumber(format, ref i, Take) ?? 0;
            }

            while (i < format.Length && format[i] is 'l' or 'h' or 'L')
            {
                i++;
            }

            if (i >= format.Length)
            {
                throw new PythonException("ValueError", "the format ends in the middle of a %");
            }

            char type = format[i];
            string piece = type == '%' ? "%" : Convert(named ?? Take(), type, flags, width, precision);
            text.Append(piece);
            PythonOperators.RequireLength(text.Length);
        }

        if (!byName && next < values.Length && !(right is FlowObject or PythonDict or FlowArray && values.Length == 1))
        {
            throw new PythonException("TypeError", "the format has fewer places than there are values");
        }

        return text.ToString();

        FlowValue Take() => next < values.Length ? values[next++] : throw new PythonException("TypeError", "the format has more places than there are values");
    }

    private static int? ReadNumber(string format, ref int i, Func<FlowValue> take)
    {
        if (i < format.Length && format[i] == '*')
        {
            i++;
            FlowValue value = take();
            return PythonNumbers.TryInt64(value, out long given) && Math.Abs(given) <= PythonOperators.MaxLength
                ? (int)given
                : throw new PythonException("TypeError", "a width is an integer");
        }

        int start = i;
        while (i < format.Length && char.IsAsciiDigit(format[i]))
        {
            i++;
        }

        return i == start ? null : int.TryParse(format.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= PythonOperators.MaxLength
            ? number
            : throw new PythonException("IterableTooLong", "the width in the format is too large");
    }

    private static string Convert(FlowValue value, char type, string flags, int width, int precision)
    {
        bool negative = false;
        string body;
        string prefix = string.Empty;
        bool alternate = flags.Contains('#', StringComparison.Ordinal);
        switch (type)
        {
            case 's' or 'r' or 'a':
                body = type == 's' ? PythonText.Str(value) : PythonText.Repr(value);
                body = precision >= 0 && precision < body.Length ? body[..precision] : body;
                return Pad(body, string.Empty, flags.Replace("0", string.Empty, StringComparison.Ordinal), width);
            case 'c':
                body = value is FlowString { Value.Length: 1 } one ? one.Value
                    : PythonNumbers.TryInt64(value, out long code) && code is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF) ? char.ConvertFromUtf32((int)code)
                    : throw new PythonException("TypeError", "%c takes a character or its number");
                return Pad(body, string.Empty, flags.Replace("0", string.Empty, StringComparison.Ordinal), width);
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                BigInteger whole = Whole(value, type);
                negative = whole.Sign < 0;
                char form = type is 'i' or 'u' ? 'd' : type;
                body = FormatSpecification.Format(FlowValue.From(BigInteger.Abs(whole)), form.ToString());
                body = body.PadLeft(Math.Max(precision, 0), '0');
                prefix = alternate ? type switch { 'x' => "0x", 'X' => "0X", 'o' => "0o", _ => string.Empty } : string.Empty;
                break;
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                if (!PythonNumbers.IsNumber(value))
                {
                    throw new PythonException("TypeError", $"%{type} takes a number, not a {PythonText.TypeName(value)}");
                }

                double real = PythonNumbers.Real(value);
                negative = double.IsNegative(real) && !double.IsNaN(real);
                body = FormatSpecification.FormatNumber(real, type, precision < 0 ? 6 : precision, alternate);
                break;
            default:
                throw new PythonException("ValueError", $"'%{type}' is no format");
        }

        string sign = negative ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : string.Empty;
        return Pad(body, sign + prefix, flags, width);
    }

    private static BigInteger Whole(FlowValue value, char type)
    {
        if (PythonNumbers.IsWhole(value))
        {
            return PythonNumbers.Whole(value);
        }

        return value is FlowReal real && type is 'd' or 'i' or 'u' && double.IsFinite(((FlowReal)value).Value)
            ? new BigInteger(Math.Truncate(((FlowReal)value).Value))
            : throw new PythonException("TypeError", $"%{type} takes an integer, not a {PythonText.TypeName(value)}");
    }

    private static string Pad(string body, string lead, string flags, int width)
    {
        bool left = flags.Contains('-', StringComparison.Ordinal) || width < 0;
        int room = Math.Abs(width) - lead.Length - body.Length;
        if (room <= 0)
        {
            return lead + body;
        }

        return left ? lead + body + new string(' ', room)
            : flags.Contains('0', StringComparison.Ordinal) ? lead + new string('0', room) + body
            : new string(' ', room) + lead + body;
    }
}
