using System.Management.Automation;
using System.Text.Json;
using Globus.Automate.Client;
using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Runs;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.Local.Services;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>A cmdlet that needs a connection: it has the clients, and tells each exchange with the service to -Verbose and -Debug.</summary>
public abstract class GlobusCmdlet : AsyncCmdlet
{
    private GlobusSession? _session;
    private PrincipalResolver? _principals;

    /// <summary>The connection that Connect-Globus made.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    private protected static Connection Connection => Connection.Required;

    /// <summary>The services, with this cmdlet as the one who is told of each exchange.</summary>
    private protected GlobusSession Session => _session ??= Connection.Session.WithObserver(ExchangeWriter.For(this));

    /// <summary>The flows.</summary>
    private protected FlowsClient Flows => Session.Flows;

    /// <summary>The runs.</summary>
    private protected RunsClient Runs => Session.Runs;

    /// <summary>Principals as people write them, as URNs.</summary>
    private protected PrincipalResolver Principals => _principals ??= new PrincipalResolver(Session.Auth, Connection.Local is null ? null : IdentityDirectory.Domain);

    /// <summary>What a parameter gave as principals, as URNs; null for a parameter that was not given.</summary>
    private protected Task<IReadOnlyList<string>?> ResolveAsync(string[]? principals, CancellationToken cancellationToken)
        => Principals.ResolveIfGivenAsync(principals, cancellationToken);

    /// <summary>Reads the document that a parameter was given, and warns of what in it other readers take otherwise.</summary>
    private protected FlowDocument ReadDocument(object value, string parameter)
    {
        FlowDocument document = DocumentInput.Read(value, parameter, SessionState);
        foreach (ReadingIssue issue in document.Warnings)
        {
            WriteWarning($"{issue.Message} (line {issue.Position.Line}, column {issue.Position.Column})");
        }

        return document;
    }

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
