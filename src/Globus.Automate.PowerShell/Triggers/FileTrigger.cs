using System.IO.Enumeration;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.PowerShell.Triggers;

/// <summary>Which files a trigger waits for.</summary>
/// <param name="Folder">The folder, whole.</param>
/// <param name="Filter">The pattern of file names, such as <c>*.h5</c>.</param>
/// <param name="Recurse">Whether folders below count.</param>
/// <param name="Settle">How long nothing must have happened: files are often written in many parts.</param>
/// <param name="PerFile">A run for each file, once that file has settled; otherwise one for all, once all have.</param>
/// <param name="IncludeExisting">Whether files that are there at the start count too.</param>
internal sealed record FileTriggerSettings(string Folder, string Filter, bool Recurse, TimeSpan Settle, bool PerFile, bool IncludeExisting);

/// <summary>Runs a flow when files have come or changed in a folder, and nothing has happened for a while (manual, chapter 6).</summary>
internal sealed class FileTrigger(TriggerSettings settings, FileTriggerSettings files) : FlowTrigger(settings)
{
    private const int BufferBytes = 64 * 1024;
    private readonly Dictionary<string, long> _pending = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly object _gate = new();
    private FileSystemWatcher? _watcher;

    /// <summary>Which files it waits for.</summary>
    public FileTriggerSettings Files => files;

    /// <inheritdoc/>
    public override string Kind => "Path";

    /// <inheritdoc/>
    public override string Source => files.Folder;

    /// <inheritdoc/>
    protected override void Open()
    {
        _watcher = new FileSystemWatcher(files.Folder)
        {
            IncludeSubdirectories = files.Recurse,
            InternalBufferSize = BufferBytes,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime,
        };
        _watcher.Created += (_, change) => Arrive(change.FullPath);
        _watcher.Changed += (_, change) => Touch(change.FullPath);
        _watcher.Deleted += (_, change) => Forget(change.FullPath);
        _watcher.Renamed += (_, change) =>
        {
            Forget(change.OldFullPath);
            Arrive(change.FullPath);
        };

        // More happened at once than the system could tell of one by one: all that changed of late counts.
        _watcher.Error += (_, _) => TouchAll(files.Folder, since: DateTime.UtcNow - files.Settle - TimeSpan.FromMinutes(1));
        _watcher.EnableRaisingEvents = true;
        if (files.IncludeExisting)
        {
            TouchAll(files.Folder, since: DateTime.MinValue);
        }
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        _watcher?.Dispose();
        _wake.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task WaitAsync(CancellationToken stop)
    {
        while (true)
        {
            (IReadOnlyList<string[]> settled, TimeSpan next) = Take();
            foreach (string[] paths in settled)
            {
                await FireAsync(paths, stop).ConfigureAwait(false);
            }

            if (settled.Count == 0)
            {
                await _wake.WaitAsync(next, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task FireAsync(string[] paths, CancellationToken stop)
    {
        FileInfo[] found = [.. paths.Select(static path => new FileInfo(path)).Where(static file => file.Exists)];
        if (found.Length == 0)
        {
            return;
        }

        FlowObject happened = FlowObject.Create(
            ("event", FlowValue.From("files")),
            ("folder", FlowValue.From(files.Folder)),
            ("count", FlowValue.From(found.Length)),
            ("files", FlowArray.Create(found.Select(file => (FlowValue)Describe(file)))));
        string what = found.Length == 1 ? found[0].Name : $"{found.Length} files";
        if (await FireAsync(what, happened, happened, stop).ConfigureAwait(false) is { } error && IsTransient(error))
        {
            // They settle again, and are tried again then.
            foreach (FileInfo file in found)
            {
                Touch(file.FullName);
            }
        }
    }

    private FlowObject Describe(FileInfo file) => FlowObject.Create(
        ("path", FlowValue.From(file.FullName)),
        ("globus_path", FlowValue.From(GlobusPath(file.FullName))),
        ("relative_path", FlowValue.From(Path.GetRelativePath(files.Folder, file.FullName).Replace('\\', '/'))),
        ("name", FlowValue.From(file.Name)),
        ("size", FlowValue.From(file.Length)),
        ("modified", FlowValue.From(new DateTimeOffset(file.LastWriteTimeUtc).ToString("O", System.Globalization.CultureInfo.InvariantCulture))));

    /// <summary>A path as Globus Connect writes it: <c>C:\data\x</c> is <c>/C/data/x</c>; elsewhere it is the same.</summary>
    internal static string GlobusPath(string path)
        => path is [char drive, ':', '\\' or '/', ..] && char.IsAsciiLetter(drive) ? $"/{drive}/{path[3..].Replace('\\', '/')}" : path;

    private void Touch(string path)
    {
        if (!FileSystemName.MatchesSimpleExpression(files.Filter, Path.GetFileName(path), ignoreCase: OperatingSystem.IsWindows()) || Directory.Exists(path))
        {
            return;
        }

        lock (_gate)
        {
            _pending[path] = TimeProvider.System.GetTimestamp();
        }

        Wake();
    }

    /// <summary>A folder may come with files in it, of which nothing tells one by one.</summary>
    private void Arrive(string path)
    {
        if (files.Recurse && Directory.Exists(path))
        {
            TouchAll(path, since: DateTime.MinValue);
        }
        else
        {
            Touch(path);
        }
    }

    private void TouchAll(string folder, DateTime since)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = files.Recurse, IgnoreInaccessible = true };
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, files.Filter, options))
            {
                if (File.GetLastWriteTimeUtc(path) >= since)
                {
                    Touch(path);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone again, or closed to us: an event handler has nobody to throw to.
            Tell(e);
        }
    }

    private void Forget(string path)
    {
        lock (_gate)
        {
            _pending.Remove(path);
        }
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
        catch (ObjectDisposedException)
        {
            // The last event of a watcher that is closed.
        }
    }

    /// <summary>The batches that have settled, and how long the next may take; for ever where nothing is pending.</summary>
    private (IReadOnlyList<string[]> Settled, TimeSpan Next) Take()
    {
        lock (_gate)
        {
            if (_pending.Count == 0)
            {
                return ([], Timeout.InfiniteTimeSpan);
            }

            if (!files.PerFile)
            {
                TimeSpan left = Left(_pending.Values.Max());
                if (left > TimeSpan.Zero)
                {
                    return ([], left);
                }

                string[] all = [.. _pending.Keys.Order(StringComparer.Ordinal)];
                _pending.Clear();
                return ([all], TimeSpan.Zero);
            }

            string[] settled = [.. _pending.Where(file => Left(file.Value) <= TimeSpan.Zero).OrderBy(static file => file.Value).Select(static file => file.Key)];
            foreach (string path in settled)
            {
                _pending.Remove(path);
            }

            return ([.. settled.Select(static path => new[] { path })], _pending.Count == 0 ? Timeout.InfiniteTimeSpan : Left(_pending.Values.Min()));
        }
    }

    /// <summary>How long a file has to be left alone yet; never less than nothing.</summary>
    private TimeSpan Left(long touched)
    {
        TimeSpan left = files.Settle - TimeProvider.System.GetElapsedTime(touched);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
