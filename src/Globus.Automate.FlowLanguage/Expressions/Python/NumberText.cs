using System.Text;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>What <c>int()</c> and <c>float()</c> make of a text before they read it.</summary>
internal static class NumberText
{
    private const string AsciiSpace = " \t\n\v\f\r";

    /// <summary>
    /// The text without space around it and with ASCII digits for those of other scripts. Of ASCII characters fewer are space here than for
    /// <c>str.strip</c>; what is no digit and no space beyond ASCII becomes a question mark, which no number has.
    /// </summary>
    public static string Plain(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Trim([.. AsciiSpace]);
        }

        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int c = CodePoints.ValueAt(text, i);
            i += c > 0xFFFF ? 1 : 0;
            plain.Append(
                c < 0x7F ? (char)c
                : Characters.IsSpace(c) ? ' '
                : Characters.IsDecimal(c) ? (char)('0' + (int)Rune.GetNumericValue(new Rune(c)))
                : '?');
        }

        return plain.ToString().Trim([.. AsciiSpace]);
    }
}
