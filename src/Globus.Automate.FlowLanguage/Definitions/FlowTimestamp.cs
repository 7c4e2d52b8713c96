using System.Globalization;
using System.Text.RegularExpressions;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>Timestamps as Wait and Choice take them: RFC 3339 with an upper-case T and Z, or an offset (States Language, section "Timestamps").</summary>
public static partial class FlowTimestamp
{
    /// <summary>Reads a timestamp. Digits beyond a ten-millionth of a second are dropped.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length > 64 || !Form().IsMatch(text))
        {
            return false;
        }

        int dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
        {
            int end = dot + 1;
            while (char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            text = text[..Math.Min(end, dot + 8)] + text[end..];
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
