using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Engine;

/// <summary>An engine on a virtual clock with a scripted gateway.</summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public EngineHarness(FlowEngineOptions? options = null, ScriptedGateway? gateway = null, TimeProvider? clock = null)
    {
        Gateway = gateway ?? new ScriptedGateway();
        Clock = clock ?? new VirtualTimeProvider(Start);
        Gateway.Clock = Clock;
        Engine = new FlowEngine(Gateway, options, Clock);
    }

    public ScriptedGateway Gateway { get; }

    public TimeProvider Clock { get; }

    public FlowEngine Engine { get; }

    public static RunRequest Request(string definition, string input = "{}") => new()
    {
        FlowId = "8a1c2d3e-0000-4000-8000-000000000001",
        FlowTitle = "A flow",
        FlowLastUpdated = Start.AddDays(-1),
        Definition = FlowDefinition.Parse(FlowValue.Parse(definition)),
        Input = (FlowObject)FlowValue.Parse(input),
        Owner = new RunOwner("urn:globus:auth:identity:0000aaaa-0000-4000-8000-000000000001", "you@local")
        {
            Email = "you@example.org",
            Identities = ["urn:globus:auth:identity:0000aaaa-0000-4000-8000-000000000001"],
            TokenIssuedAt = Start,
            TokenExpiresAt = Start.AddHours(48),
        },
    };

    /// <summary>Runs a flow to its end; a run that hangs fails the test.</summary>
    public async Task<FlowRun> RunAsync(string definition, string input = "{}", Func<RunRequest, RunRequest>? change = null)
    {
        RunRequest request = Request(definition, input);
        FlowRun run = await Engine.StartAsync(change?.Invoke(request) ?? request);
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        return run;
    }

    public static async Task UntilAsync(FlowRun run, Func<FlowRun, bool> condition)
    {
        var timeout = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            long version = run.Version;
            if (condition(run))
            {
                return;
            }

            // Some conditions are about the gateway, whose calls do not change the run.
            Assert.True(timeout.Elapsed < TimeSpan.FromSeconds(30), $"The run did not get there: {run}, {Codes(run)}");
            await Task.WhenAny(run.WaitForChangeAsync(version), Task.Delay(10));
        }
    }

    public static string Codes(FlowRun run) => string.Join(" ", run.Log.Select(entry => entry.Code));

    /// <summary>All that any reader can see of a run.</summary>
    public static string Visible(FlowRun run) => string.Join('\n',
        [run.Details.ToJson(), run.Input.ToJson(), run.Output.ToJson(), .. run.Log.Select(entry => entry.Description + entry.Details.ToJson())]);

    public async ValueTask DisposeAsync() => await Engine.DisposeAsync();
}

/// <summary>A gateway that answers by script and remembers what it was asked.</summary>
internal sealed class ScriptedGateway : IActionGateway
{
    private int _actions;

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public ConcurrentQueue<(string Verb, ActionCall Call, FlowValue Argument)> Calls { get; } = new();

    public Func<ActionCall, FlowObject, ActionResponse>? OnRun { get; set; }

    public Func<ActionCall, string, ActionResponse>? OnStatus { get; set; }

    public Func<ActionCall, string, ActionResponse>? OnCancel { get; set; }

    public Func<ActionCall, string, ActionResponse>? OnResume { get; set; }

    /// <summary>Whether answers come from another thread instead of at once.</summary>
    public bool IsAsynchronous { get; set; }

    public static ActionResponse Status(string status, string actionId = "action-1", string details = "{}", int code = 200) => new(code, FlowValue.Parse(
        $$"""{"action_id":"{{actionId}}","status":"{{status}}","display_status":"{{status}}","details":{{details}}}"""));

    public IEnumerable<string> Verbs => Calls.Select(call => call.Verb);

    public ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
        => Answer("run", call, request, () => OnRun?.Invoke(call, request)
            ?? new ActionResponse(202, FlowObject.Create(
                ("action_id", FlowValue.From($"action-{Interlocked.Increment(ref _actions)}")),
                ("status", FlowValue.From("SUCCEEDED")),
                ("details", request["body"]!))));

    public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Answer("status", call, FlowValue.From(actionId), () => OnStatus?.Invoke(call, actionId) ?? Status("SUCCEEDED", actionId));

    public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Answer("cancel", call, FlowValue.From(actionId), () => OnCancel?.Invoke(call, actionId) ?? Status("FAILED", actionId));

    public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Answer("resume", call, FlowValue.From(actionId), () => OnResume?.Invoke(call, actionId) ?? Status("ACTIVE", actionId));

    private async ValueTask<ActionResponse> Answer(string verb, ActionCall call, FlowValue argument, Func<ActionResponse> answer)
    {
        Calls.Enqueue((verb, call, argument));
        if (IsAsynchronous)
        {
            await Task.Yield();
        }

        return answer();
    }
}
