using Globus.Automate.Client;
using Globus.Automate.Client.Transport;
using Globus.Automate.Local;

namespace Globus.Automate.PowerShell.Session;

/// <summary>What a local connection is to be.</summary>
/// <param name="User">The user's name, with or without <c>@local</c>.</param>
/// <param name="DataPath">The folder for what is kept; null for memory.</param>
/// <param name="AllowNetwork">Whether actions elsewhere are called.</param>
/// <param name="Scopes">What the user consents to.</param>
internal sealed record LocalConnectionRequest(string User, string? DataPath, bool AllowNetwork, IReadOnlyList<string> Scopes)
{
    private const string Domain = "@local";
    private const string YouName = "you" + Domain;

    /// <summary>The user's whole name.</summary>
    public string Username => User.EndsWith(Domain, StringComparison.Ordinal) ? User : User + Domain;

    /// <summary>The command that connects so, without consents.</summary>
    public string Command
        => "Connect-Globus -Local"
            + (Username is YouName ? string.Empty : $" -As {Username[..^Domain.Length]}")
            + (DataPath is null ? string.Empty : $" -DataPath '{DataPath.Replace("'", "''", StringComparison.Ordinal)}'")
            + (AllowNetwork ? " -AllowNetwork" : string.Empty);
}

/// <summary>
/// Connections to the Globus in this process. There is one for each data folder, and one in memory: whoever connects again, as another user
/// too, finds the flows and runs that are there.
/// </summary>
internal static class LocalConnection
{
    /// <summary>How long the end of the process waits until what is under way has been put down.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<(string? DataPath, bool AllowNetwork), LocalGlobus> s_instances = [];

    static LocalConnection() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Close();

    public static Connection Open(LocalConnectionRequest request)
    {
        LocalGlobus globus = Find(request.DataPath, request.AllowNetwork);
        string username = request.Username;
        foreach (string scope in request.Scopes)
        {
            globus.IssueToken(scope, username);
        }

        GlobusSession session = GlobusSession.Over(
            globus.CreateHandler(),
            GlobusEnvironment.Production with { Name = "local" },
            scope => globus.IssueToken(scope, username));
        return new Connection("Local", session, new ConnectedIdentity(username, globus.PrincipalOf(username)), globus) { Command = request.Command };
    }

    /// <summary>The Globus for a data folder; made when it is not there yet.</summary>
    public static LocalGlobus Find(string? dataPath, bool allowNetwork)
    {
        lock (s_instances)
        {
            if (!s_instances.TryGetValue((dataPath, allowNetwork), out LocalGlobus? globus))
            {
                globus = new LocalGlobus(new LocalGlobusOptions { DataPath = dataPath, AllowNetwork = allowNetwork, NetworkToken = allowNetwork ? OutsideTokens.GetAsync : null });
                s_instances[(dataPath, allowNetwork)] = globus;
            }

            return globus;
        }
    }

    /// <summary>Ends every Globus of the process: temporary folders go, and journals are written to their end.</summary>
    private static void Close()
    {
        LocalGlobus[] instances;
        lock (s_instances)
        {
            instances = [.. s_instances.Values];
            s_instances.Clear();
        }

        Task.WhenAll(instances.Select(static globus => Task.Run(async () => await globus.DisposeAsync()))).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(s_patience);
    }
}
