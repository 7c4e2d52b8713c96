using System.Text;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>Files as text: bounded, in the encoding that they say, with a clear sentence for what cannot be read.</summary>
internal static class DocumentText
{
    /// <summary>The largest document that is read: 100 MB.</summary>
    public const int MaxBytes = 100_000_000;

    public static string Load(string path)
    {
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
            {
                throw new DocumentException($"'{path}' is a folder; give the path of a .json or .yaml file in it.", path);
            }

            var file = new FileInfo(path);
            if (!file.Exists)
            {
                throw new DocumentException($"There is no file '{path}'.", path);
            }

            if (file.Length > MaxBytes)
            {
                throw new DocumentException($"'{path}' has {file.Length:N0} bytes; documents of up to {MaxBytes:N0} are read.", path);
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DocumentException($"'{path}' cannot be read: {e.Message}", path, inner: e);
        }

        string text = Decode(bytes, path);
        Check(text, path);
        return text;
    }

    public static void Check(string text, string? file)
    {
        if (text.Length > MaxBytes)
        {
            throw new DocumentException($"The text has {text.Length:N0} characters; documents of up to {MaxBytes:N0} are read.", file);
        }

        int zero = text.IndexOf('\0', StringComparison.Ordinal);
        if (zero >= 0)
        {
            throw DocumentException.At("there is a NUL character: this is no JSON or YAML text.", file, PositionOf(text, zero));
        }

        if (text.AsSpan().Trim().IsEmpty)
        {
            throw new DocumentException(file is null ? "The text is empty: JSON or YAML was expected." : $"'{file}' is empty: JSON or YAML was expected.", file);
        }
    }

    /// <summary>The place of an offset.</summary>
    public static SourcePosition PositionOf(string text, int offset)
    {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset && i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new SourcePosition(line, offset - lineStart + 1);
    }

    private static string Decode(byte[] bytes, string path)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] => new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
            [0, 0, 0xFE, 0xFF, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        };
        try
        {
            int mark = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
            return encoding.GetString(bytes, mark, bytes.Length - mark);
        }
        catch (DecoderFallbackException e)
        {
            throw new DocumentException($"'{path}' is not {encoding.WebName} text: byte {e.Index} does not belong there. Save it as UTF-8.", path, inner: e);
        }
    }
}
