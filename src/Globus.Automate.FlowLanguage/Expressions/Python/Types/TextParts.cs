using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>str</c> that take text apart, put it together and exchange parts of it.</summary>
internal static class TextParts
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("join", Join),
        new("partition", static (self, in call) => Partition(self, call, last: false)),
        new("removeprefix", static (self, in call) => RemoveAffix(self, call, atEnd: false)),
        new("removesuffix", static (self, in call) => RemoveAffix(self, call, atEnd: true)),
        new("replace", Replace),
        new("rpartition", static (self, in call) => Partition(self, call, last: true)),
        new("rsplit", static (self, in call) => Split(self, call, fromRight: true)),
        new("split", static (self, in call) => Split(self, call, fromRight: false)),
        new("splitlines", SplitLines),
    ];

    private static FlowValue Join(FlowValue self, in Call call)
    {
        call.Require(1, 1);
        string separator = ((FlowString)self).Value;
        FlowValue[] items = Iteration.ToArray(call.Site, call[0]);
        var text = new StringBuilder();
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i] is not FlowString part)
            {
                throw call.Site.TypeError($"join() puts strings together, and item {i} is {PythonNames.Of(items[i])}; str(...) makes a string of it.");
            }

            call.Site.Charge(separator.Length + part.Value.Length);
            text.Append(i > 0 ? separator : string.Empty).Append(part.Value);
        }

        return FlowValue.From(text.ToString());
    }

    private static PythonTuple Partition(FlowValue self, in Call call, bool last)
    {
        call.Require(1, 1);
        string text = ((FlowString)self).Value;
        string separator = Separator(call, call[0]);
        PythonOperators.ChargeSearch(call.Site, text.Length, separator.Length);
        int place = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        FlowValue none = FlowValue.From(string.Empty);
        return place >= 0 ? new PythonTuple(FlowValue.From(text[..place]), call[0], FlowValue.From(text[(place + separator.Length)..]))
            : last ? new PythonTuple(none, none, self)
            : new PythonTuple(self, none, none);
    }

    private static FlowValue RemoveAffix(FlowValue self, in Call call, bool atEnd)
    {
        call.Require(1, 1);
        string text = ((FlowString)self).Value;
        string affix = call.Text(0);
        if (affix.Length == 0 || !(atEnd ? text.EndsWith(affix, StringComparison.Ordinal) : text.StartsWith(affix, StringComparison.Ordinal)))
        {
            return self;
        }

        call.Site.Charge(text.Length >> 3);
        return FlowValue.From(atEnd ? text[..^affix.Length] : text[affix.Length..]);
    }

    private static FlowValue Replace(FlowValue self, in Call call)
    {
        call.Require(2, 3);
        string text = ((FlowString)self).Value;
        string old = call.Text(0);
        string replacement = call.Text(1);
        int limit = call.Count > 2 && call.Size(call[2]) is >= 0 and int given ? given : int.MaxValue;
        PythonOperators.ChargeSearch(call.Site, text.Length, old.Length);
        var result = new StringBuilder();
        int at = 0;
        int done = 0;
        if (old.Length == 0)
        {
            while (done < limit && at <= text.Length)
            {
                call.Site.Charge(replacement.Length + 1);
                result.Append(replacement);
                done++;
                int next = at < text.Length ? at + (CodePoints.ValueAt(text, at) > 0xFFFF ? 2 : 1) : at + 1;
                result.Append(text, at, Math.Min(next, text.Length) - at);
                at = next;
            }
        }
        else
        {
            for (int next = text.IndexOf(old, StringComparison.Ordinal); next >= 0 && done < limit; next = text.IndexOf(old, at, StringComparison.Ordinal))
            {
                call.Site.Charge(replacement.Length + 1);
                result.Append(text, at, next - at).Append(replacement);
                at = next + old.Length;
                done++;
            }
        }

        return done == 0 ? self : FlowValue.From(result.Append(text, Math.Min(at, text.Length), Math.Max(0, text.Length - at)).ToString());
    }

    private static PythonList Split(FlowValue self, in Call call, bool fromRight)
    {
        call.Require(0, 2, "sep", "maxsplit");
        string text = ((FlowString)self).Value;
        int limit = call.Optional(1, "maxsplit") is { } given && call.Size(given) is >= 0 and int number ? number : int.MaxValue;
        List<string> parts;
        if (call.Optional(0, "sep") is { IsNull: false } by)
        {
            string separator = Separator(call, by);
            PythonOperators.ChargeSearch(call.Site, text.Length, separator.Length);
            parts = fromRight ? SplitFromRight(text, separator, limit) : SplitFromLeft(text, separator, limit);
        }
        else
        {
            parts = fromRight ? WordsFromRight(text, limit) : WordsFromLeft(text, limit);
        }

        call.Site.Charge(text.Length + parts.Count);
        return PythonList.OfStrings(parts);
    }

    private static List<string> SplitFromLeft(string text, string separator, int limit)
    {
        var parts = new List<string>();
        int start = 0;
        while (parts.Count < limit)
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

    private static List<string> SplitFromRight(string text, string separator, int limit)
    {
        var parts = new List<string>();
        int end = text.Length;
        while (parts.Count < limit)
        {
            int place = text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal);
            if (place < 0)
            {
                break;
            }

            parts.Add(text[(place + separator.Length)..end]);
            end = place;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    /// <summary>Words between white space; what is left after the last split keeps the space at its end.</summary>
    private static List<string> WordsFromLeft(string text, int limit)
    {
        var parts = new List<string>();
        int at = 0;
        while (true)
        {
            while (at < text.Length && IsSpace(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return parts;
            }

            int start = at;
            if (parts.Count == limit)
            {
                parts.Add(text[start..]);
                return parts;
            }

            while (at < text.Length && !IsSpace(text[at]))
            {
                at++;
            }

            parts.Add(text[start..at]);
        }
    }

    /// <summary>The same from the right: what is left keeps the space at its beginning.</summary>
    private static List<string> WordsFromRight(string text, int limit)
    {
        var parts = new List<string>();
        int end = text.Length;
        while (true)
        {
            while (end > 0 && IsSpace(text[end - 1]))
            {
                end--;
            }

            if (end == 0)
            {
                break;
            }

            int start = parts.Count == limit ? 0 : end;
            while (start > 0 && !IsSpace(text[start - 1]))
            {
                start--;
            }

            parts.Add(text[start..end]);
            end = start;
        }

        parts.Reverse();
        return parts;
    }

    private static FlowValue SplitLines(FlowValue self, in Call call)
    {
        call.Require(0, 1, "keepends");
        string text = ((FlowString)self).Value;
        bool keepEnds = call.Optional(0, "keepends") is { } given && PythonEquality.IsTrue(given);
        call.Site.Charge(text.Length);
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

        return PythonList.OfStrings(lines);
    }

    private static string Separator(in Call call, FlowValue value)
        => call.Text(value) is { Length: > 0 } separator ? separator : throw call.Site.ValueError("The separator is empty.");

    private static bool IsSpace(char c) => Characters.Whitespace.Contains(c, StringComparison.Ordinal);
}
