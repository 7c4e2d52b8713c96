using System.Globalization;
using System.Management.Automation.Host;
using Globus.Automate.ModuleHost.Output;
using Globus.Automate.ModuleHost.Prompts;

namespace Globus.Automate.ModuleHost;

/// <summary>The engine's host.</summary>
internal sealed class ConsoleHost(ConsoleOutput console, ConsoleInput input) : PSHost
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;
    private Action _nestedPrompt = () => throw new HostException("There is no prompt to nest: ModuleHost runs a script.");

    public override string Name => "ModuleHost";

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => _culture;

    public override CultureInfo CurrentUICulture => _uiCulture;

    public override PSHostUserInterface UI => Screen;

    public HostUserInterface Screen { get; } = new(console, input);

    /// <summary>The code that <c>exit</c> named, once it was called.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>The current nested prompt was left.</summary>
    public bool NestedPromptLeft { get; set; }

    public void OfferNestedPrompts(Action nestedPrompt) => _nestedPrompt = nestedPrompt;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => _nestedPrompt();

    public override void ExitNestedPrompt() => NestedPromptLeft = true;

    /// <summary>A native program takes the screen.</summary>
    public override void NotifyBeginApplication() => _ = console.YieldScreen();

    public override void NotifyEndApplication()
    {
    }
}
