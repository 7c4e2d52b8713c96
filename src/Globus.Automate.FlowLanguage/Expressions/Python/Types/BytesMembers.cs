using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>
/// The methods of <c>bytes</c>. Those that <c>str</c> has too are computed by its methods: each byte becomes a character and back.
/// </summary>
internal static class BytesMembers
{
    /// <summary>Bytes that are no ASCII text for the methods of bytes stand here: characters that are no letter, digit or space.</summary>
    private const int Unknown = 0xE000;

    private static readonly string[] s_shared =
    [
        "capitalize", "center", "count", "endswith", "expandtabs", "find", "index", "isalnum", "isalpha", "isascii", "isdigit", "islower", "isspace",
        "istitle", "isupper", "join", "ljust", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust",
        "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper", "zfill",
    ];

    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("decode", static (self, in call) =>
        {
            call.Require(0, 2, "encoding", "errors");
            byte[] bytes = ((PythonBytes)self).Value;
            call.Site.Charge(bytes.Length);
            return FlowValue.From(Encodings.Decode(call, bytes));
        }),
        new("hex", static (self, in call) =>
        {
            call.Require(0, 0);
            byte[] bytes = ((PythonBytes)self).Value;
            call.Site.Charge(2L * bytes.Length);
            return FlowValue.From(Convert.ToHexString(bytes).ToLowerInvariant());
        }),
        .. s_shared.Select(Shared),
    ];

    private static PythonMethod Shared(string name)
    {
        PythonMethod ofText = PythonType.Text.Find(name)!;
        bool takesBytes = name is "count" or "find" or "index" or "rfind" or "rindex";
        bool splitsLines = name == "splitlines";
        return new PythonMethod(name, (self, in call) =>
        {
            byte[] bytes = ((PythonBytes)self).Value;
            call.Site.Charge(bytes.Length);
            var arguments = new FlowValue[call.Count];
            for (int i = 0; i < arguments.Length; i++)
            {
                arguments[i] = i == 0 && takesBytes && PythonNumbers.TryInt64(call[0], out long one)
                    ? One(call, one)
                    : ToText(call, call[i]);
            }

            KeyValuePair<string, FlowValue>[] named = [.. call.Named];
            for (int i = 0; i < named.Length; i++)
            {
                named[i] = new(named[i].Key, ToText(call, named[i].Value));
            }

            return ToBytes(call, ofText.Invoke(FlowValue.From(Text(bytes, splitsLines)), new Call(call.Site, name, arguments, named)));
        });
    }

    private static FlowValue One(in Call call, long value)
        => value is >= 0 and <= 255 ? FlowValue.From(Text([(byte)value], false)) : throw call.Site.ValueError("A byte is from 0 to 255.");

    private static string Text(byte[] bytes, bool splitsLines) => string.Create(bytes.Length, (bytes, splitsLines), static (text, source) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            byte b = source.bytes[i];
            bool isUnknown = b is >= 0x80 or (>= 0x1C and <= 0x1F) || (source.splitsLines && b is (byte)'\v' or (byte)'\f');
            text[i] = (char)(isUnknown ? Unknown + b : b);
        }
    });

    private static FlowValue ToText(in Call call, FlowValue value)
    {
        switch (value)
        {
            case PythonBytes bytes:
                call.Site.Charge(bytes.Value.Length);
                return FlowValue.From(Text(bytes.Value, false));
            case PythonTuple or PythonList or FlowArray:
                FlowValue[] items = Iteration.ToArray(call.Site, value);
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = items[i] is PythonBytes part ? FlowValue.From(Text(part.Value, false)) : throw NotBytes(call, items[i]);
                }

                return value is PythonTuple ? new PythonTuple(items) : new PythonList(items);
            case FlowString:
                throw NotBytes(call, value);
            default:
                return value;
        }
    }

    private static FlowValue ToBytes(in Call call, FlowValue value)
    {
        switch (value)
        {
            case FlowString text:
                call.Site.Charge(text.Value.Length);
                return new PythonBytes([.. text.Value.Select(static c => (byte)c)]);
            case PythonTuple or PythonList:
                FlowValue[] items = Iteration.ToArray(call.Site, value);
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = ToBytes(call, items[i]);
                }

                return value is PythonTuple ? new PythonTuple(items) : new PythonList(items);
            default:
                return value;
        }
    }

    private static ExpressionException NotBytes(in Call call, FlowValue value)
        => call.Site.TypeError($"A method of bytes takes bytes, not {PythonNames.Of(value)}; .encode() makes bytes of a string.");
}
