using System.Management.Automation;
using System.Management.Automation.Language;
using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost;

/// <summary>PowerShell as the line editor needs it.</summary>
internal sealed class PowerShellLanguage(Engine engine) : ILineLanguage
{
    /// <summary>False while the parser misses an end: an open bracket, string or here-string, a pipe, a backtick.</summary>
    public static bool IsComplete(string text)
    {
        _ = Parser.ParseInput(text, out _, out ParseError[] errors);
        return !errors.Any(e => e.IncompleteInput);
    }

    bool ILineLanguage.IsComplete(string text) => IsComplete(text);

    public Completions Complete(string text, int cursor)
    {
        try
        {
            CommandCompletion found = engine.CompleteInput(text, cursor);
            return new Completions(
                found.ReplacementIndex,
                found.ReplacementLength,
                [.. found.CompletionMatches.Select(m => new Completion(m.CompletionText, m.ToolTip ?? ""))]);
        }
        catch (RuntimeException)
        {
            return Completions.None;
        }
    }
}
