using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>What Python's <c>str</c> methods ask of characters and do to their case.</summary>
internal static class Characters
{
    /// <summary>What <c>isspace</c> says yes to, and <c>split</c> and <c>strip</c> take for space.</summary>
    public const string Whitespace = " \t\n\r\v\f\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    private static readonly FrozenDictionary<char, string> s_upper = Read(UnicodeTables.Upper);
    private static readonly FrozenDictionary<char, string> s_title = Read(UnicodeTables.Title);
    private static readonly FrozenDictionary<char, string> s_folded = Read(UnicodeTables.Folded);

    public static bool IsSpace(int c) => c <= 0xFFFF && Whitespace.Contains((char)c, StringComparison.Ordinal);

    public static bool IsPrintable(int c) => c == ' ' || CodePoints.Category(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    public static bool IsAlphabetic(int c) => CodePoints.Category(c) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    public static bool IsDecimal(int c) => CodePoints.Category(c) == UnicodeCategory.DecimalDigitNumber;

    public static bool IsDigit(int c) => IsDecimal(c) || IsIn(UnicodeTables.OtherDigits, c);

    public static bool IsNumeric(int c)
        => CodePoints.Category(c) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber || IsIn(UnicodeTables.NumericLetters, c);

    public static bool IsLower(int c) => CodePoints.Category(c) == UnicodeCategory.LowercaseLetter || IsIn(UnicodeTables.OtherLower, c);

    public static bool IsUpper(int c) => CodePoints.Category(c) == UnicodeCategory.UppercaseLetter || IsIn(UnicodeTables.OtherUpper, c);

    public static bool IsTitle(int c) => CodePoints.Category(c) == UnicodeCategory.TitlecaseLetter;

    public static bool IsCased(int c) => IsLower(c) || IsUpper(c) || IsTitle(c);

    /// <summary>Whether a name may begin with the character (PEP 3131).</summary>
    public static bool BeginsName(int c)
        => c == '_' || ((IsAlphabetic(c) || CodePoints.Category(c) == UnicodeCategory.LetterNumber) && !IsIn(UnicodeTables.NoNames, c)) || IsIn(UnicodeTables.NameStarts, c);

    /// <summary>Whether the character may stand in a name.</summary>
    public static bool ContinuesName(int c) => BeginsName(c) || IsIn(UnicodeTables.NameParts, c) || CodePoints.Category(c) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;

    public static string Upper(string text) => IsAscii(text) ? text.ToUpperInvariant() : Map(text, static (_, _, c) => Upper(c));

    public static string Lower(string text) => IsAscii(text) ? text.ToLowerInvariant() : Map(text, static (all, i, c) => Lower(all, i, c));

    public static string Fold(string text) => IsAscii(text) ? text.ToLowerInvariant() : Map(text, static (_, _, c) => Fold(c));

    public static string SwapCase(string text) => Map(text, static (all, i, c) => IsUpper(c) ? Lower(all, i, c) : IsLower(c) ? Upper(c) : CodePoints.Text(c));

    public static string Capitalize(string text) => Map(text, static (all, i, c) => i == 0 ? Title(c) : Lower(all, i, c));

    /// <summary>Each word with a capital: a word is a run of characters that have case.</summary>
    public static string TitleWords(string text)
    {
        var result = new StringBuilder(text.Length);
        bool inWord = false;
        for (int i = 0; i < text.Length; i++)
        {
            int c = CodePoints.ValueAt(text, i);
            result.Append(inWord ? Lower(text, i, c) : Title(c));
            inWord = IsCased(c);
            i += c > 0xFFFF ? 1 : 0;
        }

        return result.ToString();
    }

    private static string Map(string text, Func<string, int, int, string> map)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int c = CodePoints.ValueAt(text, i);
            result.Append(map(text, i, c));
            i += c > 0xFFFF ? 1 : 0;
        }

        return result.ToString();
    }

    private static string Upper(int c) => c <= 0xFFFF && s_upper.TryGetValue((char)c, out string? several) ? several : CodePoints.Text(c).ToUpperInvariant();

    private static string Title(int c) => c is >= 0x10D0 and <= 0x10FF
        ? ((char)c).ToString() // Georgian letters have capitals, and titles do without them.
        : c <= 0xFFFF && s_title.TryGetValue((char)c, out string? several) ? several : Upper(c);

    private static string Lower(string text, int offset, int c) => c switch
    {
        '\u0130' => "i\u0307",
        '\u03A3' when IsFinalSigma(text, offset) => "\u03C2",
        _ => CodePoints.Text(c).ToLowerInvariant(),
    };

    /// <summary>A sigma after a letter and before none is written in its final form, past what has no case and does not break a word.</summary>
    private static bool IsFinalSigma(string text, int offset)
    {
        int before = CodePoints.Before(text, offset);
        while (before >= 0 && IsCaseIgnorable(CodePoints.ValueAt(text, before)))
        {
            before = CodePoints.Before(text, before);
        }

        if (before < 0 || !IsCased(CodePoints.ValueAt(text, before)))
        {
            return false;
        }

        int after = offset + 1;
        while (after < text.Length && IsCaseIgnorable(CodePoints.ValueAt(text, after)))
        {
            after += CodePoints.ValueAt(text, after) > 0xFFFF ? 2 : 1;
        }

        return after >= text.Length || !IsCased(CodePoints.ValueAt(text, after));
    }

    private static bool IsCaseIgnorable(int c) => IsIn(UnicodeTables.MiddleOfWords, c) || CodePoints.Category(c) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static string Fold(int c) => c switch
    {
        '\u0130' => "i\u0307",
        >= 0x13A0 and <= 0x13F5 => CodePoints.Text(c), // Cherokee is folded to capitals.
        >= 0x13F8 and <= 0x13FD => CodePoints.Text(c - 8),
        >= 0xAB70 and <= 0xABBF => CodePoints.Text(c - 0xAB70 + 0x13A0),
        <= 0xFFFF when s_folded.TryGetValue((char)c, out string? several) => several,
        _ => CodePoints.Text(c).ToLowerInvariant(),
    };

    private static bool IsAscii(string text) => System.Text.Ascii.IsValid(text);

    private static bool IsIn(ReadOnlySpan<int> ranges, int c)
    {
        for (int i = 0; i < ranges.Length; i += 2)
        {
            if (c >= ranges[i] && c <= ranges[i + 1])
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenDictionary<char, string> Read(string table)
        => table.Split('|').ToFrozenDictionary(static entry => entry[0], static entry => entry[1..]);
}
