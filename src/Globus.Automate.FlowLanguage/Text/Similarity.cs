namespace Globus.Automate.FlowLanguage.Text;

/// <summary>What was probably meant by a name that is not known.</summary>
public static class Similarity
{
    private const int MaxLength = 64;

    /// <summary>
    /// The known name that comes closest, when it is close enough to have been meant: at most one slip for each three letters, and something
    /// of the name is left. Null else.
    /// </summary>
    public static string? Closest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        // One slip for each three letters, and the case of letters is none.
        int limit = Math.Max(1, name.Length / 3);
        string? best = null;
        int bestDistance = limit + 1;
        foreach (string candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) >= bestDistance || candidate.Length > MaxLength)
            {
                continue;
            }

            int distance = Distance(name, candidate, bestDistance);
            if (distance < bestDistance && distance < Math.Max(name.Length, candidate.Length))
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary><c>; did you mean 'x'?</c> for the end of a sentence without its full stop; empty where nothing is close.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Closest(name, known) is { } meant ? $"; did you mean '{meant}'?" : string.Empty;

    /// <summary>How many insertions, deletions, exchanges and transpositions lie between two names (optimal string alignment); from <paramref name="limit"/> on it does not count.</summary>
    private static int Distance(string left, string right, int limit)
    {
        Span<int> beforePrevious = stackalloc int[MaxLength + 1];
        Span<int> previous = stackalloc int[MaxLength + 1];
        Span<int> current = stackalloc int[MaxLength + 1];
        for (int j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            int least = i;
            for (int j = 1; j <= right.Length; j++)
            {
                char a = char.ToLowerInvariant(left[i - 1]);
                char b = char.ToLowerInvariant(right[j - 1]);
                int cost = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a == b ? 0 : 1));
                if (i > 1 && j > 1 && a == char.ToLowerInvariant(right[j - 2]) && char.ToLowerInvariant(left[i - 2]) == b)
                {
                    cost = Math.Min(cost, beforePrevious[j - 2] + 1);
                }

                current[j] = cost;
                least = Math.Min(least, cost);
            }

            if (least >= limit)
            {
                return limit;
            }

            Span<int> freed = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = freed;
        }

        return previous[right.Length];
    }
}
