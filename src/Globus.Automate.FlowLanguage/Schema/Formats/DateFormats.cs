namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>The dates, times and durations of RFC 3339.</summary>
internal static class DateFormats
{
    public static bool IsDateTime(string text)
        => text.Length > 11 && text[10] is 'T' or 't' && IsDate(text.AsSpan(0, 10)) && IsTime(text.AsSpan(11));

    /// <summary><c>2024-05-31</c>.</summary>
    public static bool IsDate(ReadOnlySpan<char> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryNumber(text[..4], out int year) || !TryNumber(text[5..7], out int month) || !TryNumber(text[8..], out int day))
        {
            return false;
        }

        // The year 0000 is in RFC 3339 but not in DateTime; it is a leap year like 0400.
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year == 0 ? 400 : year, month);
    }

    /// <summary><c>12:30:00.5Z</c>, <c>12:30:00+02:00</c>. A leap second is one only at the end of a day in UTC.</summary>
    public static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':'
            || !TryNumber(text[..2], out int hour) || !TryNumber(text[3..5], out int minute) || !TryNumber(text[6..8], out int second)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        text = text[8..];
        if (text[0] == '.')
        {
            int end = 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end == 1)
            {
                return false;
            }

            text = text[end..];
        }

        if (!TryOffset(text, out int offset))
        {
            return false;
        }

        const int Day = 24 * 60;
        int utc = ((hour * 60) + minute - offset + Day) % Day;
        return second < 60 || utc == Day - 1;
    }

    /// <summary><c>P1Y2M3DT4H5M6S</c> or <c>P2W</c> (RFC 3339, appendix A): units in order, none left out between two others.</summary>
    public static bool IsDuration(string text)
    {
        ReadOnlySpan<char> rest = text;
        if (rest.IsEmpty || rest[0] != 'P')
        {
            return false;
        }

        rest = rest[1..];
        if (TryUnits(ref rest, "W", out int weeks) && weeks > 0)
        {
            return rest.IsEmpty;
        }

        if (!TryUnits(ref rest, "YMD", out int days))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            return days > 0;
        }

        if (rest[0] != 'T')
        {
            return false;
        }

        rest = rest[1..];
        return TryUnits(ref rest, "HMS", out int times) && times > 0 && rest.IsEmpty;
    }

    /// <summary>Reads numbers with units in this order without gaps; false where there is a gap.</summary>
    private static bool TryUnits(ref ReadOnlySpan<char> text, string units, out int count)
    {
        count = 0;
        int next = -1;
        while (!text.IsEmpty && char.IsAsciiDigit(text[0]))
        {
            int digits = 0;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                digits++;
            }

            int unit = digits < text.Length ? units.IndexOf(text[digits], StringComparison.Ordinal) : -1;
            if (unit < 0 || (next >= 0 && unit != next))
            {
                return false;
            }

            next = unit + 1;
            count++;
            text = text[(digits + 1)..];
        }

        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !TryNumber(text[1..3], out int hour) || !TryNumber(text[4..], out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '+' ? 1 : -1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            number = (number * 10) + (c - '0');
        }

        return true;
    }
}
