using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>The general categories of Unicode as sets, by their short names (<c>Lu</c>, <c>L</c>) and their long ones (<c>Uppercase_Letter</c>).</summary>
internal static class UnicodeCategories
{
    // In the order of System.Globalization.UnicodeCategory.
    private static readonly string[] s_shortNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly Dictionary<string, string> s_longNames = new(StringComparer.Ordinal)
    {
        ["Letter"] = "L", ["Cased_Letter"] = "LC", ["Uppercase_Letter"] = "Lu", ["Lowercase_Letter"] = "Ll", ["Titlecase_Letter"] = "Lt",
        ["Modifier_Letter"] = "Lm", ["Other_Letter"] = "Lo", ["Mark"] = "M", ["Combining_Mark"] = "M", ["Nonspacing_Mark"] = "Mn",
        ["Spacing_Mark"] = "Mc", ["Enclosing_Mark"] = "Me", ["Number"] = "N", ["Decimal_Number"] = "Nd", ["digit"] = "Nd",
        ["Letter_Number"] = "Nl", ["Other_Number"] = "No", ["Punctuation"] = "P", ["punct"] = "P", ["Connector_Punctuation"] = "Pc",
        ["Dash_Punctuation"] = "Pd", ["Open_Punctuation"] = "Ps", ["Close_Punctuation"] = "Pe", ["Initial_Punctuation"] = "Pi",
        ["Final_Punctuation"] = "Pf", ["Other_Punctuation"] = "Po", ["Symbol"] = "S", ["Math_Symbol"] = "Sm", ["Currency_Symbol"] = "Sc",
        ["Modifier_Symbol"] = "Sk", ["Other_Symbol"] = "So", ["Separator"] = "Z", ["Space_Separator"] = "Zs", ["Line_Separator"] = "Zl",
        ["Paragraph_Separator"] = "Zp", ["Other"] = "C", ["Control"] = "Cc", ["cntrl"] = "Cc", ["Format"] = "Cf", ["Surrogate"] = "Cs",
        ["Private_Use"] = "Co", ["Unassigned"] = "Cn",
    };

    private static readonly Lazy<Dictionary<string, CodePointSet>> s_sets = new(Build);

    /// <summary>The set of a category by its short name.</summary>
    public static bool TryGet(string shortName, [NotNullWhen(true)] out CodePointSet? set) => s_sets.Value.TryGetValue(shortName, out set);

    /// <summary>The set of a category by its short or its long name.</summary>
    public static bool TryGetByAnyName(string name, [NotNullWhen(true)] out CodePointSet? set)
        => TryGet(s_longNames.GetValueOrDefault(name, name), out set);

    private static Dictionary<string, CodePointSet> Build()
    {
        var ranges = new List<(int From, int To)>[s_shortNames.Length];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = [];
        }

        int start = 0;
        UnicodeCategory current = CharUnicodeInfo.GetUnicodeCategory(0);
        for (int codePoint = 1; codePoint <= 0x110000; codePoint++)
        {
            UnicodeCategory? next = codePoint <= 0x10FFFF ? CharUnicodeInfo.GetUnicodeCategory(codePoint) : null;
            if (next != current)
            {
                ranges[(int)current].Add((start, codePoint - 1));
                start = codePoint;
                current = next ?? current;
            }
        }

        var sets = new Dictionary<string, CodePointSet>(StringComparer.Ordinal);
        for (int i = 0; i < ranges.Length; i++)
        {
            sets[s_shortNames[i]] = CodePointSet.Of([.. ranges[i]]);
        }

        foreach (IGrouping<string, string> group in s_shortNames.GroupBy(static name => name[..1], StringComparer.Ordinal).ToList())
        {
            sets[group.Key] = CodePointSet.Union(group.Select(name => sets[name]));
        }

        sets["LC"] = CodePointSet.Union(sets["Lu"], sets["Ll"], sets["Lt"]);
        return sets;
    }
}
