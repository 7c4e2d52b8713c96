using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// <c>hello_world</c> (manual 7.1.1): answers at once, or after <c>sleep_time</c> seconds. With <c>required_dependent_scope</c> it is INACTIVE
/// until the caller has consented to that scope, which is how the handling of missing consents is tried.
/// </summary>
public sealed class HelloWorldProvider : ActionProvider
{
    private const string Scope = "https://auth.globus.org/scopes/actions.globus.org/hello_world";

    /// <summary>Makes the provider.</summary>
    public HelloWorldProvider()
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://actions.globus.org/hello_world"),
            Title = "Hello World",
            Subtitle = "An Action responding Hello to an input value",
            GlobusAuthScope = Scope,
            Synchronous = false,
            InputSchema = InputSchemas.Parse(
                """
                {
                  "additionalProperties": false,
                  "properties": {
                    "echo_string": {"type": "string"},
                    "required_dependent_scope": {"type": "string"},
                    "sleep_time": {"type": "integer"}
                  },
                  "type": "object"
                }
                """),
        })
    {
    }

    /// <inheritdoc/>
    public override bool IsRepeatable => true;

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        if (action.Body["sleep_time"] is FlowInteger sleep
            && (sleep.Value < 0 || sleep.Value > (long)Description.MaximumDeadline.TotalSeconds))
        {
            throw ActionRefusedException.Input(
                $"'sleep_time' must be from 0 to {(long)Description.MaximumDeadline.TotalSeconds} seconds; it is {sleep.Value}.",
                "$.sleep_time");
        }

        return new(Go(action));
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> ResumeAsync(ActionContext action, CancellationToken cancellationToken) => new(Go(action));

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RecoverAsync(ActionContext action, CancellationToken cancellationToken) => new(Sleep(action));

    private static ActionProgress Go(ActionContext action)
    {
        if (action.Body["required_dependent_scope"]?.AsString() is { } scope && !action.HasConsent(scope))
        {
            return ActionProgress.Inactive(FlowObject.Create(
                ("code", FlowValue.From("ConsentRequired")),
                ("description", FlowValue.From($"Consent is required for scope {Scope}[{scope}]")),
                ("required_scope", FlowValue.From($"{Scope}[{scope}]")),
                ("resolution_url", FlowValue.Null)));
        }

        return Sleep(action);
    }

    private static ActionProgress Sleep(ActionContext action)
    {
        FlowObject details = Greeting(action.Body);
        if (action.Body["sleep_time"] is not FlowInteger sleep || !sleep.TryGetInt64(out long seconds) || seconds == 0)
        {
            return ActionProgress.Succeeded(details);
        }

        DateTimeOffset wake = Wake(action, seconds);
        TimeSpan left = wake - action.TimeProvider.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return ActionProgress.Succeeded(details);
        }

        action.Schedule(left, () => action.Report(ActionProgress.Succeeded(details)));
        return ActionProgress.Active(details);
    }

    /// <summary>When to wake up: decided once, so that a restart neither shortens nor prolongs the sleep.</summary>
    private static DateTimeOffset Wake(ActionContext action, long seconds)
    {
        if (IsoDuration.TryParseTime(action.State.AsString(), out DateTimeOffset known))
        {
            return known;
        }

        DateTimeOffset wake = action.TimeProvider.GetUtcNow().AddSeconds(seconds);
        action.SaveState(FlowValue.From(IsoDuration.FormatTime(wake)));
        return wake;
    }

    private static FlowObject Greeting(FlowObject body)
    {
        var details = new FlowObject.Builder();
        details.Set("Hello", FlowValue.From("World"));
        details.SetIfPresent("hello", body["echo_string"]);
        return details.Build();
    }
}
