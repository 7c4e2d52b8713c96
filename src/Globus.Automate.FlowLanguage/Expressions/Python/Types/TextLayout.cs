using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>str</c> that fill text up to a width or strip what stands around it.</summary>
internal static class TextLayout
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("center", static (self, in call) => Justify(self, call, static (room, width) => (room / 2) + (room & width & 1))),
        new("expandtabs", ExpandTabs),
        new("ljust", static (self, in call) => Justify(self, call, static (_, _) => 0)),
        new("lstrip", static (self, in call) => Strip(self, call, atStart: true, atEnd: false)),
        new("rjust", static (self, in call) => Justify(self, call, static (room, _) => room)),
        new("rstrip", static (self, in call) => Strip(self, call, atStart: false, atEnd: true)),
        new("strip", static (self, in call) => Strip(self, call, atStart: true, atEnd: true)),
        new("zfill", ZeroFill),
    ];

    private static FlowValue Justify(FlowValue self, in Call call, Func<int, int, int> leftOf)
    {
        call.Require(1, 2);
        string text = ((FlowString)self).Value;
        string fill = call.Count > 1 ? call.Text(1) : " ";
        if (CodePoints.Length(fill) != 1)
        {
            throw call.Site.TypeError("The width is filled with one character.");
        }

        int width = call.Size(call[0]);
        int room = width - CodePoints.Length(text);
        if (room <= 0)
        {
            return self;
        }

        call.Site.Charge(2L * width);
        int left = leftOf(room, width);
        return FlowValue.From(new StringBuilder(text.Length + room).Insert(0, fill, left).Append(text).Append(Repeat(fill, room - left)).ToString());
    }

    private static FlowValue ZeroFill(FlowValue self, in Call call)
    {
        call.Require(1, 1);
        string text = ((FlowString)self).Value;
        int width = call.Size(call[0]);
        int room = width - CodePoints.Length(text);
        if (room <= 0)
        {
            return self;
        }

        call.Site.Charge(width);
        int sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return FlowValue.From(string.Concat(text.AsSpan(0, sign), new string('0', room), text.AsSpan(sign)));
    }

    private static FlowValue ExpandTabs(FlowValue self, in Call call)
    {
        call.Require(0, 1, "tabsize");
        string text = ((FlowString)self).Value;
        int size = call.Optional(0, "tabsize") is { } given ? call.Size(given) : 8;
        call.Site.Charge(text.Length);
        var result = new StringBuilder(text.Length);
        int column = 0;
        foreach (char c in text)
        {
            if (c == '\t')
            {
                int spaces = size > 0 ? size - (column % size) : 0;
                call.Site.Charge(spaces);
                result.Append(' ', spaces);
                column += spaces;
                continue;
            }

            result.Append(c);
            column = c is '\n' or '\r' ? 0 : column + (char.IsLowSurrogate(c) ? 0 : 1);
        }

        return FlowValue.From(result.ToString());
    }

    private static FlowValue Strip(FlowValue self, in Call call, bool atStart, bool atEnd)
    {
        call.Require(0, 1);
        string text = ((FlowString)self).Value;
        string set = call.Count == 0 || call[0].IsNull ? Characters.Whitespace : call.Text(0);
        call.Site.Charge(text.Length >> 3);
        int start = 0;
        int end = text.Length;
        while (atStart && start < end && IsIn(call, set, CodePoints.ValueAt(text, start), out int width))
        {
            start += width;
        }

        while (atEnd && end > start)
        {
            int last = end - 1 > start && CodePoints.ValueAt(text, end - 2) > 0xFFFF ? end - 2 : end - 1;
            if (!IsIn(call, set, CodePoints.ValueAt(text, last), out _))
            {
                break;
            }

            end = last;
        }

        return end - start == text.Length ? self : FlowValue.From(text[start..end]);
    }

    private static bool IsIn(in Call call, string set, int c, out int width)
    {
        width = c > 0xFFFF ? 2 : 1;
        call.Site.Charge(1 + (set.Length >> 4));
        return c <= 0xFFFF ? set.Contains((char)c, StringComparison.Ordinal) : set.Contains(CodePoints.Text(c), StringComparison.Ordinal);
    }

    private static string Repeat(string text, int count) => text.Length == 1 ? new string(text[0], count) : string.Concat(Enumerable.Repeat(text, count));
}
