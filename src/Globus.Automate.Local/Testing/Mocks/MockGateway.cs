using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Testing;

/// <summary>Answers a run's actions from its mocks. An action without a mock ends the run, unless those pass through to the built-in providers.</summary>
internal sealed class MockGateway(IReadOnlyDictionary<string, IActionMock> mocks, VirtualTimeProvider clock, Func<Guid> newId, bool passThrough) : IActionGatewayRoute
{
    /// <summary>The error of a run that met an action without a mock.</summary>
    public const string MissingError = "MockMissing";

    /// <summary>The error of a run whose mock is at fault.</summary>
    public const string FaultyError = "MockFailed";

    private readonly ConcurrentDictionary<string, MockAction> _actions = new(StringComparer.Ordinal);
    private readonly HashSet<MockReference> _used = [];
    private MockAction? _latest;

    /// <summary>Whether the run waits for somebody to resume it, and its mock says how it goes on.</summary>
    public bool GoesOnWhenResumed => Volatile.Read(ref _latest)?.GoesOnWhenResumed == true;

    /// <inheritdoc/>
    public bool Accepts(ActionCall call) => !passThrough || FindMock(call) is not null;

    /// <summary>All mocks, by state and invocations.</summary>
    public static IEnumerable<MockReference> All(IReadOnlyDictionary<string, IActionMock> mocks) => mocks.SelectMany(static entry => entry.Value is ScriptedMock scripted
        ? scripted.Responses.Select(response => new MockReference(entry.Key, response.Invocations))
        : [new MockReference(entry.Key, InvocationRange.All)]);

    /// <summary>The mocks that no action asked for.</summary>
    public IReadOnlyList<MockReference> Unmatched()
    {
        lock (_used)
        {
            return [.. All(mocks).Where(reference => !_used.Contains(reference))];
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
    {
        IActionMock mock = FindMock(call) ?? throw new RunAbortedException(new StateError(MissingError, Missing(call)));
        lock (_used)
        {
            _used.Add(new MockReference(call.StateName, (mock as ScriptedMock)?.Find(call.Invocation)!.Invocations ?? InvocationRange.All));
        }

        MockResponse response = await AskAsync(mock, call, request["body"] ?? FlowObject.Empty, cancellationToken).ConfigureAwait(false);
        Check(call, response);
        if (response.Outcome is MockThrow { Error: MockError.ActionUnableToRun } refused)
        {
            return new ActionResponse(400, refused.Body ?? FlowObject.Create(
                ("error", FlowObject.Create(
                    ("code", FlowValue.From("MOCKED_ERROR")),
                    ("detail", FlowValue.From(refused.Cause ?? "The mock says that the action cannot be run."))))));
        }

        string actionId = (response.Outcome as MockReturn)?.Value is FlowObject whole && MockAction.IsStatusDocument(whole) && whole["action_id"]?.AsString() is { Length: > 0 } given
            ? given
            : newId().ToString();
        DateTimeOffset now = clock.GetUtcNow();
        var action = new MockAction(actionId, call, request, response, now);
        _actions[actionId] = action;
        Volatile.Write(ref _latest, action);
        return new ActionResponse(202, action.StatusAt(now));
    }

    /// <inheritdoc/>
    public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Answer(actionId, static (_, _) => { });

    /// <inheritdoc/>
    public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Answer(actionId, static (action, now) => action.Cancel(now));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
        => Answer(actionId, static (action, now) => action.Resume(now));

    /// <summary>A question to people expires; every other action fails or takes too long.</summary>
    private static void Check(ActionCall call, MockResponse response)
    {
        if (response.Outcome is MockThrow { Error: not MockError.ActionUnableToRun and var error } && (call.ActionUrl == WebInputState.AwaitUrl) != (error == MockError.WebInputExpired))
        {
            string problem = error == MockError.WebInputExpired
                ? $"only a state of the type {WebInputState.AwaitType} can"
                : $"a state of the type {WebInputState.AwaitType} cannot: it raises {WebInputState.ExpiredError}";
            throw new RunAbortedException(new StateError(FaultyError, $"The mock of the state '{call.StateName}' throws {MockErrors.NameOf(error)}; {problem}."));
        }
    }

    private static string Ordinal(int invocation) => invocation == 0 ? "its first invocation (0)" : $"invocation {invocation}";

    private IActionMock? FindMock(ActionCall call)
        => mocks.TryGetValue(call.StateName, out IActionMock? mock) && mock.Covers(call.Invocation) ? mock : null;

    private string Missing(ActionCall call) => mocks.ContainsKey(call.StateName)
        ? $"The mock of the state '{call.StateName}' has no response for {Ordinal(call.Invocation)}: add one, or let what is not mocked pass through to the local providers."
        : $"The action of the state '{call.StateName}' ({call.ActionUrl}) is not mocked: give a mock for the state, or let what is not mocked pass through to the local providers.";

    /// <summary>Asks the mock while the clock of the run stands still: code takes no time on it.</summary>
    private async ValueTask<MockResponse> AskAsync(IActionMock mock, ActionCall call, FlowValue parameters, CancellationToken cancellationToken)
    {
        clock.BeginWork();
        try
        {
            return await mock.RespondAsync(call, parameters, cancellationToken).ConfigureAwait(false);
        }
        catch (MockException exception)
        {
            throw new RunAbortedException(new StateError(FaultyError, exception.Message), exception);
        }
        finally
        {
            clock.EndWork();
        }
    }

    private ValueTask<ActionResponse> Answer(string actionId, Action<MockAction, DateTimeOffset> change)
    {
        if (!_actions.TryGetValue(actionId, out MockAction? action))
        {
            return new(new ActionResponse(404, FlowObject.Create(("error", FlowValue.From($"There is no mocked action '{actionId}'.")))));
        }

        DateTimeOffset now = clock.GetUtcNow();
        change(action, now);
        return new(new ActionResponse(200, action.StatusAt(now)));
    }
}
