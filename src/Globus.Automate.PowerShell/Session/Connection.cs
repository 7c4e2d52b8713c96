using Globus.Automate.Client;
using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Runs;
using Globus.Automate.Local;

namespace Globus.Automate.PowerShell.Session;

/// <summary>The connection that Connect-Globus made: one for the process, shared by all runspaces, so that parallel script blocks have it too.</summary>
internal sealed class Connection
{
    private static Connection? s_current;

    public Connection(string kind, GlobusSession session, ConnectedIdentity identity, LocalGlobus? local = null, GlobusLogin? login = null)
    {
        Kind = kind;
        Session = session;
        Identity = identity;
        Local = local;
        Login = login;
    }

    /// <summary>The connection of this process; null before Connect-Globus.</summary>
    public static Connection? Current => Volatile.Read(ref s_current);

    /// <summary>The connection of this process.</summary>
    /// <exception cref="Errors.CommandException">There is none.</exception>
    public static Connection Required => Current ?? throw Errors.CommandException.NotConnected();

    /// <summary>The Globus on this machine that is connected.</summary>
    /// <param name="otherwise">What is said of the hosted service where that is connected: "whose collections are ...".</param>
    /// <exception cref="Errors.CommandException">There is no connection, or none to a local Globus.</exception>
    public static LocalGlobus RequiredLocal(string otherwise) => Required.Local ?? throw new Errors.CommandException(
        "NotLocal",
        System.Management.Automation.ErrorCategory.ConnectionError,
        $"The connection is to the hosted service, {otherwise}: use Connect-Globus -Local first.",
        "Connect-Globus -Local");

    /// <summary><c>Local</c> or <c>Hosted</c>.</summary>
    public string Kind { get; }

    /// <summary>What talks to the services.</summary>
    public GlobusSession Session { get; }

    /// <summary>The command that connects again as this connection did, for more consents.</summary>
    public string Command { get; init; } = "Connect-Globus";

    /// <summary>How often a run is asked about.</summary>
    public PollingSchedule Polling => Local is null ? PollingSchedule.Hosted : PollingSchedule.Local;

    /// <summary>Who is connected.</summary>
    public ConnectedIdentity Identity { get; }

    /// <summary>The Globus on this machine; null for a hosted connection.</summary>
    public LocalGlobus? Local { get; }

    /// <summary>The login; null for a local connection.</summary>
    public GlobusLogin? Login { get; }

    /// <summary>When the connection was made.</summary>
    public DateTimeOffset ConnectedAt { get; } = DateTimeOffset.Now;

    /// <summary>Makes a connection the current one.</summary>
    public static void Use(Connection? connection)
    {
        Connection? previous = Interlocked.Exchange(ref s_current, connection);
        if (previous is not null && !ReferenceEquals(previous.Session, connection?.Session))
        {
            previous.Session.Dispose();
            previous.Login?.Dispose();
        }
    }
}

/// <summary>Who is connected.</summary>
/// <param name="Username">The Globus username.</param>
/// <param name="Principal">The identity as a URN.</param>
internal sealed record ConnectedIdentity(string Username, string Principal);
