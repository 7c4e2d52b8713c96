using System.Management.Automation;
using System.Text.Json;
using Globus.Automate.Client;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Runs;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>A cmdlet that needs a connection: it has the clients, and tells each exchange with the service to -Verbose and -Debug.</summary>
public abstract class GlobusCmdlet : AsyncCmdlet
{
    private GlobusSession? _session;

    /// <summary>The connection that Connect-Globus made.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    private protected static Connection Connection => Connection.Required;

    /// <summary>The services, with this cmdlet as the one who is told of each exchange.</summary>
    private protected GlobusSession Session => _session ??= Connection.Session.WithObserver(ExchangeWriter.For(this));

    /// <summary>The flows.</summary>
    private protected FlowsClient Flows => Session.Flows;

    /// <summary>The runs.</summary>
    private protected RunsClient Runs => Session.Runs;

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        // Once, and before any input: without a connection nothing can go on.
        _ = Session;
        return Task.CompletedTask;
    }

    /// <summary>Writes a service document as an object of one of the module's types.</summary>
    private protected void WriteDocument(JsonElement document, string typeName)
        => WriteObject(ServiceObject.Create(document, typeName));

    /// <summary>Writes a line to the verbose stream, from any thread.</summary>
    internal void PostVerbose(string text) => Post(() => WriteVerbose(text));

    /// <summary>Writes a line to the debug stream, from any thread.</summary>
    internal void PostDebug(string text) => Post(() => WriteDebug(text));

    /// <summary>Whether the user asked for a common parameter such as Verbose, here or by preference variable.</summary>
    internal bool Wants(string parameter)
    {
        if (MyInvocation.BoundParameters.TryGetValue(parameter, out object? given))
        {
            return LanguagePrimitives.IsTrue(given);
        }

        string? preference = SessionState.PSVariable.GetValue(parameter + "Preference")?.ToString();
        return preference is not (null or nameof(ActionPreference.SilentlyContinue) or nameof(ActionPreference.Ignore));
    }
}
