using System.Globalization;

namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>The walk through the completions of one place with Tab and Shift+Tab.</summary>
internal sealed class CompletionCycle
{
    private readonly Completions _completions;
    private readonly int _start;
    private int _length;
    private int _index = -1;

    public CompletionCycle(Completions completions)
    {
        _completions = completions;
        _start = completions.Start;
        _length = completions.Length;
    }

    /// <summary>Only one way: the next Tab is about something new.</summary>
    public bool IsSettled => _completions.Matches.Count == 1;

    /// <summary>Where the walk is, and what the completion says of itself; empty where that adds nothing.</summary>
    public string Hint
    {
        get
        {
            Completion match = _completions.Matches[_index];
            string place = IsSettled ? "" : string.Create(CultureInfo.CurrentCulture, $"{_index + 1}/{_completions.Matches.Count}");
            string about = string.Equals(match.Hint, match.Text, StringComparison.Ordinal) ? "" : match.Hint.ReplaceLineEndings(" ");
            return $"{place}  {about}".Trim();
        }
    }

    public void Step(LineBuffer buffer, bool backwards)
    {
        int count = _completions.Matches.Count;
        _index = _index < 0 ? (backwards ? count - 1 : 0) : (_index + (backwards ? count - 1 : 1)) % count;
        string text = _completions.Matches[_index].Text;
        buffer.Replace(_start, _length, text);
        _length = text.Length;
    }
}
