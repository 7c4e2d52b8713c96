using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Python's format specification mini-language: <c>[[fill]align][sign][#][0][width][grouping][.precision][type]</c>.</summary>
internal static partial class FormatSpecification
{
    private const int MaxWidth = 100_000;

    public static string Format(FlowValue value, string specification)
    {
        if (specification.Length == 0)
        {
            return PythonText.Str(value);
        }

        Match match = Grammar().Match(specification);
        if (!match.Success)
        {
            throw new PythonException("ValueError", $"'{specification}' is no format");
        }

        var spec = new Parts(match);
        return value switch
        {
            FlowString text => FormatText(text.Value, spec),
            FlowBoolean truth when spec.Type is '\0' or 's' => FormatBoolean(truth, spec),
            FlowBoolean or FlowInteger when spec.Type is '\0' or 'd' or 'b' or 'o' or 'x' or 'X' or 'c' or 'n' => FormatWhole(PythonNumbers.Whole(value), spec),
            FlowBoolean or FlowInteger or FlowReal when spec.Type is '\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%' or 'n' => FormatReal(PythonNumbers.Real(value), spec),
            FlowBoolean or FlowInteger or FlowReal => throw new PythonException("ValueError", $"the format '{spec.Type}' does not go with a {PythonText.TypeName(value)}"),
            _ => throw new PythonException("TypeError", $"a {PythonText.TypeName(value)} takes no format"),
        };
    }

    /// <summary>printf-style formatting of one value, for the <c>%</c> operator.</summary>
    public static string FormatNumber(double value, char type, int precision, bool alternate)
        => new Parts(type, precision, alternate) is var spec ? Body(Math.Abs(value), spec) : string.Empty;

    private static string FormatText(string text, Parts spec)
    {
        if (spec.Type is not ('\0' or 's') || spec.Sign != '\0' || spec.Alternate || spec.Grouping != '\0' || spec.Align == '=')
        {
            throw new PythonException("ValueError", "the format is for numbers, and the value is a string");
        }

        string shown = spec.Precision >= 0 && spec.Precision < text.Length ? text[..spec.Precision] : text;
        return Pad(shown, string.Empty, spec, '<', zeroFillAlign: '<');
    }

    /// <summary>A boolean without a type is written as text when there is nothing but width.</summary>
    private static string FormatBoolean(FlowBoolean truth, Parts spec)
        => spec.Type == 's'
            ? throw new PythonException("ValueError", "the format 's' does not go with a boolean")
            : FormatWhole(truth.Value ? 1 : 0, spec);

    private static string FormatWhole(BigInteger value, Parts spec)
    {
        if (spec.Precision >= 0)
        {
            throw new PythonException("ValueError", "a precision does not go with an integer");
        }

        BigInteger magnitude = BigInteger.Abs(value);
        (string digits, string prefix) = spec.Type switch
        {
            'b' => (ToBase(magnitude, 2), "0b"),
            'o' => (ToBase(magnitude, 8), "0o"),
            'x' => (ToBase(magnitude, 16), "0x"),
            'X' => (ToBase(magnitude, 16).ToUpperInvariant(), "0X"),
            'c' => (value >= 0 && value <= 0x10FFFF ? char.ConvertFromUtf32((int)value) : throw new PythonException("OverflowError", "the number is no character"), string.Empty),
            _ => (magnitude.ToString(CultureInfo.InvariantCulture), string.Empty),
        };
        if (spec.Type == 'c')
        {
            return Pad(digits, string.Empty, spec, '<');
        }

        string lead = SignOf(value.Sign < 0, spec) + (spec.Alternate ? prefix : string.Empty);
        return Pad(Group(digits, spec, spec.Type is 'b' or 'o' or 'x' or 'X' ? 4 : 3), lead, spec, '>');
    }

    private static string FormatReal(double value, Parts spec)
        => Pad(Group(Body(Math.Abs(value), spec), spec, 3), SignOf(double.IsNegative(value) && !double.IsNaN(value), spec), spec, '>');

    private static string Body(double value, Parts spec)
    {
        bool upper = char.IsAsciiLetterUpper(spec.Type);
        if (!double.IsFinite(value))
        {
            string name = (double.IsNaN(value) ? "nan" : "inf") + (spec.Type == '%' ? "%" : string.Empty);
            return upper ? name.ToUpperInvariant() : name;
        }

        int precision = spec.Precision < 0 ? 6 : spec.Precision;
        string body = char.ToLowerInvariant(spec.Type) switch
        {
            'f' => Fixed(value, precision),
            '%' => Fixed(value * 100, precision) + "%",
            'e' => Exponent(value, precision),
            'g' or 'n' => General(value, Math.Max(precision, 1), spec.Alternate, keepPoint: false),
            _ => spec.Precision < 0 ? PythonText.Real(value) : General(value, Math.Max(precision, 1), spec.Alternate, keepPoint: true),
        };
        return upper ? body.ToUpperInvariant() : body;
    }

    private static string Fixed(double value, int precision) => value.ToString("F" + precision, CultureInfo.InvariantCulture);

    private static string Exponent(double value, int precision)
    {
        string text = value.ToString("E" + precision, CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, mark)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string General(double value, int precision, bool alternate, bool keepPoint)
    {
        if (value == 0)
        {
            return keepPoint ? "0.0" : alternate ? "0." + new string('0', precision - 1) : "0";
        }

        string scientific = Exponent(value, precision - 1);
        int exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('e', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        int limit = keepPoint ? precision - 1 : precision;
        if (exponent < -4 || exponent >= Math.Max(limit, keepPoint ? 1 : limit))
        {
            int mark = scientific.IndexOf('e', StringComparison.Ordinal);
            return (alternate ? scientific[..mark] : TrimZeros(scientific[..mark])) + scientific[mark..];
        }

        string plain = Fixed(value, Math.Max(0, precision - 1 - exponent));
        string trimmed = alternate ? plain : TrimZeros(plain);
        return keepPoint && !trimmed.Contains('.', StringComparison.Ordinal) ? trimmed + ".0" : trimmed;
    }

    private static string TrimZeros(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    private static string ToBase(BigInteger value, int radix)
    {
        if (value.IsZero)
        {
            return "0";
        }

        var digits = new StringBuilder();
        for (; !value.IsZero; value /= radix)
        {
            digits.Insert(0, "0123456789abcdef"[(int)(value % radix)]);
        }

        return digits.ToString();
    }

    private static string SignOf(bool negative, Parts spec) => negative ? "-" : spec.Sign is '+' or ' ' ? spec.Sign.ToString() : string.Empty;

    private static string Group(string digits, Parts spec, int size)
    {
        if (spec.Grouping == '\0')
        {
            return digits;
        }

        int end = 0;
        while (end < digits.Length && char.IsAsciiLetterOrDigit(digits[end]) && !(digits[end] is 'e' or 'E' && size == 3))
        {
            end++;
        }

        string whole = digits[..end];
        int room = spec.ZeroFill && spec.Align == '\0' ? spec.Width - (digits.Length - end) : 0;
        var grouped = new StringBuilder();
        for (int i = 0; i < whole.Length || grouped.Length < room; i++)
        {
            if (i > 0 && i % size == 0)
            {
                grouped.Insert(0, spec.Grouping);
            }

            grouped.Insert(0, i < whole.Length ? whole[whole.Length - 1 - i] : '0');
        }

        return grouped + digits[end..];
    }

    private static string Pad(string body, string lead, Parts spec, char align, char zeroFillAlign = '=')
    {
        if (spec.Width > MaxWidth)
        {
            throw new PythonException("IterableTooLong", $"the text would be longer than {MaxWidth:N0} characters");
        }

        int room = spec.Width - lead.Length - body.Length;
        if (room <= 0)
        {
            return lead + body;
        }

        char fill = spec.Fill != '\0' ? spec.Fill : spec.ZeroFill ? '0' : ' ';
        return (spec.Align != '\0' ? spec.Align : spec.ZeroFill ? zeroFillAlign : align) switch
        {
            '<' => lead + body + new string(fill, room),
            '^' => new string(fill, room / 2) + lead + body + new string(fill, room - (room / 2)),
            '=' => lead + new string(fill, room) + body,
            _ => new string(fill, room) + lead + body,
        };
    }

    [GeneratedRegex(@"^((?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alt>#)?(?<zero>0)?(?<width>[0-9]{1,9})?(?<group>[,_])?(\.(?<precision>[0-9]{1,6}))?(?<type>[bcdeEfFgGnosxX%])?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Grammar();

    private sealed class Parts
    {
        public Parts(Match match)
        {
            Fill = First(match.Groups["fill"].Value);
            Align = First(match.Groups["align"].Value);
            Sign = First(match.Groups["sign"].Value);
            Alternate = match.Groups["alt"].Success;
            ZeroFill = match.Groups["zero"].Success;
            Width = match.Groups["width"].Success ? int.Parse(match.Groups["width"].ValueSpan, CultureInfo.InvariantCulture) : 0;
            Grouping = First(match.Groups["group"].Value);
            Precision = match.Groups["precision"].Success ? Math.Min(int.Parse(match.Groups["precision"].ValueSpan, CultureInfo.InvariantCulture), MaxWidth) : -1;
            Type = First(match.Groups["type"].Value);
        }

        public Parts(char type, int precision, bool alternate)
        {
            Type = type;
            Precision = precision;
            Alternate = alternate;
        }

        public char Fill { get; }

        public char Align { get; }

        public char Sign { get; }

        public bool Alternate { get; }

        public bool ZeroFill { get; }

        public int Width { get; }

        public char Grouping { get; }

        public int Precision { get; }

        public char Type { get; }

        private static char First(string text) => text.Length == 0 ? '\0' : text[0];
    }
}
