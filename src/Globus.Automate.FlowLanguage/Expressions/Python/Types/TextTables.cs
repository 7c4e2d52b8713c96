using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>str</c> that exchange characters by a table, and that which makes bytes of text.</summary>
internal static class TextTables
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("encode", Encode),
        new("maketrans", MakeTable, MemberKind.TypeFunction),
        new("translate", Translate),
    ];

    private static FlowValue Encode(FlowValue self, in Call call)
    {
        call.Require(0, 2, "encoding", "errors");
        string text = ((FlowString)self).Value;
        call.Site.Charge(text.Length);
        return new PythonBytes(Encodings.Encode(call, text));
    }

    private static FlowValue MakeTable(FlowValue self, in Call call)
    {
        call.Require(1, 3);
        var table = new PythonDict();
        if (call.Count == 1)
        {
            if (call[0] is not (FlowObject or PythonDict))
            {
                throw call.Site.TypeError($"maketrans() takes an object or two strings, not {PythonNames.Of(call[0])}.");
            }

            int place = 0;
            while (Dicts.Next(call[0], ref place, out FlowValue? key, out FlowValue? value))
            {
                table.Table.Set(Code(call, key), value);
            }

            return table;
        }

        FlowValue[] from = CodePoints.Each(call.Text(0));
        FlowValue[] to = CodePoints.Each(call.Text(1));
        if (from.Length != to.Length)
        {
            throw call.Site.ValueError("The two strings of maketrans() have different lengths.");
        }

        call.Site.Charge(4L * from.Length);
        for (int i = 0; i < from.Length; i++)
        {
            table.Table.Set(Code(call, from[i]), Code(call, to[i]));
        }

        foreach (FlowValue removed in call.Count > 2 ? CodePoints.Each(call.Text(2)) : [])
        {
            table.Table.Set(Code(call, removed), FlowValue.Null);
        }

        return table;
    }

    private static FlowValue Translate(FlowValue self, in Call call)
    {
        call.Require(1, 1);
        string text = ((FlowString)self).Value;
        call.Site.Charge(4L * text.Length);
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int c = CodePoints.ValueAt(text, i);
            i += c > 0xFFFF ? 1 : 0;
            FlowValue? exchanged = Find(call, c);
            result.Append(exchanged switch
            {
                null => CodePoints.Text(c),
                FlowString other => other.Value,
                { IsNull: true } => string.Empty,
                _ when PythonNumbers.TryInt64(exchanged, out long code) && code is >= 0 and <= 0x10FFFF => CodePoints.Text((int)code),
                _ => throw call.Site.TypeError($"A character is exchanged for a string, its number or None, not for {PythonNames.Of(exchanged)}."),
            });
            call.Site.Charge((exchanged as FlowString)?.Value.Length ?? 1);
        }

        return FlowValue.From(result.ToString());
    }

    /// <summary>What the table has for a character; null where it has nothing.</summary>
    private static FlowValue? Find(in Call call, int c)
    {
        FlowValue table = call[0];
        if (table is FlowObject or PythonDict)
        {
            return Dicts.TryGet(table, FlowValue.From(c), out FlowValue? value) ? value : null;
        }

        if (Lists.TryItems(table, out ReadOnlySpan<FlowValue> items))
        {
            return c < items.Length ? items[c] : null;
        }

        return table switch
        {
            PythonTuple tuple => c < tuple.Count ? tuple.Items[c] : null,
            FlowString text => c < CodePoints.Length(text.Value) ? CodePoints.At(text.Value, c) : null,
            _ => throw call.Site.TypeError($"translate() takes a table, not {PythonNames.Of(table)}."),
        };
    }

    private static FlowValue Code(in Call call, FlowValue key) => key switch
    {
        FlowInteger => key,
        FlowString text when CodePoints.Length(text.Value) == 1 => FlowValue.From(CodePoints.ValueAt(text.Value, 0)),
        FlowString => throw call.Site.ValueError("A key of the table is longer than one character."),
        _ => throw call.Site.TypeError($"The keys of the table are characters or their numbers, not {PythonNames.Of(key)}."),
    };
}
