using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Globus.Automate.ModuleHost.Output;
using Microsoft.PowerShell;

namespace Globus.Automate.ModuleHost;

/// <summary>How a pipeline ended.</summary>
internal enum RunOutcome
{
    /// <summary>It came to its end, and the last command succeeded.</summary>
    Succeeded,

    /// <summary>It came to its end, and the last command failed.</summary>
    Failed,

    /// <summary>An error ended it.</summary>
    Terminated,

    /// <summary>Ctrl+C ended it.</summary>
    Stopped,
}

/// <summary>The PowerShell engine with the module on its path. Runs pipelines one at a time on the thread that calls.</summary>
internal sealed class Engine : IDisposable
{
    // Only what goes to the history leaves $? behind.
    private static readonly PSInvocationSettings s_settings = new() { AddToHistory = true };

    private readonly Runspace _runspace;
    private readonly ConsoleHost _host;
    private readonly ConsoleOutput _console;
    private readonly Interrupts _interrupts;
    private int _depth;

    private Engine(Runspace runspace, ConsoleHost host, ConsoleOutput console, Interrupts interrupts)
    {
        _runspace = runspace;
        _host = host;
        _console = console;
        _interrupts = interrupts;
    }

    public static Engine Open(ConsoleHost host, ConsoleOutput console, Interrupts interrupts)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        Runspace runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        ModuleLocation.AddToModulePath();
        if (!console.OutputHasColour && !console.ErrorHasColour)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        return new Engine(runspace, host, console, interrupts);
    }

    /// <summary>The exit code of the last native program or script, if there was one.</summary>
    public int? LastExitCode => _runspace.SessionStateProxy.GetVariable("LASTEXITCODE") as int?;

    /// <summary>Runs commands and returns what they put out; null if they fail.</summary>
    public IReadOnlyList<PSObject>? Evaluate(string text)
    {
        using PowerShell shell = NewShell();
        shell.AddScript(text, useLocalScope: true);
        try
        {
            return shell.Invoke();
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    public CommandCompletion CompleteInput(string text, int cursor)
    {
        using PowerShell shell = NewShell();
        return CommandCompletion.CompleteInput(text, cursor, [], shell);
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>Runs a text of commands in the session's scope and shows what they put out.</summary>
    public RunOutcome Run(string text)
    {
        using PowerShell shell = NewShell();
        shell.AddScript(text, useLocalScope: false);

        // As in pwsh: errors go through the formatter with the output, in order, and it hands them to WriteErrorLine.
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default", useLocalScope: true);
        _interrupts.Begin(shell);
        _depth++;
        try
        {
            shell.Invoke(input: null, s_settings);
            return _interrupts.WasInterrupted ? RunOutcome.Stopped
                : _depth == 1 && _runspace.SessionStateProxy.GetVariable("?") is false ? RunOutcome.Failed // In a nested prompt nobody asks, and the session cannot be read.
                : RunOutcome.Succeeded;
        }
        catch (PipelineStoppedException)
        {
            return RunOutcome.Stopped;
        }
        catch (RuntimeException) when (_interrupts.WasInterrupted)
        {
            // A command that gives up because of the interrupt has nothing to tell.
            return RunOutcome.Stopped;
        }
        catch (RuntimeException e)
        {
            Report(e);
            return RunOutcome.Terminated;
        }
        finally
        {
            _depth--;
            _interrupts.End();
            _console.ClearProgress();
        }
    }

    private void Report(RuntimeException exception)
    {
        using PowerShell shell = NewShell();
        shell.AddCommand("Out-Default");
        _host.Screen.OutputIsError = true;
        try
        {
            shell.Invoke(new[] { exception.ErrorRecord });
        }
        catch (RuntimeException)
        {
            _console.WriteError(exception.Message + Environment.NewLine);
        }
        finally
        {
            _host.Screen.OutputIsError = false;
        }
    }

    private PowerShell NewShell()
    {
        if (_depth > 0)
        {
            return PowerShell.Create(RunspaceMode.CurrentRunspace);
        }

        PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return shell;
    }
}
