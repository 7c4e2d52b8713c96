namespace Globus.Automate.ModuleHost.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Nothing_at_a_terminal_is_a_prompt() =>
        Assert.Equal(RunMode.Prompt, CommandLine.Parse([], inputIsRedirected: false).Mode);

    [Fact]
    public void Nothing_with_piped_input_runs_its_lines() =>
        Assert.Equal(RunMode.Lines, CommandLine.Parse([], inputIsRedirected: true).Mode);

    [Theory]
    [InlineData("-Command")]
    [InlineData("-c")]
    [InlineData("--command")]
    public void Everything_behind_Command_is_its_text(string option)
    {
        CommandLine line = CommandLine.Parse([option, "1 +", "1", "-File"], inputIsRedirected: false);

        Assert.Equal((RunMode.Command, "1 + 1 -File"), (line.Mode, line.Text));
    }

    [Theory]
    [InlineData("-Command")]
    [InlineData("-File")]
    public void A_dash_stands_for_the_lines_of_standard_input(string option) =>
        Assert.Equal(RunMode.Lines, CommandLine.Parse([option, "-"], inputIsRedirected: true).Mode);

    [Theory]
    [InlineData("-File", "a.ps1", "-Name", "-c", "x")]
    [InlineData("a.ps1", "-Name", "-c", "x")]
    public void Everything_behind_the_script_is_its_own(params string[] words)
    {
        CommandLine line = CommandLine.Parse(words, inputIsRedirected: false);

        Assert.Equal((RunMode.File, "a.ps1"), (line.Mode, line.Text));
        Assert.Equal(["-Name", "-c", "x"], line.Arguments);
    }

    [Fact]
    public void Switches_come_before_what_is_run()
    {
        CommandLine line = CommandLine.Parse(["-NoLogo", "-NonInteractive", "-NoProfile", "a.ps1", "-NoLogo"], inputIsRedirected: false);

        Assert.True(line is { NoLogo: true, NonInteractive: true, Mode: RunMode.File });
        Assert.Equal(["-NoLogo"], line.Arguments);
    }

    [Theory]
    [InlineData("-Command")]
    [InlineData("-File")]
    [InlineData("-Frobnicate")]
    public void What_makes_no_sense_says_so(string argument)
    {
        CommandLine line = CommandLine.Parse([argument], inputIsRedirected: false);

        Assert.Equal(RunMode.Invalid, line.Mode);
        Assert.Contains(argument, line.Text, StringComparison.Ordinal);
    }
}
