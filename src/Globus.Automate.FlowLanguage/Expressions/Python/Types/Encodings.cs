using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The encodings of <c>str.encode</c> and <c>bytes.decode</c>: UTF-8, ASCII and Latin-1.</summary>
internal static class Encodings
{
    private const int Utf8 = 0x110000;
    private const int Latin1 = 0x100;
    private const int Ascii = 0x80;

    public static byte[] Encode(in Call call, string text)
    {
        int limit = Find(call);
        if (System.Text.Ascii.IsValid(text))
        {
            return Encoding.ASCII.GetBytes(text);
        }

        var bytes = new List<byte>(text.Length);
        Span<byte> buffer = stackalloc byte[4];
        for (int i = 0; i < text.Length; i++)
        {
            int c = CodePoints.ValueAt(text, i);
            if (c >= limit || c is >= 0xD800 and <= 0xDFFF)
            {
                bytes.AddRange(Encoding.ASCII.GetBytes(Replacement(call, c, i)));
            }
            else if (limit == Utf8)
            {
                bytes.AddRange(buffer[..new Rune(c).EncodeToUtf8(buffer)]);
            }
            else
            {
                bytes.Add((byte)c);
            }

            i += c > 0xFFFF ? 1 : 0;
        }

        return [.. bytes];
    }

    public static string Decode(in Call call, byte[] bytes)
    {
        int limit = Find(call);
        Encoding encoding = limit switch { Utf8 => new UTF8Encoding(false, true), Ascii => Strict(Encoding.ASCII), _ => Encoding.Latin1 };
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            string errors = Errors(call);
            return errors switch
            {
                "strict" => throw call.Site.Fault("UnicodeDecodeError", $"The byte at {e.Index} is no {encoding.WebName}."),
                "ignore" => Lenient(encoding, string.Empty).GetString(bytes),
                "replace" => Lenient(encoding, "\uFFFD").GetString(bytes),
                _ => throw Unknown(call, errors),
            };
        }
    }

    /// <summary>The code points below which an encoding has them.</summary>
    private static int Find(in Call call)
    {
        string name = call.Optional(0, "encoding") is { } given ? call.Text(given) : "utf-8";
        if (call.Optional(1, "errors") is { } mode)
        {
            call.Text(mode);
        }

        return name.ToLowerInvariant().Replace('_', '-').Replace(' ', '-') switch
        {
            "utf-8" or "utf8" or "u8" or "utf" => Utf8,
            "ascii" or "us-ascii" or "646" => Ascii,
            "latin-1" or "latin1" or "latin" or "iso-8859-1" or "iso8859-1" or "8859" or "cp819" or "l1" => Latin1,
            _ => throw call.Site.Fault("LookupError", $"The encoding {PythonNames.Quote(name)} is not known; there are utf-8, ascii and latin-1."),
        };
    }

    /// <summary>What stands for a character that the encoding does not have; how, is asked only when there is one.</summary>
    private static string Replacement(in Call call, int c, int at)
    {
        string errors = Errors(call);
        return errors switch
        {
            "strict" => throw call.Site.Fault("UnicodeEncodeError", $"The character at {at} has no place in the encoding."),
            "ignore" => string.Empty,
            "replace" => "?",
            "xmlcharrefreplace" => string.Create(CultureInfo.InvariantCulture, $"&#{c};"),
            "backslashreplace" => (c <= 0xFF ? "\\x" : c <= 0xFFFF ? "\\u" : "\\U") + c.ToString(c <= 0xFF ? "x2" : c <= 0xFFFF ? "x4" : "x8", CultureInfo.InvariantCulture),
            _ => throw Unknown(call, errors),
        };
    }

    private static string Errors(in Call call) => call.Optional(1, "errors") is { } mode ? call.Text(mode) : "strict";

    private static ExpressionException Unknown(in Call call, string errors)
        => call.Site.Fault("LookupError", $"Errors are handled by strict, ignore, replace, backslashreplace or xmlcharrefreplace, not by {PythonNames.Quote(errors)}.");

    private static Encoding Strict(Encoding encoding) => Encoding.GetEncoding(encoding.WebName, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static Encoding Lenient(Encoding encoding, string replacement)
        => Encoding.GetEncoding(encoding.WebName, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(replacement));
}
