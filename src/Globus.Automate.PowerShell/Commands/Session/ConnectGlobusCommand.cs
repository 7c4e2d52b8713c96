using System.Management.Automation;
using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Errors;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Session;

/// <summary>Connects to the Globus on this machine, or to the hosted one.</summary>
[Cmdlet(VerbsCommunications.Connect, "Globus", DefaultParameterSetName = PersonSet)]
[OutputType("Globus.Automate.Context")]
public sealed class ConnectGlobusCommand : AsyncCmdlet
{
    private const string PersonSet = "Person";
    private const string ServiceAccountSet = "ServiceAccount";
    private const string LocalSet = "Local";

    /// <summary>The Globus in this process: no account, no network, no port.</summary>
    [Parameter(ParameterSetName = LocalSet, Mandatory = true)]
    public SwitchParameter Local { get; set; }

    /// <summary>As whom, for trying roles: <c>alice</c> is <c>alice@local</c>, who is made when she is not there yet.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    [ValidatePattern(@"^[A-Za-z0-9][A-Za-z0-9._-]*(@local)?$")]
    public string As { get; set; } = "you";

    /// <summary>A folder in which the local Globus keeps flows, runs, logs, collections and mails; without it they are gone when the process ends, with the temporary folders of the tutorial collections and of the mails.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <summary>Whether actions that the local Globus does not have are called over the network, with the tokens of the login that is kept.</summary>
    [Parameter(ParameterSetName = LocalSet)]
    public SwitchParameter AllowNetwork { get; set; }

    /// <summary>A service account: the client's id as the user name, its secret as the password.</summary>
    [Parameter(ParameterSetName = ServiceAccountSet, Mandatory = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The native app through which you log in; the environment variable GLOBUS_CLIENT_ID or the default one when it is left out.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>Further scopes to consent to, such as an error or an INACTIVE run names them.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    [Parameter(ParameterSetName = LocalSet)]
    public string[] Scope { get; set; } = [];

    /// <summary>Identities, one of which must log in.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    public string[] SessionIdentity { get; set; } = [];

    /// <summary>Policies that the login must satisfy.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    public string[] SessionPolicy { get; set; } = [];

    /// <summary>Domains, from one of which the login must come.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    public string[] SessionDomain { get; set; } = [];

    /// <summary>Whether the login must use a second factor.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    public SwitchParameter SessionMfa { get; set; }

    /// <summary>Shows a page to open on another machine, and asks for the code that it gives.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    public SwitchParameter NoBrowser { get; set; }

    /// <summary>Logs in again though a login is kept.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>How long the login may take, in seconds.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    [ValidateRange(1, 86_400)]
    public int TimeoutSeconds { get; set; } = 600;

    /// <summary>Which hosted Globus; the environment variable GLOBUS_SDK_ENVIRONMENT or production when it is left out.</summary>
    [Parameter(ParameterSetName = PersonSet)]
    [Parameter(ParameterSetName = ServiceAccountSet)]
    [ValidateSet("production", "preview", "sandbox", "integration", "test", "staging")]
    public string? Environment { get; set; }

    /// <summary>Whether the connection is written out.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Connection connection;
        try
        {
            connection = Local ? OpenLocal() : await OpenHostedAsync(cancellationToken);
        }
        catch (Exception e) when (Errors.ErrorRecords.IsReportable(e, cancellationToken))
        {
            Fail(e);
            throw;
        }

        Connection.Use(connection);
        WriteVerbose($"Connected to {(Local ? "the local Globus" : connection.Session.Environment.FlowsUrl.Host)} as {connection.Identity.Username}.");
        if (PassThru)
        {
            WriteObject(ContextObject.Create(connection));
        }
    }

    private Connection OpenLocal() => LocalConnection.Open(new LocalConnectionRequest(
        As,
        DataPath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(DataPath),
        AllowNetwork,
        Scope));

    private Task<Connection> OpenHostedAsync(CancellationToken cancellationToken)
    {
        var prompt = new HostLoginPrompt(this, Host);
        var hosted = new HostedConnection(Environment, text => Post(() => WriteWarning(text)));
        ClientCredentials? credentials = Credential is not null
            ? ClientCredentials.Create(Credential.UserName, Credential.GetNetworkCredential().Password)
            : ClientId is not null ? ClientCredentials.Create(ClientId) : null;
        return hosted.OpenAsync(credentials, LoginRequest(), mustLogIn: Force || AsksForMore, prompt, cancellationToken);
    }

    private bool AsksForMore => Scope.Length + SessionIdentity.Length + SessionPolicy.Length + SessionDomain.Length > 0 || SessionMfa;

    private LoginRequest LoginRequest() => new()
    {
        Scopes = Scope,
        NoBrowser = NoBrowser,
        ForceLogin = Force,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Requirements = !AsksForMore ? null : new AuthorizationRequirements
        {
            Code = "AuthorizationRequired",
            RequiredScopes = Scope,
            SessionRequiredIdentities = SessionIdentity,
            SessionRequiredPolicies = SessionPolicy,
            SessionRequiredSingleDomains = SessionDomain,
            SessionRequiredMfa = SessionMfa ? true : null,
        },
    };
}
