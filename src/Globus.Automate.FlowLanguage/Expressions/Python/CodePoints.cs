using System.Globalization;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Python counts text in code points, .NET in UTF-16 units; for text without surrogates both are the same.</summary>
internal static class CodePoints
{
    private static readonly FlowString[] s_ascii = [.. Enumerable.Range(0, 128).Select(static c => (FlowString)FlowValue.From(((char)c).ToString()))];

    /// <summary>Whether each UTF-16 unit is a code point.</summary>
    public static bool IsPlain(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    /// <summary>Whether all surrogates stand in pairs.</summary>
    public static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !IsPair(text, i++))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Counts the work of finding places in a text.</summary>
    public static void Charge(Site site, string text) => site.Charge(IsPlain(text) ? text.Length >> 5 : 2L * text.Length);

    /// <summary>How many code points a text has.</summary>
    public static int Length(string text) => IsPlain(text) ? text.Length : Count(text, text.Length);

    /// <summary>How many code points stand before a UTF-16 offset.</summary>
    public static int Count(string text, int offset)
    {
        if (IsPlain(text))
        {
            return offset;
        }

        int count = 0;
        for (int i = 0; i < offset; i++)
        {
            if (!IsSecondHalf(text, i))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The UTF-16 offset of a code point; that of the end for one past it.</summary>
    public static int Offset(string text, int place)
    {
        if (IsPlain(text))
        {
            return Math.Min(place, text.Length);
        }

        int offset = 0;
        for (; place > 0 && offset < text.Length; place--)
        {
            offset += IsPair(text, offset) ? 2 : 1;
        }

        return offset;
    }

    /// <summary>One code point as a value.</summary>
    public static FlowValue At(string text, int place)
    {
        int offset = Offset(text, place);
        return IsPair(text, offset) ? FlowValue.From(text.Substring(offset, 2)) : One(text[offset]);
    }

    /// <summary>Each code point as a value.</summary>
    public static FlowValue[] Each(string text)
    {
        var items = new FlowValue[Length(text)];
        int offset = 0;
        for (int i = 0; i < items.Length; i++)
        {
            bool isPair = IsPair(text, offset);
            items[i] = isPair ? FlowValue.From(text.Substring(offset, 2)) : One(text[offset]);
            offset += isPair ? 2 : 1;
        }

        return items;
    }

    /// <summary>The order by code points, which differs from that of UTF-16 units above U+FFFF.</summary>
    public static int Compare(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        int i = left.AsSpan(0, length).CommonPrefixLength(right.AsSpan(0, length));
        if (i == length)
        {
            return left.Length.CompareTo(right.Length);
        }

        bool leftHigh = char.IsSurrogate(left[i]);
        bool rightHigh = char.IsSurrogate(right[i]);
        return leftHigh == rightHigh ? left[i].CompareTo(right[i]) : leftHigh ? 1 : -1;
    }

    /// <summary>The text of a code point, a lone surrogate included.</summary>
    public static string Text(int codePoint) => codePoint is >= 0xD800 and <= 0xDFFF ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint);

    /// <summary>The code point at a UTF-16 offset, a lone surrogate as it is.</summary>
    public static int ValueAt(string text, int offset) => IsPair(text, offset) ? char.ConvertToUtf32(text, offset) : text[offset];

    /// <summary>The UTF-16 offset of the code point before an offset; -1 at the beginning.</summary>
    public static int Before(string text, int offset) => offset >= 2 && IsPair(text, offset - 2) ? offset - 2 : offset - 1;

    /// <summary>The general category of a code point.</summary>
    public static UnicodeCategory Category(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint);

    private static bool IsSecondHalf(string text, int offset) => offset > 0 && char.IsLowSurrogate(text[offset]) && char.IsHighSurrogate(text[offset - 1]);

    private static FlowValue One(char c) => c < s_ascii.Length ? s_ascii[c] : FlowValue.From(c.ToString());

    /// <summary>Whether a character beyond U+FFFF begins at an offset.</summary>
    private static bool IsPair(string text, int offset) => offset + 1 < text.Length && char.IsSurrogatePair(text[offset], text[offset + 1]);
}
