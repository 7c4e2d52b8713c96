using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Answers in place of the action provider of one state.</summary>
public interface IActionMock
{
    /// <summary>Whether the mock answers an invocation of the state, from 0; one that it does not answer counts as not mocked.</summary>
    bool Covers(int invocation);

    /// <summary>What the action does.</summary>
    /// <param name="call">Who calls from where; its <see cref="ActionCall.Invocation"/> is one that the mock covers.</param>
    /// <param name="parameters">The body that the action would get.</param>
    /// <param name="cancellationToken">Stops a mock that takes long.</param>
    /// <exception cref="MockException">The mock is at fault; the run fails with its message, past every Catch.</exception>
    ValueTask<MockResponse> RespondAsync(ActionCall call, FlowValue parameters, CancellationToken cancellationToken);
}

/// <summary>A fault of a mock that is code: what it threw, or an answer that is none.</summary>
public sealed class MockException : Exception
{
    /// <summary>Describes the fault in one sentence.</summary>
    public MockException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
