using System.IO.Enumeration;

namespace Globus.Automate.Local.Providers;

/// <summary>A word, phrase or pattern of an advanced query against one text of an entry.</summary>
internal sealed class TextMatch
{
    private readonly string _text;
    private readonly string? _pattern;
    private readonly string[] _words;
    private readonly double? _number;

    /// <param name="text">The text as it is to be found.</param>
    /// <param name="pattern">The text with <c>\</c> before what is no wildcard; null for a phrase.</param>
    public TextMatch(string text, string? pattern)
    {
        _text = text;
        _pattern = pattern is not null && pattern.Replace("\\*", string.Empty, StringComparison.Ordinal).Replace("\\?", string.Empty, StringComparison.Ordinal).AsSpan().IndexOfAny('*', '?') >= 0 ? pattern : null;
        _words = [.. Words(text)];
        _number = SearchValues.NumberIn(text);
    }

    /// <summary>Whether the text is, or has in it, what is looked for.</summary>
    public bool Fits(string leaf)
    {
        if (_pattern is not null)
        {
            return FileSystemName.MatchesSimpleExpression(_pattern, leaf) || Words(leaf).Any(word => FileSystemName.MatchesSimpleExpression(_pattern, word));
        }

        return leaf.Equals(_text, StringComparison.OrdinalIgnoreCase)
            || (_number is { } number && SearchValues.NumberIn(leaf) == number)
            || (_words.Length > 0 && HasPhrase([.. Words(leaf)]));
    }

    private bool HasPhrase(string[] words)
    {
        for (int start = 0; start + _words.Length <= words.Length; start++)
        {
            if (words.AsSpan(start, _words.Length).SequenceEqual(_words, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Words(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                yield return text[start..i];
                start = -1;
            }
        }
    }
}
