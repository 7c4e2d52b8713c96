namespace Globus.Automate.Client.Runs;

/// <summary>How often a run is asked about: soon at first, then less and less often.</summary>
/// <param name="First">The first wait.</param>
/// <param name="Longest">The wait that none exceeds.</param>
public sealed record PollingSchedule(TimeSpan First, TimeSpan Longest)
{
    private const double Growth = 1.5;

    /// <summary>No service is asked more often than this.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>For the hosted service: from a second to half a minute.</summary>
    public static PollingSchedule Hosted { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <summary>For a Globus in the same process: from a twentieth of a second to a second.</summary>
    public static PollingSchedule Local { get; } = new(Shortest, TimeSpan.FromSeconds(1));

    /// <summary>The same wait every time.</summary>
    public static PollingSchedule Every(TimeSpan interval)
    {
        TimeSpan wait = interval < Shortest ? Shortest : interval;
        return new PollingSchedule(wait, wait);
    }

    /// <summary>The waits one after another, without end.</summary>
    public IEnumerable<TimeSpan> Waits()
    {
        for (TimeSpan wait = Next(null); ; wait = Next(wait))
        {
            yield return wait;
        }
    }

    /// <summary>The wait after one of <paramref name="previous"/>; null for the first.</summary>
    internal TimeSpan Next(TimeSpan? previous)
        => previous is not { } wait ? First : wait * Growth < Longest ? wait * Growth : Longest;
}
