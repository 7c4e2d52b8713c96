using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Engine;

public sealed class RunLogTests
{
    [Fact]
    public void Entries_are_at_their_places_however_long_the_log()
    {
        var log = new RunLog();
        for (int i = 0; i < 20_000; i++)
        {
            log.Add(Entry(i));
            Assert.Equal(i + 1, log.Count);
        }

        Assert.Equal(Enumerable.Range(0, 20_000), log.Select(Number));
        Assert.All(new[] { 0, 3, 4, 7, 8, 4095, 4096, 8191, 8192, 19_999 }, place => Assert.Equal(place, Number(log[place])));
        Assert.Throws<ArgumentOutOfRangeException>(() => log[20_000]);
        Assert.Throws<ArgumentOutOfRangeException>(() => log[-1]);
    }

    [Fact]
    public async Task Readers_see_whole_entries_while_the_log_grows()
    {
        var log = new RunLog();
        using var stop = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                int place = 0;
                foreach (LogEntry entry in log)
                {
                    Assert.Equal(place, Number(entry));
                    Assert.Equal("FlowStarted", entry.Code);
                    place++;
                }
            }
        }))];
        for (int i = 0; i < 30_000; i++)
        {
            log.Add(Entry(i));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    private static LogEntry Entry(int number)
        => new(EngineHarness.Start.AddSeconds(number), LogEntryKind.FlowStarted, state: null, FlowValue.From(number), PrivacyMask.None);

    private static int Number(LogEntry entry)
    {
        int number = (int)(entry.Time - EngineHarness.Start).TotalSeconds;
        Assert.Equal(FlowValue.From(number), entry.Details["input"]);
        return number;
    }
}
