using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>A published flow. Every change makes a new record.</summary>
internal sealed record FlowRecord
{
    public required Guid Id { get; init; }

    public required FlowObject Definition { get; init; }

    public FlowObject InputSchema { get; init; } = FlowObject.Empty;

    public required string Title { get; init; }

    public string Subtitle { get; init; } = string.Empty;

    public string Description { get; init; } = string.Empty;

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public required string Owner { get; init; }

    public required string CreatedBy { get; init; }

    public IReadOnlyList<string> Viewers { get; init; } = [];

    public IReadOnlyList<string> Starters { get; init; } = [];

    public IReadOnlyList<string> Administrators { get; init; } = [];

    public IReadOnlyList<string> RunManagers { get; init; } = [];

    public IReadOnlyList<string> RunMonitors { get; init; } = [];

    public string? SubscriptionId { get; init; }

    public string? AuthenticationPolicyId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The definition, ready to run.</summary>
    public required FlowDefinition Compiled { get; init; }

    /// <summary>The input schema, ready to check with; null where every input is fine.</summary>
    public IJsonSchema? Schema { get; init; }

    /// <summary>The URL by which clients and other flows name it.</summary>
    public string Url => $"https://flows.globus.org/flows/{Id}";
}
