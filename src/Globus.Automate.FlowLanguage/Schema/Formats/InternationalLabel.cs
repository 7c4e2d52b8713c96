using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>
/// The labels of international host names by IDNA 2008: which characters may be in one (RFC 5892) and how writing directions may mix
/// (RFC 5893). Scripts and writing directions come from the ranges of Unicode's blocks, since .NET has neither property; that is exact for the
/// scripts that the rules name.
/// </summary>
internal static class InternationalLabel
{
    private static readonly int[] s_viramas =
    [
        0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0BCD, 0x0C4D, 0x0CCD, 0x0D3B, 0x0D3C, 0x0D4D, 0x0DCA, 0x0E3A, 0x0EBA, 0x0F84, 0x1039, 0x103A, 0x1714,
        0x1734, 0x17D2, 0x1A60, 0x1B44, 0x1BAA, 0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F, 0xA806, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED, 0x10A3F, 0x11046, 0x1107F,
        0x110B9, 0x11133, 0x11134, 0x111C0, 0x11235, 0x112EA, 0x1134D, 0x11442, 0x114C2, 0x115BF, 0x1163F, 0x116B6, 0x1172B, 0x11839,
    ];

    private enum Direction
    {
        Left,
        Right,
        EuropeanNumber,
        ArabicNumber,
        Mark,
        Neutral,
    }

    /// <summary>Whether all characters of a label may be there, at their places.</summary>
    public static bool IsValid(string label)
    {
        Rune[] runes = [.. label.EnumerateRunes()];
        if (runes.Length == 0 || runes[0].Value == '-' || runes[^1].Value == '-' || IsMark(runes[0]))
        {
            return false;
        }

        if (runes.Length >= 4 && runes[2].Value == '-' && runes[3].Value == '-')
        {
            return false;
        }

        for (int i = 0; i < runes.Length; i++)
        {
            if (!IsAllowed(runes, i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the labels of one name go together: where any is written from right to left, all have to keep the rule of RFC 5893.</summary>
    public static bool AreValid(string[] labels)
    {
        Direction[][] directions = [.. labels.Select(static label => label.EnumerateRunes().Select(DirectionOf).ToArray())];
        bool isBidirectional = Array.Exists(directions, static label => Array.Exists(label, static d => d is Direction.Right or Direction.ArabicNumber));
        return !isBidirectional || Array.TrueForAll(directions, KeepsDirections);
    }

    private static bool IsAllowed(Rune[] runes, int i)
    {
        int c = runes[i].Value;
        switch (c)
        {
            // RFC 5892, section 2.6 and appendix A.
            case 0xDF or 0x3C2 or 0x6FD or 0x6FE or 0xF0B or 0x3007:
                return true;
            case 0x640 or 0x7FA or 0x302E or 0x302F or (>= 0x3031 and <= 0x3035) or 0x303B:
                return false;
            case 0xB7:
                return i > 0 && i + 1 < runes.Length && runes[i - 1].Value == 'l' && runes[i + 1].Value == 'l';
            case 0x375:
                return i + 1 < runes.Length && runes[i + 1].Value is (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF);
            case 0x5F3 or 0x5F4:
                return i > 0 && runes[i - 1].Value is (>= 0x591 and <= 0x5F4) or (>= 0xFB1D and <= 0xFB4F);
            case 0x30FB:
                return Array.Exists(runes, static rune => IsJapanese(rune.Value));
            case >= 0x660 and <= 0x669:
                return !Array.Exists(runes, static rune => rune.Value is >= 0x6F0 and <= 0x6F9);
            case >= 0x6F0 and <= 0x6F9:
                return !Array.Exists(runes, static rune => rune.Value is >= 0x660 and <= 0x669);
            case 0x200D:
                return FollowsVirama(runes, i);
            case 0x200C:
                return FollowsVirama(runes, i) || IsBetweenJoining(runes, i);
            case (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97F) or (>= 0xD7B0 and <= 0xD7FF):
                return false;
            case < 0x80:
                return c == '-' || char.IsAsciiLetterOrDigit((char)c);
            default:
                return Rune.GetUnicodeCategory(runes[i]) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
                    or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;
        }
    }

    private static bool IsMark(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool FollowsVirama(Rune[] runes, int i) => i > 0 && Array.IndexOf(s_viramas, runes[i - 1].Value) >= 0;

    /// <summary>A zero width non-joiner between letters that would otherwise join (RFC 5892, appendix A.1).</summary>
    private static bool IsBetweenJoining(Rune[] runes, int i)
    {
        int before = i - 1;
        while (before >= 0 && IsTransparent(runes[before]))
        {
            before--;
        }

        int after = i + 1;
        while (after < runes.Length && IsTransparent(runes[after]))
        {
            after++;
        }

        return before >= 0 && after < runes.Length && JoinsBothSides(runes[before].Value)
            && (JoinsBothSides(runes[after].Value) || JoinsRight(runes[after].Value));
    }

    private static bool IsTransparent(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool JoinsBothSides(int c) => c is 0x620 or 0x626 or 0x628 or (>= 0x62A and <= 0x62E) or (>= 0x633 and <= 0x63F) or (>= 0x641 and <= 0x647)
        or 0x649 or 0x64A or 0x66E or 0x66F or (>= 0x678 and <= 0x687) or (>= 0x69A and <= 0x6BF) or 0x6C1 or 0x6C2 or 0x6CC or 0x6CE or 0x6D0 or 0x6D1
        or (>= 0x6FA and <= 0x6FC) or 0x6FF or (>= 0x1820 and <= 0x1878);

    private static bool JoinsRight(int c) => c is (>= 0x622 and <= 0x625) or 0x627 or 0x629 or (>= 0x62F and <= 0x632) or 0x648 or (>= 0x671 and <= 0x673)
        or (>= 0x675 and <= 0x677) or (>= 0x688 and <= 0x699) or 0x6C0 or (>= 0x6C3 and <= 0x6CB) or 0x6CD or 0x6CF or 0x6D2 or 0x6D3 or 0x6D5 or 0x6EE or 0x6EF;

    private static bool IsJapanese(int c) => c is (>= 0x3041 and <= 0x3096) or (>= 0x309D and <= 0x309F) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FD and <= 0x30FF)
        or (>= 0x31F0 and <= 0x31FF) or (>= 0xFF66 and <= 0xFF9D) or (>= 0x2E80 and <= 0x2FD5) or 0x3005 or 0x3007 or (>= 0x3021 and <= 0x3029)
        or (>= 0x3038 and <= 0x303B) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFD);

    private static bool KeepsDirections(Direction[] label)
    {
        if (label.Length == 0 || label[0] is not (Direction.Left or Direction.Right))
        {
            return false;
        }

        int last = label.Length - 1;
        while (last > 0 && label[last] == Direction.Mark)
        {
            last--;
        }

        if (label[0] == Direction.Left)
        {
            return label[last] is Direction.Left or Direction.EuropeanNumber
                && !Array.Exists(label, static d => d is Direction.Right or Direction.ArabicNumber);
        }

        return label[last] is Direction.Right or Direction.EuropeanNumber or Direction.ArabicNumber
            && !Array.Exists(label, static d => d == Direction.Left)
            && !(Array.Exists(label, static d => d == Direction.EuropeanNumber) && Array.Exists(label, static d => d == Direction.ArabicNumber));
    }

    private static Direction DirectionOf(Rune rune)
    {
        int c = rune.Value;
        if (c is (>= '0' and <= '9') or (>= 0x6F0 and <= 0x6F9))
        {
            return Direction.EuropeanNumber;
        }

        if (c is (>= 0x660 and <= 0x669) or 0x66B or 0x66C or 0x6DD or (>= 0x10E60 and <= 0x10E7E))
        {
            return Direction.ArabicNumber;
        }

        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return Direction.Mark;
        }

        bool isLetter = category is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;
        bool isRightToLeft = c is (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFE) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
        if (isRightToLeft && (isLetter || c is 0x5F3 or 0x5F4 or 0x6FD or 0x6FE))
        {
            return Direction.Right;
        }

        return isLetter ? Direction.Left : Direction.Neutral;
    }
}
