using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Python's format specification mini-language: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c>.</summary>
internal readonly struct FormatSpecification
{
    private FormatSpecification(string? fill, char align, char sign, bool noNegativeZero, bool alternate, bool zeroFill, int width, char grouping, int precision, char type)
    {
        Fill = fill;
        Align = align;
        Sign = sign;
        NoNegativeZero = noNegativeZero;
        Alternate = alternate;
        ZeroFill = zeroFill;
        Width = width;
        Grouping = grouping;
        Precision = precision;
        Type = type;
    }

    /// <summary>The character that fills the width; null where none is given.</summary>
    public string? Fill { get; }

    /// <summary><c>&lt; &gt; = ^</c>, or 0.</summary>
    public char Align { get; }

    /// <summary><c>+ -</c> or space, or 0.</summary>
    public char Sign { get; }

    public bool NoNegativeZero { get; }

    public bool Alternate { get; }

    public bool ZeroFill { get; }

    public int Width { get; }

    /// <summary><c>, _</c>, or 0.</summary>
    public char Grouping { get; }

    /// <summary>-1 where none is given.</summary>
    public int Precision { get; }

    /// <summary>The letter at the end, or 0.</summary>
    public char Type { get; }

    /// <summary>Formats a value as <c>format(value, specification)</c> does.</summary>
    public static string Format(Site site, FlowValue value, string specification)
    {
        if (specification.Length == 0)
        {
            return PythonText.Str(site, value);
        }

        if (specification.AsSpan().IndexOfAny('{', '}') is >= 0 and int brace)
        {
            // simpleeval formats by "{:" + specification + "}", so that a brace in it closes the place, and text follows.
            return specification[brace] == '}'
                ? Format(site, value, specification[..brace]) + TextAfter(site, specification[(brace + 1)..] + "}")
                : throw site.ValueError($"The format {PythonNames.Quote(specification)} has a brace in it.");
        }

        if (value is not (FlowString or FlowInteger or FlowReal or FlowBoolean))
        {
            throw site.TypeError($"{PythonEquality.Capital(PythonNames.Of(value))} takes no format; str(...) makes a string of it.");
        }

        FormatSpecification spec = Parse(site, specification);
        site.Charge(spec.Width + Math.Max(spec.Precision, 0));
        return value switch
        {
            FlowString text => NumberFormat.Text(site, text.Value, spec),
            FlowReal real => NumberFormat.Real(site, real.Value, spec),
            _ when spec.Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%' => NumberFormat.Real(site, PythonNumbers.Real(site, value), spec),
            _ => NumberFormat.Whole(site, value, spec),
        };
    }

    /// <summary>Text of a template of <c>str.format</c> without places: braces stand in twos.</summary>
    private static string TextAfter(Site site, string template)
    {
        var text = new StringBuilder();
        for (int i = 0; i < template.Length; i++)
        {
            char c = template[i];
            if (c is '{' or '}' && (++i == template.Length || template[i] != c))
            {
                throw site.ValueError($"The format has a single '{c}' in it.");
            }

            text.Append(c);
        }

        return text.ToString();
    }

    private static FormatSpecification Parse(Site site, string text)
    {
        int at = 0;
        string? fill = null;
        char align = '\0';
        int first = CodePoints.Offset(text, 1);
        if (first < text.Length && IsAlign(text[first]))
        {
            fill = text[..first];
            align = text[first];
            at = first + 1;
        }
        else if (IsAlign(text[0]))
        {
            align = text[0];
            at = 1;
        }

        char sign = Take(text, ref at, "+- ");
        bool noNegativeZero = Take(text, ref at, "z") != '\0';
        bool alternate = Take(text, ref at, "#") != '\0';
        bool zeroFill = fill is null && Take(text, ref at, "0") != '\0';
        int width = Math.Max(0, Number(site, text, ref at));
        char grouping = Take(text, ref at, ",_");
        int precision = -1;
        if (Take(text, ref at, ".") != '\0')
        {
            precision = Number(site, text, ref at);
            if (precision < 0)
            {
                throw site.ValueError($"The format {PythonNames.Quote(text)} has a point and no precision after it.");
            }
        }

        char type = at < text.Length ? text[at++] : '\0';
        return at < text.Length
            ? throw site.ValueError($"{PythonNames.Quote(text)} is no format.")
            : new FormatSpecification(fill, align, sign, noNegativeZero, alternate, zeroFill, width, grouping, precision, type);
    }

    private static bool IsAlign(char c) => c is '<' or '>' or '=' or '^';

    private static char Take(string text, ref int at, string one) => at < text.Length && one.Contains(text[at], StringComparison.Ordinal) ? text[at++] : '\0';

    /// <summary>A number at this place; -1 where there is none.</summary>
    private static int Number(Site site, string text, ref int at)
    {
        int start = at;
        long number = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            number = Math.Min((number * 10) + (text[at] - '0'), int.MaxValue);
            at++;
        }

        if (number > Site.MaxLength * 10)
        {
            throw site.TooLong(number);
        }

        return at == start ? -1 : (int)number;
    }
}
