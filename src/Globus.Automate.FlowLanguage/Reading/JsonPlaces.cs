using System.Buffers;
using System.Text.Json;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>
/// Finds single places in a JSON text that was read already, by skipping what is not on the way: for a few places this is far less work than
/// keeping all of them.
/// </summary>
internal static class JsonPlaces
{
    private static readonly SearchValues<char> s_structure = SearchValues.Create("\"{}[]");

    private static readonly SearchValues<char> s_afterWord = SearchValues.Create(",]}\r\n\t ");

    /// <summary>Where the value at a path stands, or its key; where the path leads nowhere, the deepest part that is there.</summary>
    public static SourcePosition Find(string text, IReadOnlyList<object> steps, bool key)
    {
        int value = SkipSpace(text, 0);
        int? ownKey = null;
        foreach (object step in steps)
        {
            if (Child(text, value, step) is not { } child)
            {
                return Position(text, value);
            }

            (ownKey, value) = child;
        }

        return Position(text, key ? ownKey ?? value : value);
    }

    /// <summary>Where the first key of this name stands in the object that begins at an index.</summary>
    public static SourcePosition? FindKey(string text, int objectStart, string name)
        => Child(text, objectStart, name) is { Key: { } key } ? Position(text, key) : null;

    private static (int? Key, int Value)? Child(string text, int at, object step)
    {
        char open = text[at];
        if (!(open == '{' && step is string) && !(open == '[' && step is int))
        {
            return null;
        }

        at = SkipSpace(text, at + 1);
        for (int index = 0; text[at] is not ('}' or ']'); index++)
        {
            int? key = null;
            if (open == '{')
            {
                key = at;
                int end = SkipString(text, at);
                at = SkipSpace(text, SkipSpace(text, end) + 1);
                if (Is(text.AsSpan(key.Value, end - key.Value), (string)step))
                {
                    return (key, at);
                }
            }
            else if (index == (int)step)
            {
                return (null, at);
            }

            at = SkipSpace(text, SkipValue(text, at));
            if (text[at] == ',')
            {
                at = SkipSpace(text, at + 1);
            }
        }

        return null;
    }

    private static bool Is(ReadOnlySpan<char> quoted, string name)
        => quoted.Contains('\\') ? JsonSerializer.Deserialize<string>(quoted) == name : quoted[1..^1].SequenceEqual(name);

    private static int SkipValue(string text, int at)
    {
        int depth = 0;
        while (true)
        {
            // Within an object or a list only what opens, closes or may hold such a sign counts.
            at += depth > 0 ? text.AsSpan(at).IndexOfAny(s_structure) : 0;
            switch (text[at])
            {
                case '"':
                    at = SkipString(text, at);
                    break;
                case '{' or '[':
                    depth++;
                    at++;
                    continue;
                case '}' or ']':
                    depth--;
                    at++;
                    break;
                default:
                    int end = text.AsSpan(at).IndexOfAny(s_afterWord);
                    at = end < 0 ? text.Length : at + end;
                    break;
            }

            if (depth == 0)
            {
                return at;
            }
        }
    }

    private static int SkipString(string text, int at)
    {
        at++;
        while (true)
        {
            at += text.AsSpan(at).IndexOfAny('"', '\\');
            if (text[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }
    }

    private static int SkipSpace(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r')
        {
            at++;
        }

        return at;
    }

    private static SourcePosition Position(string text, int at)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, at);
        if (!before.Contains('\r'))
        {
            return new SourcePosition(before.Count('\n') + 1, at - before.LastIndexOf('\n'));
        }

        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++)
        {
            if (text[i] is '\n' or '\r' && DocumentText.IsLineEnd(text, i))
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new SourcePosition(line, at - lineStart + 1);
    }
}
