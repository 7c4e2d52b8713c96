using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>What a plain scalar means by the YAML 1.2 core schema (section 10.3), and what it meant to readers of YAML 1.1.</summary>
internal static partial class CoreSchema
{
    private const int MaxDigits = 4000;

    public static FlowValue Resolve(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return FlowValue.Null;
            case "true" or "True" or "TRUE":
                return FlowValue.True;
            case "false" or "False" or "FALSE":
                return FlowValue.False;
            default:
                break;
        }

        if (!(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.') || text.Length > MaxDigits)
        {
            return FlowValue.From(text);
        }

        if (Decimal().IsMatch(text))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long small)
                ? FlowValue.From(small)
                : FlowValue.From(BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }

        if (Octal().IsMatch(text))
        {
            BigInteger value = BigInteger.Zero;
            foreach (char digit in text.AsSpan(2))
            {
                value = (value * 8) + (digit - '0');
            }

            return FlowValue.From(value);
        }

        if (Hexadecimal().IsMatch(text))
        {
            return FlowValue.From(BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }

        return Real().IsMatch(text)
            ? FlowValue.From(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))
            : FlowValue.From(text);
    }

    /// <summary>What older readers take a text for, where that differs; null where it does not.</summary>
    public static string? MeaningInYaml11(string text)
    {
        if (text.Length is 0 or > 40)
        {
            return null;
        }

        if (text is "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y")
        {
            return "true";
        }

        if (text is "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N")
        {
            return "false";
        }

        if (!(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.'))
        {
            return null;
        }

        return text switch
        {
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" => "an infinite number, which JSON does not have",
            ".nan" or ".NaN" or ".NAN" => "no number, which JSON does not have",
            _ when OldOctal().IsMatch(text) => "an octal number",
            _ when Octal().IsMatch(text) => "text",
            _ when Sexagesimal().IsMatch(text) => "a number in base 60",
            _ when OldBinary().IsMatch(text) => "a binary number",
            _ when Grouped().IsMatch(text) => "a number",
            _ when Date().IsMatch(text) => "a date",
            _ when Exponent().IsMatch(text) => "text",
            _ => null,
        };
    }

    /// <summary>What a text is here, for a sentence.</summary>
    public static string Describe(string text) => Resolve(text).Kind switch
    {
        FlowValueKind.String => "text",
        FlowValueKind.Integer => "the number " + Resolve(text).ToJson(),
        FlowValueKind.Real => "a number",
        FlowValueKind.Boolean => "a boolean",
        _ => "null",
    };

    [GeneratedRegex("^[-+]?[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex("^0o[0-7]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Octal();

    [GeneratedRegex("^0x[0-9a-fA-F]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Real();

    /// <summary>YAML 1.1 asks for a point, and a sign of the exponent.</summary>
    [GeneratedRegex(@"^[-+]?([0-9]+[eE][-+]?[0-9]+|[0-9]*\.[0-9]*[eE][0-9]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exponent();

    [GeneratedRegex("^[-+]?0[0-7]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OldOctal();

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sexagesimal();

    [GeneratedRegex("^[-+]?0b[01_]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OldBinary();

    [GeneratedRegex(@"^[-+]?(0x[0-9a-fA-F_]*_[0-9a-fA-F_]*|[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();
}
