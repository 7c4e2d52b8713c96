using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Recovery;

/// <summary>The names in journal records of runs, and the two records that are written and read as a whole.</summary>
internal static class RunRecord
{
    public const string RunType = "run";
    public const string MetadataType = "run-metadata";
    public const string DefinitionType = "definition";

    public const string Kind = "kind";
    public const string Time = "time";

    public static readonly FlowString ActionRequested = Text("action-requested");
    public static readonly FlowString ActionReported = Text("action-reported");
    public static readonly FlowString WaitEntered = Text("wait-entered");
    public static readonly FlowString Exited = Text("exited");
    public static readonly FlowString Caught = Text("caught");
    public static readonly FlowString Succeeded = Text("succeeded");
    public static readonly FlowString StateFailed = Text("state-failed");
    public static readonly FlowString RunFailed = Text("run-failed");
    public static readonly FlowString Canceled = Text("canceled");
    public static readonly FlowString CancelSent = Text("cancel-sent");
    public static readonly FlowString Deactivated = Text("deactivated");
    public static readonly FlowString Resumed = Text("resumed");

    public static FlowObject Start(FlowRun run, string definition)
    {
        RunRequest request = run.Request;
        RunOwner owner = request.Owner;
        return FlowObject.Create(
            (Time, FlowValue.From(run.StartTime.UtcTicks)),
            ("flow_id", FlowValue.From(request.FlowId)),
            ("flow_title", FlowValue.From(request.FlowTitle)),
            ("flow_last_updated", FlowValue.From(request.FlowLastUpdated.UtcTicks)),
            ("definition", FlowValue.From(definition)),
            ("input_schema", request.InputSchema),
            ("input", request.Input),
            ("owner", FlowObject.Create(
                ("principal", FlowValue.From(owner.Principal)),
                ("username", FlowValue.From(owner.Username)),
                ("email", FlowValue.From(owner.Email)),
                ("identities", FlowArray.OfStrings(owner.Identities)),
                ("exp", FlowValue.From(owner.TokenExpiresAt.UtcTicks)),
                ("iat", FlowValue.From(owner.TokenIssuedAt.UtcTicks)),
                ("nbf", owner.TokenNotBefore is { } notBefore ? FlowValue.From(notBefore.UtcTicks) : FlowValue.Null))),
            ("metadata", Write(request.Metadata)),
            ("notification", request.ActivityNotificationPolicy ?? FlowValue.Null),
            ("start_at", FlowValue.From(request.StartAt)),
            ("max_steps", request.MaxSteps is { } steps ? FlowValue.From(steps) : FlowValue.Null));
    }

    public static RunRequest ReadStart(string runId, RecordReader record, FlowDefinition definition)
    {
        RecordReader owner = record.Object("owner");
        return new RunRequest
        {
            RunId = runId,
            FlowId = record.Text("flow_id"),
            FlowTitle = record.Text("flow_title"),
            FlowLastUpdated = record.Time("flow_last_updated"),
            Definition = definition,
            InputSchema = record.Value("input_schema"),
            Input = (FlowObject)record.Value("input"),
            Owner = new RunOwner(owner.Text("principal"), owner.Text("username"))
            {
                Email = owner.Find("email")?.AsString(),
                Identities = owner.Texts("identities"),
                TokenExpiresAt = owner.Time("exp"),
                TokenIssuedAt = owner.Time("iat"),
                TokenNotBefore = owner.Find("nbf") is FlowInteger ? owner.Time("nbf") : null,
            },
            Metadata = ReadMetadata(record.Object("metadata")),
            ActivityNotificationPolicy = record.Find("notification") is { IsNull: false } policy ? policy : null,
            StartAt = record.Find("start_at")?.AsString(),
            MaxSteps = record.Find("max_steps") is FlowInteger ? (int)record.Number("max_steps") : null,
        };
    }

    public static FlowObject Write(RunMetadata metadata) => FlowObject.Create(
        ("label", FlowValue.From(metadata.Label)),
        ("tags", FlowArray.OfStrings(metadata.Tags)),
        ("run_managers", FlowArray.OfStrings(metadata.RunManagers)),
        ("run_monitors", FlowArray.OfStrings(metadata.RunMonitors)));

    public static RunMetadata ReadMetadata(RecordReader record) => new()
    {
        Label = record.Find("label")?.AsString(),
        Tags = record.Texts("tags"),
        RunManagers = record.Texts("run_managers"),
        RunMonitors = record.Texts("run_monitors"),
    };

    private static FlowString Text(string text) => (FlowString)FlowValue.From(text);
}
