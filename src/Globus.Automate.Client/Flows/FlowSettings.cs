using System.Text.Json;
using System.Text.Json.Serialization;
using Globus.Automate.Client.Auth;

namespace Globus.Automate.Client.Flows;

/// <summary>
/// What to publish or change: <c>POST /flows</c> and <c>PUT /flows/{id}</c>. What is null is not sent, so an update leaves it as it is; an
/// empty list clears.
/// </summary>
public sealed record FlowSettings
{
    /// <summary>The definition, an object.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>The schema of inputs. Publishing sends <c>{}</c> where it is null.</summary>
    public JsonElement? InputSchema { get; init; }

    /// <summary>1 to 128 characters; needed to publish.</summary>
    public string? Title { get; init; }

    /// <summary>Up to 128 characters.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Up to 4096 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <summary>The new owner: only the caller's own URN, and only on an update.</summary>
    public string? FlowOwner { get; init; }

    /// <summary>Who sees it: URNs, or <c>public</c>.</summary>
    public IReadOnlyList<string>? FlowViewers { get; init; }

    /// <summary>Who may start it: URNs, or <c>all_authenticated_users</c>.</summary>
    public IReadOnlyList<string>? FlowStarters { get; init; }

    /// <summary>Who may change it: URNs.</summary>
    public IReadOnlyList<string>? FlowAdministrators { get; init; }

    /// <summary>Who may manage its runs: URNs.</summary>
    public IReadOnlyList<string>? RunManagers { get; init; }

    /// <summary>Who may watch its runs: URNs.</summary>
    public IReadOnlyList<string>? RunMonitors { get; init; }

    /// <summary>The subscription, a UUID, or <c>DEFAULT</c> on an update.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The authentication policy of a flow under high assurance.</summary>
    public string? AuthenticationPolicyId { get; init; }

    /// <summary>Fields that the service knows and this client does not, or fields to set to null.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }

    /// <summary>These settings with everybody in them as URNs, who may be given by username or id.</summary>
    /// <exception cref="Errors.GlobusApiException"><see cref="Errors.GlobusErrorKind.NotFound"/>: nobody has the name or id; the message says which.</exception>
    public async Task<FlowSettings> ResolveAsync(PrincipalResolver principals, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(principals);
        return this with
        {
            FlowViewers = await principals.ResolveIfGivenAsync(FlowViewers, cancellationToken).ConfigureAwait(false),
            FlowStarters = await principals.ResolveIfGivenAsync(FlowStarters, cancellationToken).ConfigureAwait(false),
            FlowAdministrators = await principals.ResolveIfGivenAsync(FlowAdministrators, cancellationToken).ConfigureAwait(false),
            RunManagers = await principals.ResolveIfGivenAsync(RunManagers, cancellationToken).ConfigureAwait(false),
            RunMonitors = await principals.ResolveIfGivenAsync(RunMonitors, cancellationToken).ConfigureAwait(false),
        };
    }
}

/// <summary>The body of <c>POST /flows/validate</c>.</summary>
internal sealed record FlowCheck(JsonElement Definition, JsonElement? InputSchema);

/// <summary>Which flows to list, and in what order: <c>GET /flows</c>. What is null does not restrict.</summary>
public sealed record FlowFilter
{
    /// <summary>The caller's roles: <c>flow_viewer</c>, <c>flow_starter</c>, <c>flow_administrator</c>, <c>flow_owner</c>, <c>run_manager</c>, <c>run_monitor</c>. The service shows what the caller owns when none is given.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Text anywhere in title, subtitle, description, keywords or owner.</summary>
    public string? FullText { get; init; }

    /// <summary>Text in the title.</summary>
    public string? Title { get; init; }

    /// <summary>Text in the subtitle.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Text in the description.</summary>
    public string? Description { get; init; }

    /// <summary>Text in the keywords.</summary>
    public string? Keywords { get; init; }

    /// <summary>The flow's scope.</summary>
    public string? ScopeString { get; init; }

    /// <summary>The order: <c>FIELD ASC</c> or <c>FIELD DESC</c>, the first counting most.</summary>
    public IReadOnlyList<string>? OrderBy { get; init; }

    /// <summary>How many flows to a page; the service's own number when null.</summary>
    public int? PerPage { get; init; }

    /// <summary>Goes on where an earlier listing stopped; everything else is then left to the marker.</summary>
    public string? Marker { get; init; }
}
