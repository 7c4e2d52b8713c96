using System.Management.Automation;
using Globus.Automate.Local;
using Globus.Automate.Local.Hosting;

namespace Globus.Automate.PowerShell.Session;

/// <summary>The local Globus on a port: one for the process, since it is one Globus that is served.</summary>
internal sealed class LocalService(LoopbackService service, string? dataPath)
{
    private static LocalService? s_current;
    private readonly DateTimeOffset _startedAt = DateTimeOffset.Now;

    /// <summary>The service that runs; null for none.</summary>
    public static LocalService? Current => Volatile.Read(ref s_current);

    /// <summary>Completes when the service has stopped.</summary>
    public Task Completion => service.Completion;

    /// <summary>Starts the service.</summary>
    /// <exception cref="Errors.CommandException">One runs already, or the port cannot be had.</exception>
    public static LocalService Start(LocalGlobus globus, int port)
    {
        if (Current is { } running)
        {
            throw new Errors.CommandException(
                "LocalServiceRunning",
                ErrorCategory.ResourceExists,
                $"The local Globus is on {running.Url} already; stop it first with Stop-GlobusLocalService.",
                "Stop-GlobusLocalService");
        }

        try
        {
            var started = new LocalService(LoopbackService.Start(globus, new LoopbackServiceOptions { Port = port }), globus.DataPath);
            Volatile.Write(ref s_current, started);
            return started;
        }
        catch (InvalidOperationException e)
        {
            throw new Errors.CommandException("PortInUse", ErrorCategory.ResourceUnavailable, e.Message, inner: e);
        }
    }

    /// <summary>Stops the service that runs, if one does.</summary>
    public static async Task StopAsync()
    {
        if (Interlocked.Exchange(ref s_current, null) is { } running)
        {
            await running.DisposeAsync();
        }
    }

    /// <summary>The service as an object for people and scripts.</summary>
    public PSObject ToObject()
    {
        var settings = new PSObject();
        foreach ((string name, string value) in service.GetEnvironmentSettings())
        {
            settings.Properties.Add(new PSNoteProperty(name, value));
        }

        var result = new PSObject();
        result.TypeNames.Insert(0, "Globus.Automate.LocalService");
        result.Properties.Add(new PSNoteProperty("Url", Url));
        result.Properties.Add(new PSNoteProperty("StartedAt", _startedAt));
        result.Properties.Add(new PSNoteProperty("ConnectionCount", service.ConnectionCount));
        result.Properties.Add(new PSNoteProperty("DataPath", dataPath));
        result.Properties.Add(new PSNoteProperty("Settings", settings));
        return result;
    }

    private string Url => service.Url.AbsoluteUri;

    private ValueTask DisposeAsync() => service.DisposeAsync();
}
