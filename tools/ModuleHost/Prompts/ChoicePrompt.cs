using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Text;

namespace Globus.Automate.ModuleHost.Prompts;

/// <summary>Asks for one or several of some choices, which are named by a hot key (marked with &amp; in the label) or by the whole label.</summary>
internal sealed class ChoicePrompt
{
    private readonly IReadOnlyList<ChoiceDescription> _choices;
    private readonly IReadOnlyList<(string Key, string Label)> _names;
    private readonly Func<string, string> _ask;
    private readonly Action<string> _tell;

    /// <param name="choices">The choices.</param>
    /// <param name="ask">Writes a question and reads a line.</param>
    /// <param name="tell">Writes a line.</param>
    public ChoicePrompt(Collection<ChoiceDescription> choices, Func<string, string> ask, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (choices.Count == 0)
        {
            throw new ArgumentException("There is nothing to choose from.", nameof(choices));
        }

        _choices = choices;
        _names = [.. choices.Select(c => NameOf(c.Label))];
        _ask = ask;
        _tell = tell;
    }

    /// <summary>Asks until one choice is made. <paramref name="defaultChoice"/> -1: an empty answer is none.</summary>
    public int AskForOne(int defaultChoice)
    {
        RequireValid(defaultChoice);
        string question = Question(defaultChoice < 0 ? [] : [defaultChoice]);
        while (true)
        {
            string answer = _ask(question).Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            if (Find(answer) is int choice and >= 0)
            {
                return choice;
            }

            TellHelp(answer);
        }
    }

    /// <summary>Asks for choices, one a line, until an empty line; an empty first line takes the default ones.</summary>
    public Collection<int> AskForSeveral(IEnumerable<int>? defaultChoices)
    {
        int[] defaults = [.. defaultChoices ?? []];
        foreach (int choice in defaults)
        {
            RequireValid(choice);
        }

        _tell(Question(defaults).TrimEnd());
        Collection<int> chosen = [];
        while (true)
        {
            string answer = _ask(FormattableString.Invariant($"Choice[{chosen.Count}]: ")).Trim();
            if (answer.Length == 0)
            {
                return chosen.Count == 0 ? new Collection<int>(defaults) : chosen;
            }

            if (Find(answer) is int choice and >= 0)
            {
                chosen.Add(choice);
            }
            else
            {
                TellHelp(answer);
            }
        }
    }

    private void RequireValid(int choice)
    {
        if (choice < -1 || choice >= _choices.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(choice), choice, "The default is none of the choices.");
        }
    }

    private string Question(IReadOnlyList<int> defaults)
    {
        StringBuilder question = new();
        foreach ((string key, string label) in _names)
        {
            question.Append(key.Length == 0 ? label : $"[{key}] {label}").Append("  ");
        }

        question.Append("[?] Help");
        if (defaults.Count > 0)
        {
            question.Append(" (default is \"").AppendJoin(", ", defaults.Select(d => ShortName(_names[d]))).Append("\")");
        }

        return question.Append(": ").ToString();
    }

    private int Find(string answer)
    {
        for (int i = 0; answer.Length > 0 && i < _names.Count; i++)
        {
            if (string.Equals(answer, _names[i].Key, StringComparison.CurrentCultureIgnoreCase)
                || string.Equals(answer, _names[i].Label, StringComparison.CurrentCultureIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private void TellHelp(string answer)
    {
        if (answer is "?")
        {
            for (int i = 0; i < _choices.Count; i++)
            {
                _tell($"{ShortName(_names[i])} - {_choices[i].HelpMessage}");
            }
        }
    }

    private static string ShortName((string Key, string Label) name) => name.Key.Length == 0 ? name.Label : name.Key;

    private static (string Key, string Label) NameOf(string label)
    {
        int mark = label.IndexOf('&', StringComparison.Ordinal);
        return mark < 0 || mark == label.Length - 1
            ? ("", label.Trim().TrimEnd('&'))
            : (label.Substring(mark + 1, 1).ToUpperInvariant(), label.Remove(mark, 1).Trim());
    }
}
