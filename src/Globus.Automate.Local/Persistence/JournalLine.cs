using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Persistence;

/// <summary>
/// A record as a line of text: CRC-32C of the rest as eight hexadecimal digits, the operation as a character, type, key and the payload as JSON, with
/// a space between each. JSON holds no line feed, so a damaged line never hides the ones after it.
/// </summary>
internal static class JournalLine
{
    /// <summary>Payloads nest less deep than the reader takes, with room for the records around them.</summary>
    public const int MaxDepth = 240;

    private const int ChecksumLength = 8;

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>Writes a record with its line feed. The bytes are valid until the next call on this thread.</summary>
    public static ReadOnlySpan<byte> Write(JournalRecord record)
    {
        CheckWord(record.Type, nameof(record.Type));
        CheckWord(record.Key, nameof(record.Key));
        if (record.Payload.Depth > MaxDepth)
        {
            throw new ArgumentException($"The payload nests {record.Payload.Depth} levels deep; a journal takes {MaxDepth}.", nameof(record));
        }

        ArrayBufferWriter<byte> buffer = s_buffer ??= new ArrayBufferWriter<byte>(4096);
        if (buffer.Capacity > 1024 * 1024)
        {
            buffer = s_buffer = new ArrayBufferWriter<byte>(4096);
        }

        buffer.ResetWrittenCount();
        buffer.GetSpan(ChecksumLength);
        buffer.Advance(ChecksumLength);
        char operation = record.Operation switch
        {
            JournalOperation.Put => '=',
            JournalOperation.Append => '+',
            _ => '-',
        };
        Write(buffer, [' ', operation, ' ']);
        Write(buffer, record.Type);
        Write(buffer, " ");
        Write(buffer, record.Key);
        Write(buffer, " ");
        Utf8JsonWriter writer = s_writer ??= new Utf8JsonWriter(buffer, s_json);
        writer.Reset(buffer);
        record.Payload.WriteTo(writer);
        writer.Flush();

        Span<byte> line = MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
        Utf8Formatter.TryFormat(Checksum(line[ChecksumLength..]), line, out _, new StandardFormat('x', ChecksumLength));
        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    /// <summary>Whether a line, without its line feed, is as it was written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> line)
        => line.Length > ChecksumLength
            && Utf8Parser.TryParse(line[..ChecksumLength], out uint checksum, out int digits, 'x')
            && digits == ChecksumLength
            && checksum == Checksum(line[ChecksumLength..]);

    /// <summary>Reads which stream an intact line belongs to.</summary>
    public static (JournalOperation Operation, string Type, string Key) ReadStream(ReadOnlySpan<byte> line)
    {
        (JournalOperation operation, Range type, Range key, _) = Split(line);
        return (operation, Encoding.UTF8.GetString(line[type]), Encoding.UTF8.GetString(line[key]));
    }

    /// <summary>Reads an intact line.</summary>
    /// <exception cref="JournalException">It is intact but no record: another program wrote it.</exception>
    public static JournalRecord Read(ReadOnlySpan<byte> line)
    {
        (JournalOperation operation, Range type, Range key, int json) = Split(line);
        try
        {
            return new JournalRecord(operation, Encoding.UTF8.GetString(line[type]), Encoding.UTF8.GetString(line[key]), FlowValue.Parse(line[json..]));
        }
        catch (JsonException exception)
        {
            throw new JournalException($"A record of the journal about {Encoding.UTF8.GetString(line[type])} {Encoding.UTF8.GetString(line[key])} holds no JSON: {exception.Message}", exception);
        }
    }

    private static (JournalOperation Operation, Range Type, Range Key, int Json) Split(ReadOnlySpan<byte> line)
    {
        const int typeAt = ChecksumLength + 3;
        int typeLength = line.Length > typeAt ? line[typeAt..].IndexOf((byte)' ') : -1;
        int keyAt = typeAt + typeLength + 1;
        int keyLength = typeLength < 0 ? -1 : line[keyAt..].IndexOf((byte)' ');
        if (keyLength < 0)
        {
            throw new JournalException("A line of the journal is intact but not a record: another program, or another version, wrote it.");
        }

        JournalOperation operation = line[ChecksumLength + 1] switch
        {
            (byte)'=' => JournalOperation.Put,
            (byte)'+' => JournalOperation.Append,
            _ => JournalOperation.Delete,
        };
        return (operation, typeAt..(typeAt + typeLength), keyAt..(keyAt + keyLength), keyAt + keyLength + 1);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (byte single in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, single);
        }

        return ~crc;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, buffer);

    private static void CheckWord(string word, string what)
    {
        if (word.Length == 0 || word.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{word}' cannot be the {what.ToLowerInvariant()} of a journal record: it is empty or holds white space."), what);
        }
    }
}
