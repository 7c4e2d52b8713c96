using System.Text;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>Files as text: bounded, in the encoding that they say, with a clear sentence for what cannot be read.</summary>
internal static class DocumentText
{
    /// <summary>The largest document that is read: 100 MB.</summary>
    public const int MaxBytes = 100_000_000;

    private const string WideWithoutMark = "this is UTF-16 text without the mark that says so. Save it as UTF-8.";

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
            // UTF-16 that was read as UTF-8 has a NUL in every second place.
            bool isWide = zero <= 1 && text.Length > 3 && text[zero + 2] == '\0';
            throw DocumentException.At(
                isWide ? WideWithoutMark : "there is a NUL character: this is no JSON or YAML text.",
                file,
                PositionOf(text, zero));
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
            if (IsLineEnd(text, i))
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new SourcePosition(line, offset - lineStart + 1);
    }

    /// <summary>Whether a line ends with this character: a line feed, or a carriage return that stands alone.</summary>
    public static bool IsLineEnd(string text, int at) => text[at] == '\n' || (text[at] == '\r' && (at + 1 >= text.Length || text[at + 1] != '\n'));

    /// <summary>A character for a message: by its number where it cannot be seen.</summary>
    public static string Show(char c) => c is ' ' or > ' ' and < '\u007f' || (c > '\u00a0' && (char.IsLetterOrDigit(c) || char.IsPunctuation(c) || char.IsSymbol(c)))
        ? $"'{c}'"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the character U+{(int)c:X4}, which cannot be seen");

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
            return encoding.GetString(bytes, Mark(bytes, encoding), bytes.Length - Mark(bytes, encoding));
        }
        catch (DecoderFallbackException e)
        {
            if (bytes is [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..])
            {
                throw DocumentException.At(WideWithoutMark, path, new SourcePosition(1, 1), e);
            }

            int mark = Mark(bytes, encoding);
            int at = Math.Clamp(mark + e.Index, mark, bytes.Length);
            string before = Encoding.GetEncoding(encoding.CodePage).GetString(bytes, mark, at - mark);
            throw DocumentException.At(
                $"this is not {encoding.WebName.ToUpperInvariant()} text: the byte {(at < bytes.Length ? bytes[at] : 0):X2} does not belong here. Save the file as UTF-8.",
                path,
                PositionOf(before, before.Length),
                e);
        }
    }

    /// <summary>How many bytes the mark takes that says the encoding.</summary>
    private static int Mark(byte[] bytes, Encoding encoding) => bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
}
