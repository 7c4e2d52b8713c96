using Globus.Automate.ModuleHost;
using Globus.Automate.ModuleHost.Output;
using Globus.Automate.ModuleHost.Prompts;

CommandLine commandLine = CommandLine.Parse(args, Console.IsInputRedirected);
string scriptPath = commandLine.Mode == RunMode.File ? Path.GetFullPath(commandLine.Text) : "";
switch (commandLine.Mode)
{
    case RunMode.Help:
        Console.Out.WriteLine(CommandLine.Usage);
        return ExitCodes.Success;
    case RunMode.Invalid:
        return Refuse(commandLine.Text);
    case RunMode.File when !File.Exists(scriptPath):
        return Refuse($"There is no script '{commandLine.Text}' (looked for {scriptPath}).");
    case RunMode.File when !scriptPath.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase):
        return Refuse($"'{commandLine.Text}' is no script: the name of one ends in .ps1.");
}

ConsoleOutput console = ConsoleOutput.OfProcess();
using Interrupts interrupts = new(endsOnSecond: commandLine.Mode != RunMode.Prompt);
ConsoleInput input = ConsoleInput.OfProcess(interrupts, commandLine.NonInteractive);
ConsoleHost host = new(console, input);
using Engine engine = Engine.Open(host, console, interrupts);
BatchRun batch = new(engine, host, input);
return commandLine.Mode switch
{
    RunMode.Command => batch.RunCommand(commandLine.Text),
    RunMode.File => batch.RunFile(scriptPath, commandLine.Arguments),
    RunMode.Lines => batch.RunLines(),
    _ => new PromptLoop(engine, host, console).Run(showLogo: !commandLine.NoLogo),
};

static int Refuse(string message)
{
    Console.Error.WriteLine("ModuleHost: " + message);
    return ExitCodes.Usage;
}
