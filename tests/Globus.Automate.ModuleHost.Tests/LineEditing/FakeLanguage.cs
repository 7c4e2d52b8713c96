using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost.Tests.LineEditing;

/// <summary>A text is complete when its braces are closed; words complete from a list.</summary>
internal sealed class FakeLanguage(params Completion[] words) : ILineLanguage
{
    public bool IsComplete(string text) => text.Count(c => c == '{') <= text.Count(c => c == '}');

    public Completions Complete(string text, int cursor)
    {
        int start = text.LastIndexOf(' ', Math.Max(0, cursor - 1)) + 1;
        string word = text[start..cursor];
        return new Completions(start, word.Length, [.. words.Where(w => w.Text.StartsWith(word, StringComparison.Ordinal))]);
    }
}
