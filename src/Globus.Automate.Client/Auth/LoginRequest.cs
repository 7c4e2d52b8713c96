using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Transport;

namespace Globus.Automate.Client.Auth;

/// <summary>How a person is to log in.</summary>
public sealed record LoginRequest
{
    /// <summary>What to consent to; <see cref="GlobusScopes.LoginDefaults"/> are always asked for too.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What the service asked for in an error or an INACTIVE run; null for an ordinary login.</summary>
    public AuthorizationRequirements? Requirements { get; init; }

    /// <summary>The identity that must come out, as for the renewal of a login; null for anyone.</summary>
    public string? ExpectedSubject { get; init; }

    /// <summary>Whether the person must enter the password again.</summary>
    public bool ForceLogin { get; init; }

    /// <summary>Whether no browser is to be opened here: the person opens the page elsewhere and pastes the code.</summary>
    public bool NoBrowser { get; init; }

    /// <summary>How long the person may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether the process looks like one without a browser at hand: an SSH session, a container, a Linux without a display.
    /// </summary>
    /// <param name="read">Reads a variable; <see cref="Environment.GetEnvironmentVariable(string)"/> when null.</param>
    public static bool IsRemote(Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        bool Has(string name) => !string.IsNullOrEmpty(read(name));
        return Has("SSH_TTY")
            || Has("SSH_CONNECTION")
            || Has("container")
            || read("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1"
            || (OperatingSystem.IsLinux() && !Has("DISPLAY") && !Has("WAYLAND_DISPLAY") && !Has("WSL_DISTRO_NAME"));
    }
}

/// <summary>The person at the other end of a login.</summary>
public interface ILoginPrompt
{
    /// <summary>Opens a page in the browser of this machine.</summary>
    /// <returns>Whether there was one to open; otherwise the login goes on with a pasted code.</returns>
    ValueTask<bool> OpenBrowserAsync(Uri page, CancellationToken cancellationToken);

    /// <summary>Shows the page to open elsewhere, and reads the code that it shows at its end.</summary>
    /// <returns>The code; null or empty when the person gives up.</returns>
    Task<string?> ReadCodeAsync(Uri page, CancellationToken cancellationToken);
}

/// <summary>Opens pages with the system's own means.</summary>
public static class SystemBrowser
{
    /// <summary>Opens a page.</summary>
    /// <returns>Whether that was possible.</returns>
    public static bool TryOpen(Uri page)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.Scheme is not ("https" or "http"))
        {
            return false;
        }

        try
        {
            System.Diagnostics.ProcessStartInfo start = OperatingSystem.IsWindows()
                ? new(page.AbsoluteUri) { UseShellExecute = true }
                : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open") { ArgumentList = { page.AbsoluteUri }, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            using System.Diagnostics.Process? process = System.Diagnostics.Process.Start(start);
            return process is not null || OperatingSystem.IsWindows();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
