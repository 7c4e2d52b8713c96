using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>Where a drawing goes: to the pipeline as text, to a file, or to whatever shows such files.</summary>
internal static class DrawingOutput
{
    /// <summary>Writes a drawing.</summary>
    /// <param name="cmdlet">Who draws.</param>
    /// <param name="text">The drawing.</param>
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
