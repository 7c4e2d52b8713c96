using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>Where a drawing or a document goes: to the pipeline as text, to a file, or to whatever shows such files.</summary>
internal static class FileOutput
{
    /// <summary>Writes a text.</summary>
    /// <param name="cmdlet">Who writes.</param>
    /// <param name="text">The text.</param>
    /// <param name="extension">The ending of a file that holds one, with its dot.</param>
    /// <param name="outFile">The file to write; null for the pipeline.</param>
    /// <param name="open">Whether to show it.</param>
    public static void Write(PSCmdlet cmdlet, string text, string extension, string? outFile, bool open)
    {
        if (outFile is null && !open)
        {
            cmdlet.WriteObject(text.TrimEnd('\n'));
            return;
        }

        string path = outFile is null
            ? Path.Combine(Path.GetTempPath(), "globus-" + Path.GetRandomFileName() + extension)
            : cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(outFile);
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            throw new CommandException("FolderNotFound", ErrorCategory.ObjectNotFound, $"-OutFile: there is no folder '{folder}'.");
        }

        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (!open)
        {
            cmdlet.WriteObject(new FileInfo(path));
        }
        else if (!TryShow(path))
        {
            throw new CommandException("CannotOpen", ErrorCategory.ResourceUnavailable, $"Nothing here opens such files; the drawing is in '{path}'.");
        }
    }

    /// <summary>Writes a document as JSON or YAML.</summary>
    /// <param name="cmdlet">Who writes.</param>
    /// <param name="document">The document.</param>
    /// <param name="form">Json or Yaml; null for what the file's ending says, and YAML else.</param>
    /// <param name="outFile">The file to write; null for the pipeline.</param>
    public static void WriteDocument(PSCmdlet cmdlet, FlowValue document, string? form, string? outFile)
    {
        string ending = form is null ? Path.GetExtension(outFile) ?? string.Empty : "." + form;
        bool isJson = string.Equals(ending, ".json", StringComparison.OrdinalIgnoreCase);
        Write(cmdlet, isJson ? FlowDocumentWriter.ToJson(document) : FlowDocumentWriter.ToYaml(document), isJson ? ".json" : ".yaml", outFile, open: false);
    }

    private static bool TryShow(string path)
    {
        try
        {
            using Process? shown = OperatingSystem.IsWindows()
                ? Process.Start(new ProcessStartInfo(path) { UseShellExecute = true })
                : Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open") { ArgumentList = { path }, RedirectStandardError = true, UseShellExecute = false });
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
