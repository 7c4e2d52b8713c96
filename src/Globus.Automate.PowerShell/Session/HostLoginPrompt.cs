using System.Management.Automation;
using System.Management.Automation.Host;
using Globus.Automate.Client.Auth;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Session;

/// <summary>Asks the person at the PowerShell host to log in.</summary>
internal sealed class HostLoginPrompt(AsyncCmdlet cmdlet, PSHost host) : ILoginPrompt
{
    public ValueTask<bool> OpenBrowserAsync(Uri page, CancellationToken cancellationToken)
    {
        bool opened = SystemBrowser.TryOpen(page);
        if (opened)
        {
            cmdlet.PostToPipeline(() => host.UI.WriteLine($"Log in to Globus in the browser that opens now. If none does, open this page:{System.Environment.NewLine}{page.AbsoluteUri}"));
        }

        return ValueTask.FromResult(opened);
    }

    public Task<string?> ReadCodeAsync(Uri page, CancellationToken cancellationToken)
    {
        var code = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        cmdlet.PostToPipeline(() =>
        {
            try
            {
                host.UI.WriteLine($"Open this page, on any machine, and log in:{System.Environment.NewLine}{page.AbsoluteUri}");
                host.UI.Write("Enter the code that it shows: ");
                code.TrySetResult(host.UI.ReadLine()?.Trim());
            }
            catch (Exception e) when (e is HostException or PSInvalidOperationException or PSNotImplementedException or NotImplementedException)
            {
                code.TrySetException(new CommandException(
                    "NotInteractive",
                    ErrorCategory.AuthenticationError,
                    "Nobody can be asked to log in here: connect in an interactive session first, or as a service account with Connect-Globus -Credential.",
                    inner: e));
            }
        });
        return code.Task.WaitAsync(cancellationToken);
    }
}
