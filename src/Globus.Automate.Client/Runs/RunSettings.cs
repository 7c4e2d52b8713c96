using System.Text.Json;
using System.Text.Json.Serialization;

namespace Globus.Automate.Client.Runs;

/// <summary>How to start a run: <c>POST /flows/{id}/run</c> and <c>/validate_run</c>. What is null is not sent.</summary>
public sealed record RunSettings
{
    /// <summary>The input, an object.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>Up to 64 characters.</summary>
    public string? Label { get; init; }

    /// <summary>Tags; the service trims them and folds white space.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Who may watch the run: URNs.</summary>
    public IReadOnlyList<string>? RunMonitors { get; init; }

    /// <summary>Who may manage the run: URNs.</summary>
    public IReadOnlyList<string>? RunManagers { get; init; }

    /// <summary>When the service writes a mail.</summary>
    public ActivityNotificationPolicy? ActivityNotificationPolicy { get; init; }

    /// <summary>Fields that the service knows and this client does not.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }
}

/// <summary>The statuses on which the service writes a mail: <c>INACTIVE</c>, <c>FAILED</c>, <c>SUCCEEDED</c>.</summary>
/// <param name="Status">The statuses; none for no mail.</param>
public sealed record ActivityNotificationPolicy(IReadOnlyList<string> Status);

/// <summary>What to change of a run: <c>PUT /runs/{id}</c>. What is null stays; a list replaces the one that was there.</summary>
public sealed record RunUpdate
{
    /// <summary>Up to 64 characters.</summary>
    public string? Label { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Who may watch the run: URNs.</summary>
    public IReadOnlyList<string>? RunMonitors { get; init; }

    /// <summary>Who may manage the run: URNs.</summary>
    public IReadOnlyList<string>? RunManagers { get; init; }

    /// <summary>Fields that the service knows and this client does not.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Further { get; set; }
}

/// <summary>What to change of many runs at once: <c>POST /batch/runs</c>.</summary>
public sealed record RunBatch
{
    /// <summary>The runs.</summary>
    public required RunBatchFilters Filters { get; init; }

    /// <summary>What to replace.</summary>
    public RunBatchChange? Set { get; init; }

    /// <summary>What to add.</summary>
    public RunBatchChange? Add { get; init; }

    /// <summary>What to take away.</summary>
    public RunBatchChange? Remove { get; init; }
}

/// <summary>The runs of a batch.</summary>
/// <param name="RunIds">Their ids.</param>
public sealed record RunBatchFilters(IReadOnlyList<string> RunIds);

/// <summary>One kind of change in a batch.</summary>
public sealed record RunBatchChange
{
    /// <summary>Tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Managers: URNs.</summary>
    public IReadOnlyList<string>? RunManagers { get; init; }

    /// <summary>Monitors: URNs.</summary>
    public IReadOnlyList<string>? RunMonitors { get; init; }

    /// <summary><c>cancel</c>, in <see cref="RunBatch.Set"/> only.</summary>
    public string? Status { get; init; }
}

/// <summary>Which runs to list, and in what order: <c>GET /runs</c> and <c>GET /flows/{id}/runs</c>. What is null does not restrict.</summary>
public sealed record RunFilter
{
    /// <summary>The flows, by id; not for the runs of one flow.</summary>
    public IReadOnlyList<string>? FlowIds { get; init; }

    /// <summary>Text in the flow's title; not for the runs of one flow.</summary>
    public IReadOnlyList<string>? FlowTitles { get; init; }

    /// <summary>The caller's roles: <c>run_owner</c>, <c>run_manager</c>, <c>run_monitor</c>, <c>flow_run_manager</c>, <c>flow_run_monitor</c>.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>The statuses: <c>ACTIVE</c>, <c>INACTIVE</c>, <c>SUCCEEDED</c>, <c>FAILED</c>, <c>ENDED</c>.</summary>
    public IReadOnlyList<string>? Statuses { get; init; }

    /// <summary>Text in the label.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Not started before this.</summary>
    public DateTimeOffset? StartedAfter { get; init; }

    /// <summary>Not started after this.</summary>
    public DateTimeOffset? StartedBefore { get; init; }

    /// <summary>Not ended before this.</summary>
    public DateTimeOffset? CompletedAfter { get; init; }

    /// <summary>Not ended after this.</summary>
    public DateTimeOffset? CompletedBefore { get; init; }

    /// <summary>The order: <c>FIELD ASC</c> or <c>FIELD DESC</c> of id, start_time, completion_time, status, label.</summary>
    public IReadOnlyList<string>? OrderBy { get; init; }

    /// <summary>How many runs to a page; the service's own number when null.</summary>
    public int? PerPage { get; init; }

    /// <summary>Goes on where an earlier listing stopped; everything else is then left to the marker.</summary>
    public string? Marker { get; init; }
}
