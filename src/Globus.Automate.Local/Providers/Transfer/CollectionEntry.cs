using System.Globalization;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>What a name in a collection stands for.</summary>
internal enum CollectionEntryKind
{
    File,
    Directory,
    Link,
}

/// <summary>A file, folder or link of a collection as it was when it was looked at.</summary>
internal sealed record CollectionEntry(CollectionPath Path, CollectionEntryKind Kind, long Size, DateTimeOffset Modified, string Permissions, string? LinkTarget)
{
    public string Name => Path.Name;

    public string TypeName => Kind switch
    {
        CollectionEntryKind.File => "file",
        CollectionEntryKind.Directory => "dir",
        _ => "invalid_symlink", // the Transfer API's word for a link that leads to nothing one may see
    };

    /// <summary>Reads what is at a place, without following a link; null where nothing is.</summary>
    public static CollectionEntry? Read(CollectionPath path, string physical)
    {
        var info = new FileInfo(physical);
        FileAttributes attributes = info.Attributes;
        if (attributes == (FileAttributes)(-1))
        {
            return null;
        }

        CollectionEntryKind kind = attributes.HasFlag(FileAttributes.ReparsePoint) && info.LinkTarget is not null ? CollectionEntryKind.Link
            : attributes.HasFlag(FileAttributes.Directory) ? CollectionEntryKind.Directory
            : CollectionEntryKind.File;
        return new CollectionEntry(
            path,
            kind,
            kind == CollectionEntryKind.File ? info.Length : 0,
            new DateTimeOffset(info.LastWriteTimeUtc),
            PermissionsOf(info, kind),
            kind == CollectionEntryKind.Link ? info.LinkTarget : null);
    }

    /// <summary>The entry as the Transfer API lists it, with <c>is_folder</c> (manual 7.1.5).</summary>
    public FlowObject ToDocument() => FlowObject.Create(
        ("DATA_TYPE", FlowValue.From("file")),
        ("name", FlowValue.From(Name)),
        ("type", FlowValue.From(TypeName)),
        ("size", FlowValue.From(Size)),
        ("last_modified", FlowValue.From(Modified.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture))),
        ("permissions", FlowValue.From(Permissions)),
        ("user", FlowValue.From(Environment.UserName)),
        ("group", FlowValue.Null),
        ("link_target", FlowValue.From(LinkTarget)),
        ("link_size", FlowValue.Null),
        ("link_last_modified", FlowValue.Null),
        ("link_user", FlowValue.Null),
        ("link_group", FlowValue.Null),
        ("is_folder", FlowValue.From(Kind == CollectionEntryKind.Directory)));

    private static string PermissionsOf(FileInfo info, CollectionEntryKind kind)
    {
        if (OperatingSystem.IsWindows())
        {
            return kind == CollectionEntryKind.Directory ? "0755" : info.IsReadOnly ? "0444" : "0644";
        }

        return "0" + Convert.ToString((int)info.UnixFileMode & 0x1FF, 8).PadLeft(3, '0');
    }
}
