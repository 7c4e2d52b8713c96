using System.Text;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The encodings of <c>str.encode</c> and <c>bytes.decode</c>: UTF-8, ASCII and Latin-1.</summary>
internal static class Encodings
{
    public static byte[] Encode(in Call call, string text)
    {
        Encoding encoding = Find(call);
        try
        {
            return encoding.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw call.Site.Fault("UnicodeEncodeError", $"The character at {e.Index} has no place in {encoding.WebName}.");
        }
    }

    public static string Decode(in Call call, byte[] bytes)
    {
        Encoding encoding = Find(call);
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw call.Site.Fault("UnicodeDecodeError", $"The byte at {e.Index} is no {encoding.WebName}.");
        }
    }

    private static Encoding Find(in Call call)
    {
        string name = call.Optional(0, "encoding") is { } given ? call.Text(given) : "utf-8";
        string errors = call.Optional(1, "errors") is { } mode ? call.Text(mode) : "strict";
        string plain = name.ToLowerInvariant().Replace('_', '-');
        string known = plain switch
        {
            "utf-8" or "utf8" or "u8" => "utf-8",
            "ascii" or "us-ascii" => "us-ascii",
            "latin-1" or "latin1" or "iso-8859-1" or "l1" => "iso-8859-1",
            _ => throw call.Site.Fault("LookupError", $"The encoding {PythonNames.Quote(name)} is not known; there are utf-8, ascii and latin-1."),
        };
        return errors switch
        {
            "strict" => Encoding.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            "ignore" => Encoding.GetEncoding(known, new EncoderReplacementFallback(string.Empty), new DecoderReplacementFallback(string.Empty)),
            "replace" => Encoding.GetEncoding(known, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("\uFFFD")),
            _ => throw call.Site.Fault("LookupError", $"Errors are handled by strict, ignore or replace, not by {PythonNames.Quote(errors)}."),
        };
    }
}
