using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Text;

namespace Globus.Automate.FlowLanguage.Schema;

/// <summary>What somebody meant to write, as a question at the end of a schema's message.</summary>
internal static class Spelling
{
    private const int MaxWords = 10;
    private const int MaxCandidates = 500;

    /// <summary>A question that names the candidates that are close to the words, or null where none is.</summary>
    public static string? Suggest(IReadOnlyList<string> words, IReadOnlyCollection<string> candidates)
    {
        if (candidates.Count > MaxCandidates)
        {
            return null;
        }

        List<string> guesses = [];
        foreach (string word in words.Take(MaxWords))
        {
            if (Similarity.Closest(word, candidates) is { } close)
            {
                guesses.Add(words.Count == 1 ? PythonText.Repr(close) : $"{PythonText.Repr(close)} for {PythonText.Repr(word)}");
            }
        }

        return guesses.Count == 0 ? null : $"Did you mean {string.Join(", ", guesses)}?";
    }
}
