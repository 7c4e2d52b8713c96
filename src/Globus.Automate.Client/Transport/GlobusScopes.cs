namespace Globus.Automate.Client.Transport;

/// <summary>The scopes that this client asks for, in one place.</summary>
public static class GlobusScopes
{
    /// <summary>The id under which the Flows service is known to Globus Auth.</summary>
    public const string FlowsServiceId = "eec9b274-0c81-4334-bdc2-54e90e689b9a";

    /// <summary>The id under which the timers service is known to Globus Auth.</summary>
    public const string TimersServiceId = "524230d7-ea86-4a52-8312-86065a9e0417";

    /// <summary>The id under which the queues service is known to Globus Auth.</summary>
    public const string QueuesServiceId = "3170bf0b-6789-4285-9aba-8b7875be7cbc";

    /// <summary>Everything that the Flows service offers.</summary>
    public const string FlowsAll = $"{FlowsPrefix}all";

    /// <summary>Publish, change and delete flows.</summary>
    public const string ManageFlows = $"{FlowsPrefix}manage_flows";

    /// <summary>Look at flows.</summary>
    public const string ViewFlows = $"{FlowsPrefix}view_flows";

    /// <summary>Look at runs and their logs.</summary>
    public const string RunStatus = $"{FlowsPrefix}run_status";

    /// <summary>Change, cancel and release runs.</summary>
    public const string RunManage = $"{FlowsPrefix}run_manage";

    /// <summary>Make, change and delete queues.</summary>
    public const string QueuesAdmin = $"{QueuesPrefix}admin";

    /// <summary>Send messages to queues.</summary>
    public const string QueuesSend = $"{QueuesPrefix}send";

    /// <summary>Receive messages from queues and delete them.</summary>
    public const string QueuesReceive = $"{QueuesPrefix}receive";

    /// <summary>Make timers.</summary>
    public const string Timer = $"https://auth.globus.org/scopes/{TimersServiceId}/timer";

    /// <summary>Who has logged in.</summary>
    public const string OpenId = "openid";

    /// <summary>Who has logged in, with names and address.</summary>
    public const string Person = $"{OpenId} profile email";

    /// <summary>Look up identities by name or id.</summary>
    public const string ViewIdentities = "urn:globus:auth:scope:auth.globus.org:view_identities";

    /// <summary>See the linked identities of who has logged in.</summary>
    public const string ViewIdentitySet = "urn:globus:auth:scope:auth.globus.org:view_identity_set";

    private const string FlowsPrefix = $"https://auth.globus.org/scopes/{FlowsServiceId}/";

    private const string QueuesPrefix = $"https://auth.globus.org/scopes/{QueuesServiceId}/";

    /// <summary>What a login asks for when nothing is named: who you are, identities, and all of the Flows service.</summary>
    public static IReadOnlyList<string> LoginDefaults { get; } = [OpenId, "profile", "email", ViewIdentitySet, ViewIdentities, FlowsAll];

    /// <summary>The scope to start or resume runs of one flow; its resource server is the flow.</summary>
    /// <param name="flowId">The flow's id.</param>
    /// <exception cref="ArgumentException">The id is not a UUID.</exception>
    public static string ForFlow(string flowId)
    {
        // The id becomes part of a scope, where a space or a bracket would ask for more than the flow.
        if (!Guid.TryParseExact(flowId, "D", out Guid id))
        {
            throw new ArgumentException($"'{flowId}' is not a flow id: it must be a UUID such as 24bc4997-b483-4c25-a19c-64b0afc00743.", nameof(flowId));
        }

        return $"https://auth.globus.org/scopes/{id:D}/flow_{id.ToString("D").Replace('-', '_')}_user";
    }

    /// <summary>The scope without the dependent scopes in brackets and the mark of an optional one.</summary>
    internal static string WithoutDependencies(string scope)
    {
        int bracket = scope.IndexOf('[', StringComparison.Ordinal);
        return (bracket < 0 ? scope : scope[..bracket]).TrimStart('*');
    }
}
