using Globus.Automate.ModuleHost.Prompts;

namespace Globus.Automate.ModuleHost;

/// <summary>Runs what needs no prompt, and says with which code the process ends.</summary>
internal sealed class BatchRun(Engine engine, ConsoleHost host, ConsoleInput input)
{
    /// <summary>A text of commands: fails as its last command does.</summary>
    public int RunCommand(string text) => ExitCodeOf(engine.Run(text));

    /// <summary>A script: its own <c>exit</c>, and failure if an error ended it or it could not be called.</summary>
    public int RunFile(string path, IEnumerable<string> arguments)
    {
        RunOutcome outcome = engine.Run(ScriptCall.Of(path, arguments));

        // In a called script `exit` does not reach the host: the call fails and leaves the code behind.
        return host.ExitCode is null && outcome == RunOutcome.Failed && engine.LastExitCode is int code and not 0 ? code : ExitCodeOf(outcome);
    }

    /// <summary>The lines of standard input, each as soon as it is a whole command; an error does not end them. Commands that ask read
    /// their answers from the lines that follow.</summary>
    public int RunLines()
    {
        RunOutcome outcome = RunOutcome.Succeeded;
        string command = "";
        while (host.ExitCode is null && outcome != RunOutcome.Stopped && input.ReadRedirectedLine() is string line)
        {
            command = command.Length == 0 ? line : command + "\n" + line;
            if (PowerShellLanguage.IsComplete(command))
            {
                outcome = Run(command, outcome);
                command = "";
            }
        }

        if (command.Length > 0 && host.ExitCode is null)
        {
            outcome = Run(command, outcome);
        }

        return ExitCodeOf(outcome);
    }

    private RunOutcome Run(string command, RunOutcome before) =>
        string.IsNullOrWhiteSpace(command) ? before : engine.Run(command);

    private int ExitCodeOf(RunOutcome outcome) => host.ExitCode ?? outcome switch
    {
        RunOutcome.Succeeded => ExitCodes.Success,
        RunOutcome.Stopped => ExitCodes.Interrupted,
        _ => ExitCodes.Failure,
    };
}
