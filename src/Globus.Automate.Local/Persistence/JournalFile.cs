namespace Globus.Automate.Local.Persistence;

/// <summary>Reads a journal's file line by line, and tells a torn end from damage in the middle.</summary>
internal static class JournalFile
{
    /// <summary>The first line of every journal.</summary>
    public static ReadOnlySpan<byte> Header => "globus-automate-journal 1\n"u8;

    /// <summary>Calls back for every intact line after the header, without its line feed.</summary>
    /// <returns>How many bytes of the file are intact; what follows is the torn end of a write that was not finished.</returns>
    /// <exception cref="JournalException">The file is no journal, or is damaged before its end.</exception>
    public static long Scan(string path, LineAction onLine)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        byte[] buffer = new byte[256 * 1024];
        int filled = 0;
        long position = 0; // of the first byte in the buffer
        long intact = 0;
        long damaged = -1;
        long lineNumber = 0;
        while (true)
        {
            int read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            int start = 0;
            int length;
            while ((length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0)
            {
                ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
                lineNumber++;
                if (lineNumber == 1)
                {
                    CheckHeader(path, line);
                    intact = length + 1;
                }
                else if (!JournalLine.IsIntact(line))
                {
                    damaged = damaged < 0 ? position + start : damaged;
                }
                else if (damaged >= 0)
                {
                    throw new JournalException(
                        $"The journal '{path}' is damaged at byte {damaged} (before line {lineNumber}), and records after that are intact: this is not the torn end of a crash. Restore the file from a copy, or move it away to begin anew.");
                }
                else
                {
                    onLine(line);
                    intact = position + start + length + 1;
                }

                start += length + 1;
            }

            if (read == 0)
            {
                return intact;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            position += start;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    private static void CheckHeader(string path, ReadOnlySpan<byte> line)
    {
        if (!line.SequenceEqual(Header[..^1]))
        {
            throw new JournalException($"'{path}' is not a journal of this version of Globus.Automate. Give another folder, or move the file away.");
        }
    }

    /// <summary>Takes a line.</summary>
    internal delegate void LineAction(ReadOnlySpan<byte> line);
}
