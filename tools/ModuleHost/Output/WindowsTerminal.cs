using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Globus.Automate.ModuleHost.Output;

/// <summary>The console mode that makes a Windows console follow escape sequences, which is off by default.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsTerminal
{
    public const int StandardOutput = -11;
    public const int StandardError = -12;
    private const uint EnableVirtualTerminalProcessing = 0x0004;

    /// <summary>Switches the mode on, and says whether the console has it.</summary>
    public static bool UnderstandsSequences(int standardHandle)
    {
        nint handle = GetStdHandle(standardHandle);
        return GetConsoleMode(handle, out uint mode)
            && ((mode & EnableVirtualTerminalProcessing) != 0 || SetConsoleMode(handle, mode | EnableVirtualTerminalProcessing));
    }

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetStdHandle(int standardHandle);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint handle, uint mode);
}
