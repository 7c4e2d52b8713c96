using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>The methods of Python's <c>str</c> (library reference, "Text Sequence Type").</summary>
internal static class StringMethods
{
    private const string Whitespace = " \t\n\r\v\f\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    public static IReadOnlyDictionary<string, Func<string, Arguments, FlowValue>> All { get; } = new Dictionary<string, Func<string, Arguments, FlowValue>>(StringComparer.Ordinal)
    {
        ["capitalize"] = static (s, a) => Result(s.Length == 0 ? s : Title(s[..1]) + s[1..].ToLowerInvariant()),
        ["casefold"] = static (s, a) => Result(s.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal)),
        ["center"] = static (s, a) => Result(Center(s, a.Whole(0), a.Fill(1))),
        ["count"] = static (s, a) => FlowValue.From(Count(s, a)),
        ["encode"] = static (_, _) => throw new PythonException("TypeError", "bytes have no place in JSON"),
        ["endswith"] = static (s, a) => FlowValue.From(Affix(s, a, static (text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        ["expandtabs"] = static (s, a) => Result(ExpandTabs(s, a.Count > 0 ? a.Whole(0) : 8)),
        ["find"] = static (s, a) => FlowValue.From(Find(s, a, last: false)),
        ["index"] = static (s, a) => FlowValue.From(Found(Find(s, a, last: false))),
        ["isalnum"] = static (s, a) => Test(a.None(), s, static c => Rune.IsLetterOrDigit(c) || Rune.GetUnicodeCategory(c) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber),
        ["isalpha"] = static (s, a) => Test(a.None(), s, static c => Rune.IsLetter(c)),
        ["isascii"] = static (s, a) => Test(a.None(), s.All(char.IsAscii)),
        ["isdecimal"] = static (s, a) => Test(a.None(), s, static c => Rune.IsDigit(c)),
        ["isdigit"] = static (s, a) => Test(a.None(), s, static c => Rune.IsDigit(c) || (Rune.GetUnicodeCategory(c) == UnicodeCategory.OtherNumber && Rune.GetNumericValue(c) is >= 0 and <= 9 && c.Value is not (>= 0xBC and <= 0xBE))),
        ["isidentifier"] = static (s, a) => Test(a.None(), s.Length > 0 && (char.IsLetter(s[0]) || s[0] == '_') && s.All(static c => char.IsLetterOrDigit(c) || c == '_')),
        ["islower"] = static (s, a) => Test(a.None(), s.Any(char.IsLower) && !s.Any(static c => char.IsUpper(c) || char.GetUnicodeCategory(c) == UnicodeCategory.TitlecaseLetter)),
        ["isnumeric"] = static (s, a) => Test(a.None(), s, static c => Rune.IsNumber(c)),
        ["isprintable"] = static (s, a) => Test(a.None(), s.EnumerateRunes().All(static c => !c.IsBmp || PythonText.IsPrintable((char)c.Value))),
        ["isspace"] = static (s, a) => Test(a.None(), s.Length > 0 && s.All(static c => Whitespace.Contains(c, StringComparison.Ordinal))),
        ["istitle"] = static (s, a) => Test(a.None(), IsTitle(s)),
        ["isupper"] = static (s, a) => Test(a.None(), s.Any(char.IsUpper) && !s.Any(static c => char.IsLower(c) || char.GetUnicodeCategory(c) == UnicodeCategory.TitlecaseLetter)),
        ["join"] = static (s, a) => Join(s, a),
        ["ljust"] = static (s, a) => Result(s + Fill(a.Whole(0) - Length(s), a.Fill(1))),
        ["lower"] = static (s, a) => Result(s.ToLowerInvariant()),
        ["lstrip"] = static (s, a) => Result(s.TrimStart(Set(a))),
        ["partition"] = static (s, a) => Partition(s, a.Required(0), last: false),
        ["removeprefix"] = static (s, a) => Result(s.StartsWith(a.Required(0), StringComparison.Ordinal) ? s[a.Required(0).Length..] : s),
        ["removesuffix"] = static (s, a) => Result(a.Required(0).Length > 0 && s.EndsWith(a.Required(0), StringComparison.Ordinal) ? s[..^a.Required(0).Length] : s),
        ["replace"] = static (s, a) => Replace(s, a),
        ["rfind"] = static (s, a) => FlowValue.From(Find(s, a, last: true)),
        ["rindex"] = static (s, a) => FlowValue.From(Found(Find(s, a, last: true))),
        ["rjust"] = static (s, a) => Result(Fill(a.Whole(0) - Length(s), a.Fill(1)) + s),
        ["rpartition"] = static (s, a) => Partition(s, a.Required(0), last: true),
        ["rsplit"] = static (s, a) => Split(s, a, fromRight: true),
        ["rstrip"] = static (s, a) => Result(s.TrimEnd(Set(a))),
        ["split"] = static (s, a) => Split(s, a, fromRight: false),
        ["splitlines"] = static (s, a) => SplitLines(s, a.Count > 0 && PythonEquality.IsTrue(a[0])),
        ["startswith"] = static (s, a) => FlowValue.From(Affix(s, a, static (text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        ["strip"] = static (s, a) => Result(s.Trim(Set(a))),
        ["swapcase"] = static (s, a) => Result(string.Concat(s.Select(static c => char.IsUpper(c) ? char.ToLowerInvariant(c).ToString() : Upper(c)))),
        ["title"] = static (s, a) => Result(TitleWords(s)),
        ["upper"] = static (s, a) => Result(s.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal)),
        ["zfill"] = static (s, a) => Result(ZeroFill(s, a.Whole(0))),
    };

    private static readonly System.Buffers.SearchValues<char> s_whitespace = System.Buffers.SearchValues.Create(Whitespace);

    private static FlowValue Result(string value)
    {
        PythonOperators.RequireLength(value.Length);
        return FlowValue.From(value);
    }

    private static FlowValue Test(Arguments none, bool passes)
    {
        none.None();
        return FlowValue.From(passes);
    }

    /// <summary>Whether there is text and all of it passes.</summary>
    private static FlowValue Test(Arguments none, string text, Func<Rune, bool> test) => Test(none, text.Length > 0 && text.EnumerateRunes().All(test));

    private static string Upper(char c) => c == 'ß' ? "SS" : char.ToUpperInvariant(c).ToString();

    private static string Title(string first) => first == "ß" ? "Ss" : first.ToUpperInvariant();

    private static int Length(string text) => CodePoints.Count(text, text.Length);

    private static string Fill(int room, char fill)
    {
        PythonOperators.RequireLength(room);
        return room > 0 ? new string(fill, room) : string.Empty;
    }

    private static string Center(string text, int width, char fill)
    {
        int room = width - Length(text);
        if (room <= 0)
        {
            return text;
        }

        int left = (room / 2) + (room & width & 1);
        return Fill(left, fill) + text + Fill(room - left, fill);
    }

    private static char[] Set(Arguments a) => a.Count == 0 || a[0].IsNull ? Whitespace.ToCharArray() : a.Required(0).ToCharArray() is { Length: > 0 } set ? set : ['\0'];

    /// <summary>The part that the optional start and end name, with the offset of its beginning; null where start lies beyond the end.</summary>
    private static (string Part, int Start)? Window(string text, Arguments a, int first)
    {
        if (a.Count <= first)
        {
            return (text, 0);
        }

        int[] starts = CodePoints.Starts(text);
        int from = Bound(first, 0);
        int to = Bound(first + 1, starts.Length);
        if (from > starts.Length || from > to)
        {
            return null;
        }

        int begin = from < starts.Length ? starts[from] : text.Length;
        int end = to < starts.Length ? starts[to] : text.Length;
        return (text[begin..end], begin);

        int Bound(int index, int missing)
        {
            if (a.Count <= index || a[index].IsNull)
            {
                return missing;
            }

            int place = a.Whole(index);
            return place < 0 ? Math.Max(0, place + starts.Length) : index == first ? place : Math.Min(place, starts.Length);
        }
    }

    private static int Find(string text, Arguments a, bool last)
    {
        if (Window(text, a, 1) is not { } window)
        {
            return -1;
        }

        string part = a.Required(0);
        int offset = last
            ? part.Length == 0 ? window.Part.Length : window.Part.LastIndexOf(part, StringComparison.Ordinal)
            : window.Part.IndexOf(part, StringComparison.Ordinal);
        return offset < 0 ? -1 : CodePoints.Count(text, window.Start + offset);
    }

    private static int Found(int place) => place >= 0 ? place : throw new PythonException("ValueError", "the text is not found");

    private static int Count(string text, Arguments a)
    {
        if (Window(text, a, 1) is not { } window)
        {
            return 0;
        }

        string part = a.Required(0);
        if (part.Length == 0)
        {
            return Length(window.Part) + 1;
        }

        int count = 0;
        for (int i = window.Part.IndexOf(part, StringComparison.Ordinal); i >= 0; i = window.Part.IndexOf(part, i + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static bool Affix(string text, Arguments a, Func<string, string, bool> test)
    {
        IEnumerable<FlowValue> parts = a.At(0) is PythonTuple tuple ? tuple.Items : [a.At(0)];
        return parts.Any(part => part is FlowString s
            ? Window(text, a, 1) is { } window && test(window.Part, s.Value)
            : throw new PythonException("TypeError", $"a string or a tuple of strings is expected, not a {PythonText.TypeName(part)}"));
    }

    private static string ExpandTabs(string text, int size)
    {
        var result = new StringBuilder();
        int column = 0;
        foreach (char c in text)
        {
            if (c == '\t')
            {
                int spaces = size > 0 ? size - (column % size) : 0;
                PythonOperators.RequireLength((long)result.Length + spaces);
                result.Append(' ', spaces);
                column += spaces;
            }
            else
            {
                result.Append(c);
                column = c is '\n' or '\r' ? 0 : column + 1;
            }
        }

        return result.ToString();
    }

    private static FlowValue Join(string separator, Arguments a)
    {
        var parts = new List<string>();
        long length = 0;
        foreach (FlowValue item in PythonOperators.Iterate(a.At(0)))
        {
            string part = item is FlowString text ? text.Value : throw new PythonException("TypeError", $"join takes strings, and item {parts.Count} is a {PythonText.TypeName(item)}");
            length += part.Length + separator.Length;
            PythonOperators.RequireLength(length - separator.Length);
            parts.Add(part);
        }

        return FlowValue.From(string.Join(separator, parts));
    }

    private static PythonTuple Partition(string text, string separator, bool last)
    {
        RequireSeparator(separator);
        int place = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        string[] parts = place >= 0
            ? [text[..place], separator, text[(place + separator.Length)..]]
            : last ? [string.Empty, string.Empty, text] : [text, string.Empty, string.Empty];
        return new PythonTuple([.. parts.Select(FlowValue.From)]);
    }

    private static FlowValue Replace(string text, Arguments a)
    {
        string old = a.Required(0);
        string replacement = a.Required(1);
        int limit = a.Count > 2 ? a.Whole(2) : -1;
        var result = new StringBuilder();
        int at = 0;
        int done = 0;
        if (old.Length == 0)
        {
            foreach (FlowValue c in CodePoints.Each(text))
            {
                if (limit < 0 || done++ < limit)
                {
                    result.Append(replacement);
                    PythonOperators.RequireLength(result.Length);
                }

                result.Append(((FlowString)c).Value);
            }

            return Result(result.Append(limit < 0 || done < limit ? replacement : string.Empty).ToString());
        }

        for (int next = text.IndexOf(old, StringComparison.Ordinal); next >= 0 && (limit < 0 || done < limit); next = text.IndexOf(old, at, StringComparison.Ordinal))
        {
            result.Append(text, at, next - at).Append(replacement);
            PythonOperators.RequireLength(result.Length);
            at = next + old.Length;
            done++;
        }

        return Result(result.Append(text, at, text.Length - at).ToString());
    }

    private static FlowArray Split(string text, Arguments a, bool fromRight)
    {
        FlowValue separator = a.Named("sep", 0) ?? FlowValue.Null;
        int limit = a.Named("maxsplit", 1) is { } given ? Arguments.ToInt(given) : -1;
        List<string> parts = separator.IsNull
            ? SplitWhitespace(text, limit, fromRight)
            : SplitBy(text, separator is FlowString s ? s.Value : throw new PythonException("TypeError", $"split takes a string, not a {PythonText.TypeName(separator)}"), limit, fromRight);
        return FlowArray.OfStrings(parts);
    }

    private static List<string> SplitBy(string text, string separator, int limit, bool fromRight)
    {
        RequireSeparator(separator);
        var parts = new List<string>();
        if (fromRight)
        {
            int end = text.Length;
            while (limit < 0 || parts.Count < limit)
            {
                int place = end == 0 ? -1 : text.LastIndexOf(separator, end - 1, StringComparison.Ordinal);
                if (place < 0)
                {
                    break;
                }

                parts.Insert(0, text[(place + separator.Length)..end]);
                end = place;
            }

            parts.Insert(0, text[..end]);
            return parts;
        }

        int start = 0;
        while (limit < 0 || parts.Count < limit)
        {
            int place = text.IndexOf(separator, start, StringComparison.Ordinal);
            if (place < 0)
            {
                break;
            }

            parts.Add(text[start..place]);
            start = place + separator.Length;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static List<string> SplitWhitespace(string text, int limit, bool fromRight)
    {
        var parts = new List<string>();
        string rest = text.Trim(Whitespace.ToCharArray());
        while (rest.Length > 0)
        {
            int place = limit >= 0 && parts.Count >= limit ? -1 : fromRight ? rest.AsSpan().LastIndexOfAny(s_whitespace) : rest.AsSpan().IndexOfAny(s_whitespace);
            if (place < 0)
            {
                parts.Insert(fromRight ? 0 : parts.Count, rest);
                break;
            }

            if (fromRight)
            {
                parts.Insert(0, rest[(place + 1)..]);
                rest = rest[..place].TrimEnd(Whitespace.ToCharArray());
            }
            else
            {
                parts.Add(rest[..place]);
                rest = rest[(place + 1)..].TrimStart(Whitespace.ToCharArray());
            }
        }

        if (limit >= 0 && parts.Count > limit)
        {
            // What is left over after the last split keeps its outer space.
            parts[fromRight ? 0 : ^1] = fromRight
                ? text[..(text.IndexOf(parts[0], StringComparison.Ordinal) + parts[0].Length)]
                : text[text.LastIndexOf(parts[^1], StringComparison.Ordinal)..];
        }

        return parts;
    }

    private static FlowArray SplitLines(string text, bool keepEnds)
    {
        var lines = new List<string>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r' or '\v' or '\f' or '\u001c' or '\u001d' or '\u001e' or '\u0085' or '\u2028' or '\u2029')
            {
                int end = i;
                if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                {
                    i++;
                }

                lines.Add(text[start..(keepEnds ? i + 1 : end)]);
                start = i + 1;
            }
        }

        if (start < text.Length)
        {
            lines.Add(text[start..]);
        }

        return FlowArray.OfStrings(lines);
    }

    private static string TitleWords(string text)
    {
        var result = new StringBuilder(text.Length);
        bool inWord = false;
        foreach (char c in text)
        {
            result.Append(inWord ? char.ToLowerInvariant(c).ToString() : c == 'ß' ? "Ss" : char.ToUpperInvariant(c).ToString());
            inWord = char.IsLetter(c);
        }

        return result.ToString();
    }

    private static bool IsTitle(string text)
    {
        bool inWord = false;
        bool any = false;
        foreach (char c in text)
        {
            if (char.IsUpper(c) ? inWord : char.IsLower(c) && !inWord)
            {
                return false;
            }

            inWord = char.IsLetter(c);
            any |= char.IsUpper(c);
        }

        return any;
    }

    private static string ZeroFill(string text, int width)
    {
        int room = width - Length(text);
        if (room <= 0)
        {
            return text;
        }

        return text.Length > 0 && text[0] is '+' or '-' ? text[0] + Fill(room, '0') + text[1..] : Fill(room, '0') + text;
    }

    private static void RequireSeparator(string separator)
    {
        if (separator.Length == 0)
        {
            throw new PythonException("ValueError", "the separator is empty");
        }
    }
}
