using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary><c>float(value)</c>.</summary>
internal sealed class FloatFunction() : PythonFunction("float")
{
    public override PythonType Type => PythonType.Real;

    public override FlowValue Invoke(in Call call)
    {
        call.Require(0, 1);
        if (call.Count == 0)
        {
            return FlowValue.From(0.0);
        }

        if (call[0] is FlowString text)
        {
            call.Site.Charge(text.Value.Length);
            return FlowValue.From(Read(call.Site, text.Value));
        }

        return PythonNumbers.IsNumber(call[0])
            ? FlowValue.From(PythonNumbers.Real(call.Site, call[0]))
            : throw call.Site.TypeError($"float() takes a number or a string, not {PythonNames.Of(call[0])}.");
    }

    private static double Read(Site site, string text)
    {
        string? plain = Plain(text.Trim([.. Characters.Whitespace]));
        switch (plain?.TrimStart('+', '-').ToLowerInvariant())
        {
            case "inf" or "infinity" when plain.LastIndexOfAny(['+', '-']) <= 0:
                return plain.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;
            case "nan" when plain.LastIndexOfAny(['+', '-']) <= 0:
                return double.NaN;
            default:
                return plain is not null && double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number) && char.IsAsciiDigit(plain[^1]) | plain[^1] == '.'
                    ? number
                    : throw site.ValueError($"{PythonNames.Quote(text)} is no number.");
        }
    }

    /// <summary>The text with ASCII digits and without the underscores that may stand between digits; null where one stands elsewhere.</summary>
    private static string? Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '_')
            {
                if (i == 0 || i + 1 == text.Length || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1]))
                {
                    return null;
                }

                continue;
            }

            plain.Append(c > 0x7F && char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c)) : c);
        }

        return plain.Length == 0 ? null : plain.ToString();
    }
}
