using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Globus.Automate.Local.Persistence;

/// <summary>
/// A journal in one file of a folder, written by one thread: what is appended while it writes goes into its next write, so that any number of
/// commits share one flush of the disk. When more than half of the file no longer counts it is written anew. One process at a time has the folder.
/// See docs/decisions/0037-journal.md.
/// </summary>
public sealed class FileJournal : IJournal, IDisposable
{
    private const int RoomForPending = 16 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly string _path;
    private long _compactAbove;
    private readonly FileStream _lock;
    private readonly Thread _writer;
    private ArrayBufferWriter<byte> _pending = new(64 * 1024);
    private ArrayBufferWriter<byte> _writing = new(64 * 1024);
    private TaskCompletionSource? _commit;
    private TaskCompletionSource? _room;
    private JournalStreams _streams = new();
    private JournalException? _fault;
    private SafeFileHandle _file;
    private long _length;
    private bool _isClosing;

    private FileJournal(string folder, FileJournalOptions options)
    {
        Folder = folder;
        _compactAbove = options.CompactAbove;
        _path = Path.Combine(folder, "journal.log");
        _lock = TakeLock(folder);
        try
        {
            File.Delete(TemporaryPath);
            _file = Open();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }

        _writer = new Thread(WriteLoop) { IsBackground = true, Name = "Globus.Automate journal" };
        _writer.Start();
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The size of the file in bytes.</summary>
    public long Length => Interlocked.Read(ref _length);

    private string TemporaryPath => _path + ".new";

    /// <summary>Opens the journal in a folder; makes both where they are missing. Only the owner can read the files: they hold the tokens of roles.</summary>
    /// <exception cref="JournalException">Another process has the folder, the file is no journal or is damaged before its end, or the system refuses.</exception>
    public static FileJournal Open(string folder, FileJournalOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            folder = Path.GetFullPath(folder);
            Directory.CreateDirectory(folder);
            return new FileJournal(folder, options ?? new FileJournalOptions());
        }
        catch (Exception exception) when (exception is (IOException and not JournalException) or UnauthorizedAccessException or NotSupportedException)
        {
            throw new JournalException($"The data folder '{folder}' cannot be used: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Append(JournalRecord record) => _ = Add(record, isCommit: false);

    /// <inheritdoc/>
    public Task CommitAsync(JournalRecord record) => Add(record, isCommit: true)!;

    /// <inheritdoc/>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_pending.WrittenCount < RoomForPending || _fault is not null)
                {
                    return;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Replay(Action<JournalRecord> onRecord)
    {
        ArgumentNullException.ThrowIfNull(onRecord);
        JournalStreams streams = _streams;
        long ordinal = 0;
        JournalFile.Scan(_path, line =>
        {
            (_, string type, string key) = JournalLine.ReadStream(line);
            if (streams.IsLive(type, key, ordinal++))
            {
                onRecord(JournalLine.Read(line));
            }
        });
    }

    /// <summary>Writes what is left, and lets the folder go.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosing)
            {
                return;
            }

            _isClosing = true;
            Monitor.PulseAll(_gate);
        }

        _writer.Join();
        _file.Dispose();
        _lock.Dispose();
    }

    private static FileStream TakeLock(string folder)
    {
        string path = Path.Combine(folder, "journal.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException exception)
        {
            throw new JournalException($"The data folder '{folder}' is in use by another local Globus. Stop that one, or give another folder.", exception);
        }
    }

    /// <summary>Checks the file that is there, cuts a torn end off, and opens it for writing.</summary>
    private SafeFileHandle Open()
    {
        using (FileStream stream = OpenOwned(_path, FileMode.OpenOrCreate))
        {
            if (stream.Length < JournalFile.Header.Length)
            {
                // New, or made by a process that ended before its first line.
                stream.SetLength(0);
                stream.Write(JournalFile.Header);
                stream.Flush(flushToDisk: true);
                DirectoryFlush.Flush(Folder);
            }
        }

        _length = JournalFile.Scan(_path, line => Note(_streams, line));
        SafeFileHandle handle = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.SetLength(handle, _length);
        return handle;
    }

    /// <summary>Opens a file that only its owner can read.</summary>
    private static FileStream OpenOwned(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 256 * 1024 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void Note(JournalStreams streams, ReadOnlySpan<byte> line)
    {
        (JournalOperation operation, string type, string key) = JournalLine.ReadStream(line);
        streams.Add(operation, type, key, line.Length + 1);
    }

    private Task? Add(JournalRecord record, bool isCommit)
    {
        ReadOnlySpan<byte> line = JournalLine.Write(record);
        lock (_gate)
        {
            if (_fault is not null)
            {
                throw _fault;
            }

            ObjectDisposedException.ThrowIf(_isClosing, this);
            bool isFirst = _pending.WrittenCount == 0;
            _pending.Write(line);
            _streams.Add(record.Operation, record.Type, record.Key, line.Length);
            if (isCommit)
            {
                _commit ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (isFirst)
            {
                // Only an empty buffer is waited on.
                Monitor.Pulse(_gate);
            }

            return _commit?.Task;
        }
    }

    private void WriteLoop()
    {
        while (true)
        {
            TaskCompletionSource? commit;
            TaskCompletionSource? room;
            bool isCompacting;
            lock (_gate)
            {
                while (_pending.WrittenCount == 0 && !_isClosing)
                {
                    Monitor.Wait(_gate);
                }

                if (_pending.WrittenCount == 0)
                {
                    break;
                }

                (_pending, _writing) = (_writing, _pending);
                (commit, _commit) = (_commit, null);
                (room, _room) = (_room, null);
                isCompacting = _length > _compactAbove && _length > 2 * _streams.LiveBytes;
            }

            try
            {
                RandomAccess.Write(_file, _writing.WrittenSpan, _length);
                Interlocked.Add(ref _length, _writing.WrittenCount);
                _writing = _writing.Capacity > RoomForPending ? new ArrayBufferWriter<byte>(64 * 1024) : Reset(_writing);
                if (commit is not null)
                {
                    RandomAccess.FlushToDisk(_file);
                }

                if (isCompacting)
                {
                    TryCompact();
                }
            }
#pragma warning disable CA1031 // whatever the system says of a write (a file too large is an ArgumentOutOfRangeException), it must not end the process
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Fail(exception, commit, room);
                return;
            }

            commit?.SetResult();
            room?.SetResult();
        }

        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException)
        {
            // All that was promised has been flushed before.
        }
    }

    /// <summary>Writes the file anew, unless there is no room for a second one: then the file that is there goes on, and is tried again when it has doubled.</summary>
    private void TryCompact()
    {
        try
        {
            Compact();
        }
        catch (Exception exception) when (!_file.IsClosed && exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            _compactAbove = 2 * _length;
            try
            {
                File.Delete(TemporaryPath);
            }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException)
            {
                // The next start deletes it.
            }
        }
    }

    private static ArrayBufferWriter<byte> Reset(ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        return buffer;
    }

    private void Fail(Exception exception, TaskCompletionSource? commit, TaskCompletionSource? room)
    {
        TaskCompletionSource? later;
        lock (_gate)
        {
            _fault = new JournalException($"The journal in '{Folder}' cannot be written any more: {exception.Message}", exception);
            (later, _commit) = (_commit, null);
        }

        commit?.SetException(_fault);
        later?.SetException(_fault);
        room?.SetResult();
    }

    /// <summary>Writes the records that still count into a new file, which then takes the place of the old one.</summary>
    private void Compact()
    {
        var streams = new JournalStreams();
        JournalFile.Scan(_path, line => Note(streams, line));
        using (FileStream target = OpenOwned(TemporaryPath, FileMode.Create))
        {
            target.Write(JournalFile.Header);
            long ordinal = 0;
            JournalFile.Scan(_path, line =>
            {
                (_, string type, string key) = JournalLine.ReadStream(line);
                if (streams.IsLive(type, key, ordinal++))
                {
                    target.Write(line);
                    target.WriteByte((byte)'\n');
                }
            });
            target.Flush(flushToDisk: true);
        }

        _file.Dispose();
        File.Move(TemporaryPath, _path, overwrite: true);
        DirectoryFlush.Flush(Folder);
        _file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        Interlocked.Exchange(ref _length, RandomAccess.GetLength(_file));
    }
}

/// <summary>How a <see cref="FileJournal"/> behaves.</summary>
public sealed record FileJournalOptions
{
    /// <summary>The size in bytes from which the file is written anew when more than half of it no longer counts: 32 MiB.</summary>
    public long CompactAbove { get; init; } = 32 * 1024 * 1024;
}
