using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>Lets the clock of a run stand still until it is disposed of.</summary>
internal sealed class ClockHold : IDisposable
{
    private VirtualTimeProvider? _clock;

    public ClockHold(VirtualTimeProvider clock)
    {
        _clock = clock;
        clock.BeginWork();
    }

    public void Dispose() => Interlocked.Exchange(ref _clock, null)?.EndWork();
}
