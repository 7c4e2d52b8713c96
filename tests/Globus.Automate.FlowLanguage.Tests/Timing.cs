using System.Diagnostics;

namespace Globus.Automate.FlowLanguage.Tests;

/// <summary>Bounds on time that a busy machine does not break: they tell what hangs from what ends, and measure nothing.</summary>
internal static class Timing
{
    /// <summary>How many times longer a machine that has other things to do may take.</summary>
    private const int Patience = 10;

    /// <summary>Runs something that has to end soon. Where it does not, it gets two more tries: something else may have had the processor.</summary>
    public static void Within(TimeSpan limit, Action action, Func<string>? describe = null)
    {
        limit *= Patience;
        TimeSpan least = TimeSpan.MaxValue;
        for (int i = 0; i < 3 && least >= limit; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            least = taken < least ? taken : least;
        }

        Assert.True(least < limit, $"{describe?.Invoke()} took {least}");
    }
}
