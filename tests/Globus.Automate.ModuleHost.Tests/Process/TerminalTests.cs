using System.Diagnostics;
using System.Text;

namespace Globus.Automate.ModuleHost.Tests.Process;

/// <summary>The host at a real terminal, which util-linux's <c>script</c> makes.</summary>
public sealed class TerminalTests
{
    [Fact]
    public async Task Tab_completes_history_recalls_and_Ctrl_C_leaves_the_prompt_alive()
    {
        await using TerminalSession session = TerminalSession.Start("");
        await session.Expect("no Microsoft.PowerShell.Utility");
        await session.Expect("PS ");
        await session.Send("Get-Hel\t");
        await session.Expect("Get-Help");
        await session.Send("\u0003");
        await session.Expect("PS ");
        await session.Send("'one' + 'two'\r");
        await session.Expect("onetwo");
        await session.Send("\e[A\r");
        await session.Expect("onetwo");
        await session.Send("'loop' + 'ing'; while ($true) { }\r");
        await session.Expect("looping");
        await session.Send("\u0003");
        await session.Expect("PS ");
        await session.Send("'still' + 'here'\r");
        await session.Expect("stillhere");
        await session.Send("exit 5\r");

        Assert.Equal(5, await session.ExitCode());
    }

    [Fact]
    public async Task Ctrl_C_in_a_command_ends_with_130()
    {
        await using TerminalSession session = TerminalSession.Start("-Command \"'star' + 'ted'; while (\\$true) { }\"");
        await session.Expect("started");
        await session.Send("\u0003");

        Assert.Equal(130, await session.ExitCode());
    }

    [Fact]
    public async Task Ctrl_C_at_a_question_stops_the_pipeline_that_asks()
    {
        await using TerminalSession session = TerminalSession.Start("");
        await session.Expect("PS ");
        await session.Send("$Host.UI.Write('your ' + 'name: '); $Host.UI.ReadLine(); 'not ' + 'reached'\r");
        await session.Expect("your name: ");
        await session.Send("\u0003");
        await session.Expect("PS ");
        await session.Send("'still' + 'here'\r");
        await session.Expect("stillhere");
        Assert.DoesNotContain("not reached", session.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_pipeline_goes_on_after_its_nested_prompt()
    {
        await using TerminalSession session = TerminalSession.Start("-NoLogo");
        await session.Expect("PS ");
        await session.Send("function Remove-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('it')) { 'go' + 'ne' } }; Remove-It\r");
        await session.Expect("[S] Suspend");
        await session.Send("s\r");
        await session.Expect(">> ");
        await session.Send("'nest' + 'ed'\r");
        await session.Expect("nested");
        await session.Send("exit\r");
        await session.Expect("[S] Suspend");
        await session.Send("y\r");
        await session.Expect("gone");
        await session.Send("exit\r");

        Assert.Equal(0, await session.ExitCode());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public async Task Colours_come_on_a_terminal_and_not_with_NO_COLOR(string noColour, bool expected)
    {
        await using TerminalSession session = TerminalSession.Start("-Command \"Get-NoSuchThing; [pscustomobject]@{ Head = 1 }\"", ("NO_COLOR", noColour));

        Assert.Equal(0, await session.ExitCode());
        Assert.Contains("Head", session.Seen, StringComparison.Ordinal);
        Assert.Equal(expected, session.Seen.Contains("\e[3", StringComparison.Ordinal));
    }

    private sealed class TerminalSession : IAsyncDisposable
    {
        private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

        private readonly System.Diagnostics.Process _process;
        private readonly StringBuilder _all = new();
        private int _expectedUpTo;

        private TerminalSession(System.Diagnostics.Process process) => _process = process;

        public string Seen => _all.ToString();

        public static TerminalSession Start(string arguments, params (string Name, string Value)[] environment)
        {
            Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "This test needs the program 'script' of util-linux.");
            // A shell starts its background jobs with interrupts ignored, and children inherit that: at a terminal nothing ignores them.
            ProcessStartInfo start = new("/usr/bin/script", ["-qec", $"exec env --default-signal=INT dotnet '{HostProcess.AssemblyPath}' {arguments}", "/dev/null"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            start.Environment["TERM"] = "xterm-256color";
            start.Environment["SHELL"] = "/bin/sh";
            start.Environment.Remove("NO_COLOR");
            foreach ((string name, string value) in environment)
            {
                start.Environment[name] = value;
            }

            return new TerminalSession(System.Diagnostics.Process.Start(start)!);
        }

        public async Task Send(string keys)
        {
            await _process.StandardInput.WriteAsync(keys);
            await _process.StandardInput.FlushAsync();
        }

        /// <summary>Waits until a text shows that was not waited for before.</summary>
        public async Task Expect(string text)
        {
            using CancellationTokenSource patience = new(s_patience);
            int found;
            while ((found = Seen.IndexOf(text, _expectedUpTo, StringComparison.Ordinal)) < 0)
            {
                Assert.True(await Read(patience.Token), $"The host ended before it showed '{text}': {Seen}");
            }

            _expectedUpTo = found + text.Length;
        }

        public async Task<int> ExitCode()
        {
            using CancellationTokenSource patience = new(s_patience);
            while (await Read(patience.Token))
            {
            }

            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }

            _process.Dispose();
        }

        private async Task<bool> Read(CancellationToken cancellation)
        {
            char[] buffer = new char[1024];
            int count;
            try
            {
                count = await _process.StandardOutput.ReadAsync(buffer, cancellation);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"The host shows no more: {Seen}", e);
            }

            _all.Append(buffer, 0, count);
            return count > 0;
        }
    }
}
