using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Responses by invocation, as a mock file lists them.</summary>
public sealed class ScriptedMock : IActionMock
{
    /// <summary>Makes a mock of responses whose ranges do not overlap.</summary>
    public ScriptedMock(IEnumerable<ScriptedResponse> responses)
    {
        ArgumentNullException.ThrowIfNull(responses);
        Responses = [.. responses.OrderBy(static response => response.Invocations.First)];
    }

    /// <summary>The responses by their first invocation.</summary>
    public IReadOnlyList<ScriptedResponse> Responses { get; }

    /// <inheritdoc/>
    public bool Covers(int invocation) => Find(invocation) is not null;

    /// <inheritdoc/>
    public ValueTask<MockResponse> RespondAsync(ActionCall call, FlowValue parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new(Find(call.Invocation)?.Response ?? throw new MockException($"The mock of the state '{call.StateName}' has no response for invocation {call.Invocation}."));
    }

    /// <summary>The response for an invocation; null where there is none.</summary>
    internal ScriptedResponse? Find(int invocation) => Responses.FirstOrDefault(response => response.Invocations.Contains(invocation));
}

/// <summary>A response and the invocations it is for.</summary>
/// <param name="Invocations">The invocations.</param>
/// <param name="Response">The response.</param>
public sealed record ScriptedResponse(InvocationRange Invocations, MockResponse Response);

/// <summary>A mock that is code.</summary>
/// <remarks>What it returns is read as <see cref="MockResponseReader.FromValue"/> says: details, a whole action status, or a response in the form of a mock file.</remarks>
public sealed class DelegateMock : IActionMock
{
    private readonly Func<FlowValue, int, CancellationToken, ValueTask<FlowValue>> _answer;

    /// <summary>Makes a mock of a function of the action's parameters and the invocation, from 0.</summary>
    public DelegateMock(Func<FlowValue, int, FlowValue> answer)
        : this((parameters, invocation, _) => new(answer(parameters, invocation))) => ArgumentNullException.ThrowIfNull(answer);

    /// <summary>Makes a mock of a function that takes its time.</summary>
    public DelegateMock(Func<FlowValue, int, CancellationToken, ValueTask<FlowValue>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _answer = answer;
    }

    /// <inheritdoc/>
    public bool Covers(int invocation) => true;

    /// <inheritdoc/>
    public async ValueTask<MockResponse> RespondAsync(ActionCall call, FlowValue parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        FlowValue answer;
        try
        {
            answer = await _answer(parameters, call.Invocation, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever somebody's code throws is a fault of the mock, told with the state it is for
        catch (Exception exception) when (exception is not (MockException or OperationCanceledException))
#pragma warning restore CA1031
        {
            throw new MockException($"The mock of the state '{call.StateName}' failed at invocation {call.Invocation}: {exception.Message}", exception);
        }

        try
        {
            return MockResponseReader.FromValue(answer);
        }
        catch (MockException exception)
        {
            throw new MockException($"The mock of the state '{call.StateName}' gave no answer that an action could at invocation {call.Invocation}. {exception.Message}", exception);
        }
    }
}
