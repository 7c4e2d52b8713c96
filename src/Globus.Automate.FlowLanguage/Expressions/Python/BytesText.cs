using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>How Python writes bytes.</summary>
internal static class BytesText
{
    public static string Repr(byte[] value)
    {
        char quote = value.AsSpan().Contains((byte)'\'') && !value.AsSpan().Contains((byte)'"') ? '"' : '\'';
        var text = new StringBuilder(value.Length + 3).Append('b').Append(quote);
        foreach (byte b in value)
        {
            _ = b switch
            {
                (byte)'\\' => text.Append("\\\\"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\r' => text.Append("\\r"),
                (byte)'\t' => text.Append("\\t"),
                _ when b == quote => text.Append('\\').Append(quote),
                >= 0x20 and < 0x7F => text.Append((char)b),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}"),
            };
        }

        return text.Append(quote).ToString();
    }
}
