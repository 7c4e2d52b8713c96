using System.Management.Automation;
using Globus.Automate.ModuleHost.LineEditing;
using Globus.Automate.ModuleHost.Output;

namespace Globus.Automate.ModuleHost;

/// <summary>Reads commands from a person and runs them, until <c>exit</c> or Ctrl+D.</summary>
internal sealed class PromptLoop
{
    public const string Logo = "Engine only: no Microsoft.PowerShell.Utility or .Management (Write-Host, cd).";

    private readonly Engine _engine;
    private readonly ConsoleHost _host;
    private readonly ConsoleOutput _console;
    private readonly LineHistory _history = new();
    private readonly PowerShellLanguage _language;

    public PromptLoop(Engine engine, ConsoleHost host, ConsoleOutput console)
    {
        _engine = engine;
        _host = host;
        _console = console;
        _language = new PowerShellLanguage(engine);
        host.OfferNestedPrompts(RunNested);
    }

    public int Run(bool showLogo)
    {
        if (showLogo)
        {
            _console.Write(Logo + Environment.NewLine);
        }

        RunUntil(() => _host.ExitCode is not null);
        return _host.ExitCode ?? ExitCodes.Success;
    }

    private void RunNested()
    {
        RunUntil(() => _host.NestedPromptLeft || _host.ExitCode is not null);
        _host.NestedPromptLeft = false;
    }

    private void RunUntil(Func<bool> isOver)
    {
        while (!isOver())
        {
            switch (Read(out string text))
            {
                case LineOutcome.Ended:
                    return;
                case LineOutcome.Entered when !string.IsNullOrWhiteSpace(text):
                    _engine.Run(text);
                    break;
            }
        }
    }

    private LineOutcome Read(out string text)
    {
        string prompt = _engine.Evaluate("prompt") is [PSObject first, ..] ? first.ToString() : "PS> ";
        if (_console.YieldScreen().Length > 0)
        {
            _console.Write(Environment.NewLine);
        }

        using ConsoleTerminal terminal = new(CancellationToken.None);
        return new LineEditor(terminal, _language, _history, _console.OutputHasColour).Read(prompt, out text);
    }
}
