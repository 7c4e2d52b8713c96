using System.Management.Automation;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Conversion;

/// <summary>
/// What a parameter such as <c>-Definition</c> or <c>-Input</c> takes: a hashtable, an object, JSON or YAML text, or the path of a file.
/// Text that is meant as a path is never read as a document: a wrong path is said to be one.
/// </summary>
internal static class DocumentInput
{
    private const int MaxNeighbours = 1000;
    private static readonly string[] s_extensions = [".json", ".yaml", ".yml"];

    /// <summary>Reads the document that a parameter was given.</summary>
    /// <exception cref="DocumentException">The text or file is neither JSON nor YAML.</exception>
    /// <exception cref="CommandException">There is no such file, or an object has no JSON form.</exception>
    public static FlowDocument Read(object value, string parameter, SessionState session)
    {
        object bare = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return bare switch
        {
            FlowDocument document => document,
            FileInfo file => FlowDocument.Load(file.FullName),
            string text when LooksLikePath(text) => Load(text, parameter, session),
            string text => FlowDocument.Parse(text),
            _ => FlowDocument.FromValue(ObjectReader.Read(value)),
        };
    }

    /// <summary>One line that ends like a document file, or that has no sign of JSON or YAML in it and could only be a path.</summary>
    internal static bool LooksLikePath(string text)
    {
        ReadOnlySpan<char> line = text.AsSpan().Trim();
        if (line.IsEmpty || line.IndexOfAny('\n', '\r') >= 0 || line[0] is '{' or '[' or '"' or '\'')
        {
            return false;
        }

        foreach (string extension in s_extensions)
        {
            if (line.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return !line.Contains(": ", StringComparison.Ordinal) && !line.EndsWith(":", StringComparison.Ordinal)
            && (line.IndexOfAny('/', '\\') >= 0 || File.Exists(text));
    }

    private static FlowDocument Load(string path, string parameter, SessionState session)
    {
        string full = session.Path.GetUnresolvedProviderPathFromPSPath(path.Trim());
        if (Directory.Exists(full))
        {
            throw new CommandException("PathIsFolder", ErrorCategory.InvalidArgument, $"-{parameter}: '{full}' is a folder; give the path of a .json or .yaml file in it.");
        }

        return File.Exists(full)
            ? FlowDocument.Load(full)
            : throw new CommandException("FileNotFound", ErrorCategory.ObjectNotFound, $"-{parameter}: there is no file '{full}'{Neighbour(full)}");
    }

    /// <summary>The document beside it that was probably meant: of the same name with another ending, or of nearly the same name.</summary>
    private static string Neighbour(string path)
    {
        if (Path.GetDirectoryName(path) is not { Length: > 0 } folder || !Directory.Exists(folder))
        {
            return ".";
        }

        try
        {
            string[] documents = [.. Directory.EnumerateFiles(folder)
                .Take(MaxNeighbours)
                .Select(static file => Path.GetFileName(file))
                .Where(static name => s_extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)];
            string? twin = Array.Find(documents, name => Path.GetFileNameWithoutExtension(name) == Path.GetFileNameWithoutExtension(path));
            return (twin ?? Similarity.Closest(Path.GetFileName(path), documents)) is { } meant ? $"; did you mean '{meant}'?" : ".";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ".";
        }
    }
}
