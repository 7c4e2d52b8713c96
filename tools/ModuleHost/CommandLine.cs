namespace Globus.Automate.ModuleHost;

/// <summary>What the host was asked to run.</summary>
internal enum RunMode
{
    /// <summary>Read commands from a person at a terminal.</summary>
    Prompt,

    /// <summary>Run the lines of standard input.</summary>
    Lines,

    /// <summary>Run a text of commands.</summary>
    Command,

    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Tell how to call the host.</summary>
    Help,

    /// <summary>The arguments make no sense.</summary>
    Invalid,
}

/// <summary>The host's arguments, read as <c>pwsh</c> reads its own where both have them.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        ModuleHost: a PowerShell console with the module Globus.Automate, for machines without pwsh.

          ModuleHost                                    a prompt; with piped input, its lines are run
          ModuleHost [-File] <script.ps1> [arguments]   run a script
          ModuleHost -Command <text>                    run commands
          ModuleHost -Command -                         run the lines of standard input

          -NoLogo            start the prompt without its first line
          -NonInteractive    an error instead of a question
          -Help              this text

        Exit code: that of `exit`; otherwise 0, 1 after an error that ended the script or the last command,
        64 for arguments that make no sense, 130 after Ctrl+C.
        """;

    public required RunMode Mode { get; init; }

    /// <summary>The commands of <see cref="RunMode.Command"/>, the path of <see cref="RunMode.File"/> as given,
    /// or what is wrong.</summary>
    public string Text { get; init; } = "";

    /// <summary>The script's arguments, in order.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public bool NoLogo { get; init; }

    public bool NonInteractive { get; init; }

    /// <summary>Reads the arguments. Everything after the script's path, or after -Command, belongs to it.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments, bool inputIsRedirected)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        bool noLogo = false;
        bool nonInteractive = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string[] rest = [.. arguments.Skip(i + 1)];
            switch (OptionName(arguments[i]))
            {
                case "nologo":
                    noLogo = true;
                    continue;
                case "noninteractive" or "noni":
                    nonInteractive = true;
                    continue;
                case "noprofile" or "nop":
                    continue; // There are no profiles here; commands written for pwsh carry it.
                case "help" or "h" or "?":
                    return new CommandLine { Mode = RunMode.Help };
                case "command" or "c":
                    return rest switch
                    {
                        [] => Invalid("-Command needs the commands to run."),
                        ["-"] => Of(RunMode.Lines, ""),
                        _ => Of(RunMode.Command, string.Join(' ', rest)),
                    };
                case "file" or "f":
                    return rest switch
                    {
                        [] => Invalid("-File needs the path of a script."),
                        ["-"] => Of(RunMode.Lines, ""),
                        _ => Of(RunMode.File, rest[0], rest[1..]),
                    };
                case null:
                    return Of(RunMode.File, arguments[i], rest);
                default:
                    return Invalid($"There is no option '{arguments[i]}'. -Help tells which there are.");
            }
        }

        return Of(inputIsRedirected ? RunMode.Lines : RunMode.Prompt, "");

        CommandLine Of(RunMode mode, string text, params string[] scriptArguments) => new()
        {
            Mode = mode,
            Text = text,
            Arguments = scriptArguments,
            NoLogo = noLogo,
            NonInteractive = nonInteractive,
        };
    }

    private static CommandLine Invalid(string message) => new() { Mode = RunMode.Invalid, Text = message };

    private static string? OptionName(string argument) =>
        argument.Length > 1 && argument[0] == '-' ? argument.TrimStart('-').ToLowerInvariant() : null;
}
