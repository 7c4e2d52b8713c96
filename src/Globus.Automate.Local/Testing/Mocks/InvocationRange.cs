using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Globus.Automate.Local.Testing;

/// <summary>Invocations of a state, counted from 0: <c>0</c>, <c>1-2</c>, or <c>3-</c> for all from 3.</summary>
/// <param name="First">The first one.</param>
/// <param name="Last">The last one; null for no end.</param>
public readonly record struct InvocationRange(int First, int? Last)
{
    /// <summary>Every invocation.</summary>
    public static InvocationRange All { get; } = new(0, Last: null);

    /// <summary>Reads <c>0</c>, <c>1-2</c> or <c>3-</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="range">The range.</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    public static bool TryParse(string text, out InvocationRange range, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        range = default;
        problem = null;
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        string first = dash < 0 ? text : text[..dash];
        string last = dash < 0 ? text : text[(dash + 1)..];
        if (!TryNumber(first, out int from))
        {
            problem = "is not an invocation: write a number from 0, a range such as 1-2, or 3- for all from there";
            return false;
        }

        if (dash >= 0 && last.Trim().Length == 0)
        {
            range = new InvocationRange(from, Last: null);
            return true;
        }

        if (!TryNumber(last, out int to))
        {
            problem = "is not a range of invocations: write a range such as 1-2, or 3- for all from there";
            return false;
        }

        if (to < from)
        {
            problem = "is not a range of invocations: it ends before it starts";
            return false;
        }

        range = new InvocationRange(from, to);
        return true;
    }

    /// <summary>Whether an invocation is one of these.</summary>
    public bool Contains(int invocation) => invocation >= First && !(invocation > Last);

    /// <summary>Whether the two have an invocation in common.</summary>
    public bool Overlaps(InvocationRange other) => !(First > other.Last) && !(other.First > Last);

    /// <inheritdoc/>
    public override string ToString() => Last switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"{First}-"),
        { } last when last == First => First.ToString(CultureInfo.InvariantCulture),
        { } last => string.Create(CultureInfo.InvariantCulture, $"{First}-{last}"),
    };

    private static bool TryNumber(string text, out int number)
        => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
