using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Globus.Automate.ModuleHost.Output;
using Globus.Automate.ModuleHost.Prompts;

namespace Globus.Automate.ModuleHost;

/// <summary>The engine's texts and questions. What the commands put out, and what they tell people, go to standard output; errors, warnings, verbose
/// and debug messages and progress to standard error, so that redirected output holds data only.</summary>
internal sealed class HostUserInterface(ConsoleOutput console, ConsoleInput input) : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    public override PSHostRawUserInterface RawUI { get; } = new RawUserInterface();

    public override bool SupportsVirtualTerminal => console.OutputHasColour || console.ErrorHasColour;

    /// <summary>What is written as output is an error's text: the engine's formatter knows no other way to show an error that it is given.</summary>
    public bool OutputIsError { get; set; }

    public override void Write(string value)
    {
        if (OutputIsError)
        {
            console.WriteError(value ?? "");
        }
        else
        {
            console.Write(value ?? "");
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        if (!console.OutputHasColour || string.IsNullOrEmpty(value))
        {
            Write(value ?? "");
            return;
        }

        // Out of range is how the console says that it does not know its colours.
        string start = (Enum.IsDefined(foregroundColor) ? PSStyle.MapForegroundColorToEscapeSequence(foregroundColor) : "")
            + (Enum.IsDefined(backgroundColor) ? PSStyle.MapBackgroundColorToEscapeSequence(backgroundColor) : "");
        Write(start + value + PSStyle.Instance.Reset);
    }

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteMessage(PSStyle.Instance.Formatting.Error, value);

    public override void WriteWarningLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Warning, "WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Verbose, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Debug, "DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        console.WriteProgress(sourceId, record);
    }

    public override string ReadLine()
    {
        return input.ReadLine("", console.YieldScreen());
    }

    public override SecureString ReadLineAsSecureString()
    {
        _ = console.YieldScreen();
        return input.ReadSecret("");
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);
        WriteHeading(caption, message);
        return new FieldPrompt(this, Ask, AskSecret).Ask(descriptions);
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        ChoicePrompt prompt = new(choices, Ask, WriteLine);
        WriteHeading(caption, message);
        return prompt.AskForOne(defaultChoice);
    }

    public Collection<int> PromptForChoice(string? caption, string? message, Collection<ChoiceDescription> choices, IEnumerable<int>? defaultChoices)
    {
        ChoicePrompt prompt = new(choices, Ask, WriteLine);
        WriteHeading(caption, message);
        return prompt.AskForSeveral(defaultChoices);
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        WriteHeading(caption, message);
        string user = userName;
        while (string.IsNullOrEmpty(user))
        {
            user = Ask("User: ");
        }

        return new PSCredential(user, AskSecret($"Password for user {user}: "));
    }

    private string Ask(string question)
    {
        Write(question);
        return input.ReadLine(question, console.YieldScreen());
    }

    private SecureString AskSecret(string question)
    {
        Write(question);
        _ = console.YieldScreen();
        return input.ReadSecret(question);
    }

    private void WriteHeading(string? caption, string? message)
    {
        foreach (string? line in (ReadOnlySpan<string?>)[caption, message])
        {
            if (!string.IsNullOrEmpty(line))
            {
                WriteLine(line);
            }
        }
    }

    private void WriteMessage(string style, string? message) =>
        console.WriteError(console.ErrorHasColour && !(message ?? "").Contains('\e') ? style + message + PSStyle.Instance.Reset + Environment.NewLine : message + Environment.NewLine);
}
