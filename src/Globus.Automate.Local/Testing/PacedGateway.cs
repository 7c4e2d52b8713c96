using System.Collections.Concurrent;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>
/// Calls real providers from a run whose clock does not wait. A real action takes real time: before it is asked for its status, as much time has
/// passed in the world since its start as on the run's clock. Waits and mocks of the same run still cost nothing.
/// </summary>
internal sealed class PacedGateway(IActionGateway inner, VirtualTimeProvider clock) : IActionGateway
{
    private readonly ConcurrentDictionary<(string State, int Invocation), (DateTimeOffset OnClock, long InWorld)> _starts = new();

    public async ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
    {
        using var hold = new ClockHold(clock);
        ActionResponse response = await inner.RunAsync(call, request, cancellationToken).ConfigureAwait(false);
        _starts[(call.StateName, call.Invocation)] = (clock.GetUtcNow(), TimeProvider.System.GetTimestamp());
        return response;
    }

    public async ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
    {
        using var hold = new ClockHold(clock);
        if (_starts.TryGetValue((call.StateName, call.Invocation), out (DateTimeOffset OnClock, long InWorld) start))
        {
            TimeSpan ahead = clock.GetUtcNow() - start.OnClock - TimeProvider.System.GetElapsedTime(start.InWorld);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }

        return await inner.GetStatusAsync(call, actionId, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
    {
        using var hold = new ClockHold(clock);
        return await inner.CancelAsync(call, actionId, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
    {
        using var hold = new ClockHold(clock);
        return await inner.ResumeAsync(call, actionId, cancellationToken).ConfigureAwait(false);
    }
}
