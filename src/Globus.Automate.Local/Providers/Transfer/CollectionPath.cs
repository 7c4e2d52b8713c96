namespace Globus.Automate.Local.Providers;

/// <summary>
/// A path in a collection: <c>/~/x</c>, <c>~/x</c> and <c>x</c> are below the home folder, <c>/x</c> below the root. It is a list of plain names:
/// what could lead elsewhere (<c>..</c>, a NUL, on Windows drives, streams and device names) is refused when it is read.
/// </summary>
internal sealed class CollectionPath
{
    private const int MaximumLength = 4096;
    private const int MaximumDepth = 256;
    private static readonly string[] s_deviceNames =
    [
        "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    ];

    private readonly string[] _names;
    private readonly bool _fromHome;

    private CollectionPath(LocalCollection collection, string[] names, bool fromHome, bool endsInSlash)
    {
        Collection = collection;
        _names = names;
        _fromHome = fromHome;
        EndsInSlash = endsInSlash;
        Segments = fromHome && collection.Home.Length > 0 ? [.. collection.Home.Split('/'), .. names] : names;
    }

    /// <summary>The collection.</summary>
    public LocalCollection Collection { get; }

    /// <summary>Whether the text ended in a slash.</summary>
    public bool EndsInSlash { get; }

    /// <summary>The names from the collection's root.</summary>
    public string[] Segments { get; }

    /// <summary>Whether this is the root or the home folder.</summary>
    public bool IsTop => _names.Length == 0;

    /// <summary>The last name; <c>.</c> at the top.</summary>
    public string Name => IsTop ? "." : _names[^1];

    /// <summary>The folder that it is in; the path itself at the top.</summary>
    public CollectionPath Parent => IsTop ? this : new(Collection, _names[..^1], _fromHome, endsInSlash: true);

    /// <summary>The path on this machine.</summary>
    public string Physical => Segments.Aggregate(Collection.Root, Path.Combine);

    /// <summary>The path from the collection's root.</summary>
    public string Absolute => "/" + string.Join('/', Segments);

    /// <summary>Reads a path.</summary>
    /// <exception cref="TransferFault">The text is no path in a collection.</exception>
    public static CollectionPath Parse(LocalCollection collection, string text)
    {
        if (text.Length > MaximumLength)
        {
            throw TransferFault.InvalidPath(text[..64] + "…", $"it is longer than {MaximumLength} characters.");
        }

        string[] names = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool fromHome = !text.StartsWith('/');
        if (names is ["~", ..])
        {
            fromHome = true;
            names = names[1..];
        }

        if (names is [['~', ..], ..] && fromHome)
        {
            throw TransferFault.InvalidPath(text, "the home folders of other users are not there. Write ./~name for a file whose name begins with a tilde.");
        }

        names = [.. names.Where(static name => name != ".")];
        if (names.Length > MaximumDepth)
        {
            throw TransferFault.InvalidPath(text[..Math.Min(64, text.Length)] + "…", $"it is deeper than {MaximumDepth} folders.");
        }

        foreach (string name in names)
        {
            CheckName(text, name);
        }

        return new CollectionPath(collection, names, fromHome, text.EndsWith('/'));
    }

    /// <summary>A path from the root, of names that came from the file system.</summary>
    public static CollectionPath FromRoot(LocalCollection collection, string[] names) => new(collection, names, fromHome: false, endsInSlash: false);

    /// <summary>An entry in this folder, whose name came from the file system.</summary>
    public CollectionPath Child(string name) => new(Collection, [.. _names, name], _fromHome, endsInSlash: false);

    /// <summary>Whether another path is this one or below it.</summary>
    public bool Contains(CollectionPath other)
        => string.Equals(Collection.Root, other.Collection.Root, s_comparison)
            ? other.Segments.Length >= Segments.Length && other.Segments.AsSpan(0, Segments.Length).SequenceEqual(Segments, s_names)
            : IsWithin(other.Physical, Physical);

    /// <summary>The path as it was written.</summary>
    public override string ToString()
    {
        string joined = string.Join('/', _names);
        return (_fromHome ? "/~/" : "/") + joined + (EndsInSlash && _names.Length > 0 ? "/" : string.Empty);
    }

    /// <summary>The path as that of a folder, with its last slash.</summary>
    public string ToFolderString() => ToString().TrimEnd('/') + "/";

    internal static bool IsWithin(string path, string folder)
        => path.Equals(folder, s_comparison)
        || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, s_comparison);

    private static readonly StringComparison s_comparison
        = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private static readonly StringComparer s_names = StringComparer.FromComparison(s_comparison);

    private static void CheckName(string path, string name)
    {
        if (name == "..")
        {
            throw TransferFault.Denied(path, "'..' is not taken in paths.");
        }

        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw TransferFault.InvalidPath(path.Replace("\0", "\\0", StringComparison.Ordinal), "it has a NUL character.");
        }

        if (OperatingSystem.IsWindows() && !IsPlainOnWindows(name))
        {
            throw TransferFault.InvalidPath(path, $"'{name}' is not a plain file name on Windows.");
        }
    }

    private static bool IsPlainOnWindows(string name)
    {
        string stem = name.Split('.')[0].TrimEnd(' ');
        return name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0
            && !name.EndsWith('.') && !name.EndsWith(' ')
            && !s_deviceNames.Contains(stem, StringComparer.OrdinalIgnoreCase);
    }
}
