using Globus.Automate.FlowLanguage.Expressions.Python;

namespace Globus.Automate.FlowLanguage.Schema;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class Spelling
{
    private const int MaxLength = 64;
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
            if (Closest(word, candidates) is { } close)
            {
                guesses.Add(words.Count == 1 ? PythonText.Repr(close) : $"{PythonText.Repr(close)} for {PythonText.Repr(word)}");
            }
        }

        return guesses.Count == 0 ? null : $"Did you mean {string.Join(", ", guesses)}?";
    }

    /// <summary>The candidate that is within a third of the word's length in edits (case does not count), or null where none is.</summary>
    private static string? Closest(string word, IReadOnlyCollection<string> candidates)
    {
        if (word.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? best = null;
        int least = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (candidate.Length > MaxLength || Math.Abs(candidate.Length - word.Length) >= least)
            {
                continue;
            }

            int distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < least && distance < candidate.Length)
            {
                least = distance;
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>How many letters have to be put in, left out, replaced or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        var beforePrevious = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            current[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            (beforePrevious, previous, current) = (previous, current, beforePrevious);
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
                }
            }
        }

        return current[b.Length];
    }
}
