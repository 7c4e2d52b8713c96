using System.Globalization;
using System.Numerics;
using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Python's <c>'...%s...' % values</c> (library reference, "printf-style String Formatting").</summary>
internal static class PercentFormat
{
    public static string Format(Site site, string format, FlowValue right)
    {
        var values = new Values(site, right);
        var text = new StringBuilder();
        int at = 0;
        while (at < format.Length)
        {
            int next = format.IndexOf('%', at);
            if (next < 0)
            {
                break;
            }

            text.Append(format, at, next - at);
            at = next + 1;
            text.Append(Place(site, format, ref at, values));
            site.Charge(text.Length >> 4);
        }

        text.Append(format, at, format.Length - at);
        values.RequireAllUsed();
        site.Charge(text.Length);
        return text.ToString();
    }

    /// <summary>One <c>%</c> with its name, flags, width, precision and type.</summary>
    private static string Place(Site site, string format, ref int at, Values values)
    {
        if (at < format.Length && format[at] == '%')
        {
            at++;
            return "%";
        }

        FlowValue? named = null;
        if (at < format.Length && format[at] == '(')
        {
            named = values.Named(ReadName(site, format, ref at));
        }

        var flags = new Flags();
        while (at < format.Length && flags.TryAdd(format[at]))
        {
            at++;
        }

        int width = ReadNumber(site, format, ref at, values) ?? 0;
        if (width < 0)
        {
            flags.Left = true;
            width = -width;
        }

        int precision = -1;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            precision = Math.Max(0, ReadNumber(site, format, ref at, values) ?? 0);
        }

        if (at < format.Length && format[at] is 'l' or 'h' or 'L')
        {
            at++;
        }

        if (at >= format.Length)
        {
            throw site.ValueError("The format ends in the middle of a '%'; '%%' writes the character itself.");
        }

        char type = format[at++];

        site.Charge(width + Math.Max(precision, 0));
        return Convert(site, named ?? values.Take(), type, flags, width, precision);
    }

    private static string ReadName(Site site, string format, ref int at)
    {
        int start = ++at;
        int level = 1;
        for (; at < format.Length; at++)
        {
            level += format[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (level == 0)
            {
                return format[start..at++];
            }
        }

        throw site.ValueError("A name in the format has no closing ')'.");
    }

    private static int? ReadNumber(Site site, string format, ref int at, Values values)
    {
        if (at < format.Length && format[at] == '*')
        {
            at++;
            FlowValue value = values.Take();
            if (!PythonNumbers.IsWhole(value))
            {
                throw site.TypeError($"'*' takes an integer, not {PythonNames.Of(value)}.");
            }

            return PythonNumbers.TryInt64(value, out long given) && given is >= -Site.MaxLength * 10 and <= Site.MaxLength * 10 ? (int)given : throw site.TooLong(int.MaxValue);
        }

        int start = at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            at++;
        }

        return at == start ? null
            : int.TryParse(format.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= Site.MaxLength * 10 ? number
            : throw site.TooLong(int.MaxValue);
    }

    private static string Convert(Site site, FlowValue value, char type, Flags flags, int width, int precision)
    {
        switch (type)
        {
            case 's' or 'r' or 'a':
                string body = type == 's' ? PythonText.Str(site, value) : PythonText.Repr(site, value, asciiOnly: type == 'a');
                return Pad(precision >= 0 ? body[..CodePoints.Offset(body, precision)] : body, string.Empty, flags, width, zeros: false);
            case 'c':
                return Pad(Character(site, value), string.Empty, flags, width, zeros: false);
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                return Whole(site, value, type, flags, width, precision);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                if (!PythonNumbers.IsNumber(value))
                {
                    throw site.TypeError($"'%{type}' takes a number, not {PythonNames.Of(value)}.");
                }

                double real = PythonNumbers.Real(site, value);
                return Pad(NumberFormat.Body(Math.Abs(real), type, precision, flags.Alternate), Sign(double.IsNegative(real) && !double.IsNaN(real), flags), flags, width, flags.Zeros);
            default:
                throw site.ValueError($"'%{type}' is no place of a format.");
        }
    }

    private static string Whole(Site site, FlowValue value, char type, Flags flags, int width, int precision)
    {
        BigInteger whole = value switch
        {
            FlowInteger or FlowBoolean => PythonNumbers.Whole(value),
            FlowReal real when type is 'd' or 'i' or 'u' => double.IsFinite(real.Value)
                ? new BigInteger(Math.Truncate(real.Value))
                : throw site.Fault(double.IsNaN(real.Value) ? "ValueError" : "OverflowError", $"{RealText.Special(real.Value)} is no integer."),
            _ => throw site.TypeError($"'%{type}' takes {(type is 'd' or 'i' or 'u' ? "a number" : "an integer")}, not {PythonNames.Of(value)}."),
        };
        BigInteger magnitude = BigInteger.Abs(whole);
        (string digits, string prefix) = type switch
        {
            'x' => (NumberFormat.InBase(site, magnitude, 4), "0x"),
            'X' => (NumberFormat.InBase(site, magnitude, 4).ToUpperInvariant(), "0X"),
            'o' => (NumberFormat.InBase(site, magnitude, 3), "0o"),
            _ => (PythonText.Decimal(site, FlowValue.From(magnitude)), string.Empty),
        };
        string lead = Sign(whole.Sign < 0, flags) + (flags.Alternate ? prefix : string.Empty);
        return Pad(digits.PadLeft(Math.Max(precision, 0), '0'), lead, flags, width, flags.Zeros);
    }

    private static string Character(Site site, FlowValue value)
    {
        if (value is FlowString text)
        {
            return CodePoints.Length(text.Value) == 1 ? text.Value : throw site.TypeError("'%c' takes one character.");
        }

        if (!PythonNumbers.IsWhole(value))
        {
            throw site.TypeError($"'%c' takes a character or its number, not {PythonNames.Of(value)}.");
        }

        return PythonNumbers.TryInt64(value, out long code) && code is >= 0 and <= 0x10FFFF
            ? CodePoints.Text((int)code)
            : throw site.Fault("OverflowError", "The number is no character.");
    }

    private static string Sign(bool negative, Flags flags) => negative ? "-" : flags.Plus ? "+" : flags.Space ? " " : string.Empty;

    private static string Pad(string body, string lead, Flags flags, int width, bool zeros)
    {
        int room = width - lead.Length - CodePoints.Length(body);
        if (room <= 0)
        {
            return lead + body;
        }

        return flags.Left ? lead + body + new string(' ', room)
            : zeros ? lead + new string('0', room) + body
            : new string(' ', room) + lead + body;
    }

    private struct Flags
    {
        public bool Left;
        public bool Plus;
        public bool Space;
        public bool Alternate;
        public bool Zeros;

        public bool TryAdd(char flag)
        {
            switch (flag)
            {
                case '-':
                    return Left = true;
                case '+':
                    return Plus = true;
                case ' ':
                    return Space = true;
                case '#':
                    return Alternate = true;
                case '0':
                    return Zeros = true;
                default:
                    return false;
            }
        }
    }

    /// <summary>What stands on the right of <c>%</c>: a tuple of values, one value, or an object of named ones.</summary>
    private sealed class Values(Site site, FlowValue right)
    {
        private readonly PythonTuple? _tuple = right as PythonTuple;
        private readonly bool _isMapping = right is FlowObject or PythonDict or FlowArray or PythonList or PythonBytes;
        private int _next;
        private bool _hasNames;

        public FlowValue Take()
        {
            int count = _hasNames ? 0 : _tuple?.Count ?? 1;
            if (_next >= count)
            {
                throw site.TypeError("The format has more places than there are values.");
            }

            int place = _next++;
            return _tuple is null ? right : _tuple.Items[place];
        }

        public FlowValue Named(string name)
        {
            if (right is not (FlowObject or PythonDict))
            {
                throw site.TypeError($"A format with names needs an object on its right, not {PythonNames.Of(right)}.");
            }

            _hasNames = true;
            return Indexing.Index(site, right, FlowValue.From(name));
        }

        public void RequireAllUsed()
        {
            int count = _tuple?.Count ?? 1;
            if (_next < count && !_isMapping)
            {
                throw site.TypeError("The format has fewer places than there are values.");
            }
        }
    }
}
