namespace Globus.Automate.ModuleHost.Tests.Process;

public sealed class StandardInputTests
{
    [Fact]
    public void Piped_lines_are_run_each_when_it_is_whole()
    {
        HostResult result = Pipe("""
            function Add($a, $b) {

                $a + $b
            }
            Add 2 3
            'x' |
                ForEach-Object { $_ + 'y' }
            """);

        Assert.Equal((0, "5\nxy\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void An_error_in_a_line_does_not_end_the_others()
    {
        HostResult result = Pipe("throw 'bad'\n'after'");

        Assert.Equal((0, "after\n"), (result.ExitCode, result.Output));
        Assert.Contains("bad", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'a'\nexit 6\n'b'", 6)]
    [InlineData("'a'\nthrow 'b'", 1)]
    [InlineData("'a'\nif ($true) {", 1)]
    public void The_last_line_or_exit_gives_the_code(string lines, int expected)
    {
        HostResult result = Pipe(lines);

        Assert.Equal((expected, "a\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public void Mandatory_parameters_are_asked_for()
    {
        HostResult result = Ask(
            "function Get-Sum { param([Parameter(Mandatory)][int] $Start, [Parameter(Mandatory)][int[]] $More) \"sum $($Start + ($More | ForEach-Object { $s = 0 } { $s += $_ } { $s }))\" }\nGet-Sum",
            "many\n1\n2\n3\n\n");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Supply values for the following parameters:\nStart: ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("More[2]: sum 6\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("Cannot convert value \"many\"", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Choices_secrets_credentials_and_texts_are_asked_for()
    {
        HostResult result = Ask(
            """
            $one = $Host.UI.PromptForChoice('Title', 'Which?', @('&Red', '&Green'), 0)
            $many = $Host.UI.PromptForChoice('', 'Several?', [System.Management.Automation.Host.ChoiceDescription[]]@('&Red', '&Green', '&Blue'), [int[]]@(0))
            $secret = $Host.UI.ReadLineAsSecureString()
            $credential = $Host.UI.PromptForCredential('Log in', '', '', 'target')
            $text = $Host.UI.ReadLine()
            "[$one] [$($many -join ',')] [$($secret.Length)] [$($credential.UserName):$($credential.GetNetworkCredential().Password)] [$text]"
            """,
            "g\nb\ng\n\nhush\nme\npw\nlast\n");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("[1] [2,1] [4] [me:pw] [last]\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_without_an_answer_is_an_error()
    {
        HostResult result = Ask("$Host.UI.PromptForChoice('', 'Sure?', @('&Yes', '&No'), -1)\nexit 3", "");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("Standard input ended", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void NonInteractive_refuses_to_ask()
    {
        HostResult result = HostProcess.Run(new HostInput { Text = "y\n" }, "-NonInteractive", "-Command", "$Host.UI.ReadLine()");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("-NonInteractive", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Confirm_asks_and_takes_no_for_an_answer()
    {
        const string Command = "function Remove-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('it')) { 'gone' } else { 'kept' } }\nRemove-It";

        Assert.EndsWith("kept\n", Ask(Command, "n\n").Output, StringComparison.Ordinal);
        Assert.EndsWith("gone\n", Ask(Command, "y\n").Output, StringComparison.Ordinal);
    }

    private static HostResult Pipe(string lines) => HostProcess.Run(new HostInput { Text = lines });

    private static HostResult Ask(string command, string answers) =>
        HostProcess.Run(new HostInput { Text = answers }, "-Command", command);
}
