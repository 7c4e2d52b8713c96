using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>str</c> that look for a part of the text.</summary>
internal static class TextSearch
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("count", static (self, in call) => FlowValue.From(Count(self, call))),
        new("endswith", static (self, in call) => FlowValue.From(HasAffix(self, call, atEnd: true))),
        new("find", static (self, in call) => FlowValue.From(Find(self, call, last: false))),
        new("index", static (self, in call) => Found(call, Find(self, call, last: false))),
        new("rfind", static (self, in call) => FlowValue.From(Find(self, call, last: true))),
        new("rindex", static (self, in call) => Found(call, Find(self, call, last: true))),
        new("startswith", static (self, in call) => FlowValue.From(HasAffix(self, call, atEnd: false))),
    ];

    /// <summary>The part of the text between the second argument and the third, and where it begins; false where there is no such part.</summary>
    private static bool TryWindow(FlowValue self, in Call call, out ReadOnlySpan<char> window, out int start)
    {
        string text = ((FlowString)self).Value;
        call.Site.Charge(text.Length >> 4);
        window = text;
        start = 0;
        if (call.Count < 2)
        {
            return true;
        }

        int length = CodePoints.Length(text);
        int from = Bound(call, 1, length) ?? 0;
        int to = Math.Min(Bound(call, 2, length) ?? length, length);
        if (from > to)
        {
            return false;
        }

        start = CodePoints.Offset(text, from);
        window = text.AsSpan()[start..CodePoints.Offset(text, to)];
        return true;
    }

    private static int? Bound(in Call call, int index, int length)
    {
        if (index >= call.Count || call[index].IsNull)
        {
            return null;
        }

        int place = call.Whole(index);
        return place < 0 ? Math.Max(0, place + length) : place;
    }

    private static int Find(FlowValue self, in Call call, bool last)
    {
        call.Require(1, 3);
        string part = call.Text(0);
        if (!TryWindow(self, call, out ReadOnlySpan<char> window, out int start))
        {
            return -1;
        }

        PythonOperators.ChargeSearch(call.Site, window.Length, part.Length);
        int offset = !last ? window.IndexOf(part, StringComparison.Ordinal)
            : part.Length == 0 ? window.Length
            : window.LastIndexOf(part, StringComparison.Ordinal);
        return offset < 0 ? -1 : CodePoints.Count(((FlowString)self).Value, start + offset);
    }

    private static FlowInteger Found(in Call call, int place)
        => place >= 0 ? FlowValue.From(place) : throw call.Site.ValueError($"{PythonNames.Quote(call.Text(0))} is not in the text.");

    private static int Count(FlowValue self, in Call call)
    {
        call.Require(1, 3);
        string part = call.Text(0);
        if (!TryWindow(self, call, out ReadOnlySpan<char> window, out _))
        {
            return 0;
        }

        PythonOperators.ChargeSearch(call.Site, window.Length, part.Length);
        return part.Length == 0 ? CodePoints.Length(window.ToString()) + 1 : window.Count(part);
    }

    private static bool HasAffix(FlowValue self, in Call call, bool atEnd)
    {
        call.Require(1, 3);
        foreach (FlowValue item in call[0] is PythonTuple tuple ? tuple.Items : [call[0]])
        {
            if (item is not FlowString affix)
            {
                throw call.Site.TypeError($"A string or a tuple of strings is looked for, not {PythonNames.Of(item)}.");
            }

            if (TryWindow(self, call, out ReadOnlySpan<char> window, out _)
                && (atEnd ? window.EndsWith(affix.Value, StringComparison.Ordinal) : window.StartsWith(affix.Value, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
