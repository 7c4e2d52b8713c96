using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
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

        if (call[0] is FlowString or PythonBytes)
        {
            string text = call[0] is PythonBytes bytes ? Encoding.Latin1.GetString(bytes.Value) : ((FlowString)call[0]).Value;
            call.Site.Charge(text.Length);
            return FlowValue.From(Read(call.Site, text));
        }

        return PythonNumbers.IsNumber(call[0])
            ? FlowValue.From(PythonNumbers.Real(call.Site, call[0]))
            : throw call.Site.TypeError($"float() takes a number or a string, not {PythonNames.Of(call[0])}.");
    }

    private static double Read(Site site, string text)
    {
        string? plain = WithoutUnderscores(NumberText.Plain(text));
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

    /// <summary>The text without the underscores that may stand between digits; null where one stands elsewhere.</summary>
    private static string? WithoutUnderscores(string text)
    {
        for (int at = text.IndexOf('_', StringComparison.Ordinal); at >= 0; at = text.IndexOf('_', at + 1))
        {
            if (at == 0 || at + 1 == text.Length || !char.IsAsciiDigit(text[at - 1]) || !char.IsAsciiDigit(text[at + 1]))
            {
                return null;
            }
        }

        return text.Length == 0 ? null : text.Replace("_", string.Empty, StringComparison.Ordinal);
    }
}
