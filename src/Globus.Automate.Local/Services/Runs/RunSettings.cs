using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary>The body of <c>POST /flows/{flow_id}/run</c>, <c>.../validate_run</c> and <c>PUT /runs/{run_id}</c>, checked. What is not named is null.</summary>
internal sealed record RunSettings
{
    private const int MaximumLabel = 64;
    private static readonly string[] s_notifications = ["INACTIVE", "FAILED", "SUCCEEDED"];

    public FlowObject? Body { get; init; }

    public string? RequestId { get; init; }

    public string? Label { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? Managers { get; init; }

    public IReadOnlyList<string>? Monitors { get; init; }

    public FlowObject? Notifications { get; init; }

    /// <summary>Reads a body; today's names and those of the Action Provider interface count alike.</summary>
    /// <exception cref="ServiceException">Anything in it is wrong (422).</exception>
    public static RunSettings Read(FlowObject body, bool isStart)
    {
        // A label of null is one that is not given; clients send it so.
        var fields = new FieldReader(body["label"] is { IsNull: true } ? body.Without("label") : body);
        if (isStart)
        {
            fields.Required("body");
        }

        var settings = new RunSettings
        {
            Body = isStart ? fields.Object("body") : null,
            RequestId = isStart ? fields.Text("request_id", 1, 256) : null,
            Label = fields.Text("label", 0, MaximumLabel),
            Tags = fields.Tags("tags"),
            Managers = fields.PrincipalList("run_managers", "RunManager") ?? fields.PrincipalList("manage_by", "RunManager"),
            Monitors = fields.PrincipalList("run_monitors", "RunMonitor") ?? fields.PrincipalList("monitor_by", "RunMonitor"),
            Notifications = isStart ? ReadNotifications(fields) : null,
        };
        fields.ThrowIfFaulty();
        return settings;
    }

    /// <summary>A run's data with these put over them.</summary>
    public RunMetadata Apply(RunMetadata metadata) => metadata with
    {
        Label = Label ?? metadata.Label,
        Tags = Tags ?? metadata.Tags,
        RunManagers = Managers ?? metadata.RunManagers,
        RunMonitors = Monitors ?? metadata.RunMonitors,
    };

    /// <summary>Refuses an input that does not fit the flow's schema (400, <c>FLOW_INPUT_ERROR</c>).</summary>
    public void CheckInput(IJsonSchema? schema)
    {
        if (schema?.Validate(Body!) is not { IsValid: false } result)
        {
            return;
        }

        string count = result.Errors.Count == 1 ? "1 error" : $"{result.Errors.Count} errors";
        throw new ServiceException(400, "FLOW_INPUT_ERROR", $"Input failed schema validation with {count}.", FlowArray.Create(result.Errors.Select(static error =>
            (FlowValue)FlowObject.Create(
                ("loc", FlowArray.OfStrings([error.InstancePath])),
                ("type", FlowValue.From("InvalidActionInput")),
                ("msg", FlowValue.From(error.Message))))));
    }

    private static FlowObject? ReadNotifications(FieldReader fields)
    {
        if (fields.Object("activity_notification_policy") is not { } policy)
        {
            return null;
        }

        var inner = new FieldReader(policy, ["activity_notification_policy"]);
        inner.Required("status");
        foreach (string status in inner.Texts("status") ?? [])
        {
            if (!s_notifications.Contains(status, StringComparer.Ordinal))
            {
                inner.Fault($"unexpected value; permitted: {string.Join(", ", s_notifications.Select(static known => $"'{known}'"))}", "value_error.enum", "status");
            }
        }

        fields.Faults.AddRange(inner.Faults);
        return policy;
    }
}
