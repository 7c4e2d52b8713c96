using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>Writes values as JSON or YAML text that is read back as the same values.</summary>
public static class FlowDocumentWriter
{
    private const int FlowWidth = 60;

    /// <summary>The value as JSON, indented by two spaces, with a line break at the end.</summary>
    public static string ToJson(FlowValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToJson(indented: true).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>
    /// The value as YAML 1.2 in block style. Text that any reader of YAML, 1.1 or 1.2, would take for something else is put in quotes; text of
    /// several lines becomes a block.
    /// </summary>
    public static string ToYaml(FlowValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder();
        switch (value)
        {
            case FlowObject { Count: > 0 } fields:
                WriteMembers(text, fields, 0);
                break;
            case FlowArray { Count: > 0 } list:
                WriteItems(text, list, 0);
                break;
            default:
                text.Append(Scalar(value, -1)).Append('\n');
                break;
        }

        return text.ToString();
    }

    private static void WriteMembers(StringBuilder text, FlowObject fields, int indent)
    {
        foreach ((string name, FlowValue value) in fields)
        {
            text.Append(' ', indent).Append(Key(name)).Append(':');
            WriteMemberValue(text, value, indent);
        }
    }

    private static void WriteMemberValue(StringBuilder text, FlowValue value, int indent)
    {
        switch (value)
        {
            case FlowObject { Count: > 0 } fields:
                text.Append('\n');
                WriteMembers(text, fields, indent + 2);
                break;
            case FlowArray { Count: > 0 } list when OneLine(list) is { } line:
                text.Append(' ').Append(line).Append('\n');
                break;
            case FlowArray { Count: > 0 } list:
                text.Append('\n');
                WriteItems(text, list, indent + 2);
                break;
            default:
                text.Append(' ').Append(Scalar(value, indent)).Append('\n');
                break;
        }
    }

    private static void WriteItems(StringBuilder text, FlowArray list, int indent)
    {
        foreach (FlowValue item in list)
        {
            text.Append(' ', indent).Append("- ");
            switch (item)
            {
                case FlowObject { Count: > 0 } fields:
                    // The first member stands beside the dash, the others below it.
                    var members = new StringBuilder();
                    WriteMembers(members, fields, indent + 2);
                    text.Append(members, indent + 2, members.Length - indent - 2);
                    break;
                case FlowArray { Count: > 0 } inner when OneLine(inner) is { } line:
                    text.Append(line).Append('\n');
                    break;
                case FlowArray { Count: > 0 } inner:
                    var items = new StringBuilder();
                    WriteItems(items, inner, indent + 2);
                    text.Append(items, indent + 2, items.Length - indent - 2);
                    break;
                default:
                    text.Append(Scalar(item, indent)).Append('\n');
                    break;
            }
        }
    }

    /// <summary>A short list of scalars in one line: <c>[a, b]</c>; null where it is not one.</summary>
    private static string? OneLine(FlowArray list)
    {
        var line = new StringBuilder("[");
        foreach (FlowValue item in list)
        {
            if (item is FlowObject { Count: > 0 } or FlowArray { Count: > 0 })
            {
                return null;
            }

            string scalar = item is FlowString text ? FlowScalar(text.Value) : Scalar(item, -1);
            line.Append(line.Length > 1 ? ", " : string.Empty).Append(scalar);
            if (line.Length > FlowWidth)
            {
                return null;
            }
        }

        return line.Append(']').ToString();
    }

    private static string FlowScalar(string text)
        => IsPlain(text) && text.AsSpan().IndexOfAny(",[]{}") < 0 ? text : Quote(text);

    private static string Scalar(FlowValue value, int indent) => value switch
    {
        FlowString text when indent >= 0 && IsBlock(text.Value) => Block(text.Value, indent),
        FlowString text => IsPlain(text.Value) ? text.Value : Quote(text.Value),
        FlowObject => "{}",
        FlowArray => "[]",
        FlowReal { Value: double.PositiveInfinity or double.NegativeInfinity or double.NaN } => "null",
        _ => value.ToJson(),
    };

    private static string Key(string name) => IsPlain(name) && !name.StartsWith("<<", StringComparison.Ordinal) ? name : Quote(name);

    /// <summary>Whether a text may stand without quotes: every reader takes it for this very text.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text.Length > 200 || text[0] is ' ' or '\t' || text[^1] is ' ' or '\t' or ':')
        {
            return false;
        }

        if (text[0] is '-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or '=' or '~')
        {
            return false;
        }

        if (text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal) || text.Contains(":\t", StringComparison.Ordinal) || text is "---" or "...")
        {
            return false;
        }

        foreach (char c in text)
        {
            if (c is < ' ' or '\u007f' or '\u0085' or '\u00a0' or '\ufeff' or '\u2028' or '\u2029' || char.IsSurrogate(c) || char.IsControl(c))
            {
                return false;
            }
        }

        return CoreSchema.Resolve(text).Kind == FlowValueKind.String && CoreSchema.MeaningInYaml11(text) is null;
    }

    /// <summary>Whether a text is best read as a block: several lines of plain characters.</summary>
    private static bool IsBlock(string text)
    {
        if (!text.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) || text[0] is ' ' or '\t' or '\n')
        {
            return false;
        }

        foreach (char c in text)
        {
            if ((c < ' ' && c is not '\n') || c is '\u007f' or '\u0085' or '\ufeff' or '\u2028' or '\u2029' || char.IsSurrogate(c) || char.IsControl(c) && c != '\n')
            {
                return false;
            }
        }

        return Array.TrueForAll(text.Split('\n'), static line => line.Length == 0 || line[^1] is not (' ' or '\t'));
    }

    private static string Block(string text, int indent)
    {
        string body = text.TrimEnd('\n');
        int breaks = text.Length - body.Length;
        var block = new StringBuilder(breaks switch { 0 => "|-", 1 => "|", _ => "|+" });
        string margin = new(' ', indent + 2);
        foreach (string line in body.Split('\n'))
        {
            block.Append('\n').Append(line.Length == 0 ? string.Empty : margin).Append(line);
        }

        // "|+" keeps the breaks at the end; the last one is the writer's own.
        return block.Append('\n', Math.Max(0, breaks - 1)).ToString();
    }

    private static string Quote(string text)
    {
        if (!text.Any(static c => c is < ' ' or '\u007f' or '\u0085' or '\ufeff' or '\u2028' or '\u2029' || char.IsSurrogate(c) || char.IsControl(c)))
        {
            return "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
        }

        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when c is < ' ' or '\u007f' or '\ufeff' or '\u2028' or '\u2029' || char.IsControl(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
