using System.Management.Automation;
using Globus.Automate.ModuleHost.Output;
using Globus.Automate.ModuleHost.Tests.LineEditing;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.ModuleHost.Tests.Output;

public sealed class ConsoleOutputTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeScreen _screen = new(40);

    [Fact]
    public void Progress_shows_below_the_output_and_goes_away()
    {
        ConsoleOutput console = Console(terminal: true);
        console.Write("one\n");
        console.WriteProgress(1, new ProgressRecord(1, "Copy", "file 1") { PercentComplete = 50 });
        Assert.Equal("one\nCopy [############------------] 50%  f…", _screen.Text);

        console.Write("two\n");
        Assert.Equal("one\ntwo", _screen.Text);

        _time.Advance(TimeSpan.FromSeconds(1));
        console.WriteProgress(1, new ProgressRecord(1, "Copy", "file 2"));
        Assert.Equal("one\ntwo\nCopy  file 2", _screen.Text);

        console.ClearProgress();
        Assert.Equal("one\ntwo", _screen.Text);
    }

    [Fact]
    public void Several_activities_show_and_end_one_by_one()
    {
        ConsoleOutput console = Console(terminal: true);
        console.WriteProgress(1, new ProgressRecord(1, "Outer", "a"));
        console.WriteProgress(1, new ProgressRecord(2, "Inner", "b") { ParentActivityId = 1 });
        Assert.Equal("Outer  a\n  Inner  b", _screen.Text);

        console.WriteProgress(1, new ProgressRecord(2, "Inner", "b") { RecordType = ProgressRecordType.Completed });
        Assert.Equal("Outer  a", _screen.Text);
    }

    [Fact]
    public void Progress_does_not_erase_an_open_line()
    {
        ConsoleOutput console = Console(terminal: true);
        console.Write("half");
        console.WriteProgress(1, new ProgressRecord(1, "Copy", "x"));

        Assert.Equal("half", _screen.Text);
        Assert.Equal("half", console.YieldScreen());
    }

    [Fact]
    public void Many_updates_are_drawn_now_and_then()
    {
        StringWriter written = new();
        ConsoleOutput console = new(new(written, isTerminal: true, hasColour: false), new(written, isTerminal: true, hasColour: false), () => 40, _time);
        for (int i = 0; i < 1000; i++)
        {
            console.WriteProgress(1, new ProgressRecord(1, "Copy", "x"));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(written.ToString().Split("Copy").Length - 1, 15, 25);
    }

    [Fact]
    public void What_is_no_terminal_gets_neither_progress_nor_sequences()
    {
        StringWriter output = new();
        StringWriter error = new();
        ConsoleOutput console = new(new(output, isTerminal: false, hasColour: true), new(error, isTerminal: false, hasColour: true), () => 40, _time);

        console.Write("\e[31mred\e[0m\n");
        console.WriteError("\e[31mbad\e[0m\n");
        console.WriteProgress(1, new ProgressRecord(1, "Copy", "x"));

        Assert.Equal(("red\n", "bad\n"), (output.ToString(), error.ToString()));
    }

    [Theory]
    [InlineData(null, "xterm", true)]
    [InlineData("", "xterm", true)]
    [InlineData("1", "xterm", false)]
    [InlineData(null, "dumb", false)]
    public void The_environment_decides_on_colours(string? noColour, string terminal, bool expected) =>
        Assert.Equal(expected, ColourPolicy.Allows(name => name switch { "NO_COLOR" => noColour, "TERM" => terminal, _ => null }));

    private ConsoleOutput Console(bool terminal)
    {
        ScreenWriter writer = new(_screen);
        return new ConsoleOutput(new(writer, terminal, hasColour: true), new(writer, terminal, hasColour: true), () => 40, _time);
    }

    private sealed class ScreenWriter(FakeScreen screen) : StringWriter
    {
        // A terminal turns a line feed into a new line.
        public override void Write(string? value) => screen.Write((value ?? "").Replace("\n", "\r\n", StringComparison.Ordinal));
    }
}
