using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Nodes;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>
/// Takes an f-string apart by the rules of Python 3.11 (language reference 2.4.3): no quotes of the string's own kind, no backslash and no
/// comment in a value, and formats nested once.
/// </summary>
/// <param name="text">The whole expression.</param>
/// <param name="literal">The string in it.</param>
/// <param name="scope">Where remarks go.</param>
/// <param name="parse">Parses a part of the expression that stands in braces.</param>
internal sealed class FormattedStringReader(string text, StringLiteral literal, ParseScope scope, Func<int, int, ExpressionNode> parse)
{
    private const int MaxNesting = 2;

    private const string AsciiSpace = " \t\n\r\f\v";

    public List<FormattedPart> Read()
    {
        var parts = new List<FormattedPart>();
        int at = literal.ContentStart;
        ReadParts(parts, ref at, nesting: 0);
        return parts;
    }

    /// <summary>Reads text and values up to the end, or in a format up to its closing brace.</summary>
    private void ReadParts(List<FormattedPart> parts, ref int at, int nesting)
    {
        var plain = new StringBuilder();
        int start = at;
        while (at < literal.ContentEnd)
        {
            char c = text[at];
            if (c == '\\' && !literal.IsRaw && at + 1 < literal.ContentEnd && text[at + 1] is not ('{' or '}'))
            {
                at += 2;
                continue;
            }

            if (c is not ('{' or '}'))
            {
                at++;
                continue;
            }

            bool isDouble = nesting == 0 && at + 1 < literal.ContentEnd && text[at + 1] == c;
            plain.Append(literal.Decode(text, start, isDouble ? at + 1 : at));
            if (isDouble)
            {
                at += 2;
            }
            else if (c == '{')
            {
                AddText(parts, plain);
                ReadValue(parts, ref at, nesting);
            }
            else if (nesting > 0)
            {
                AddText(parts, plain);
                return;
            }
            else
            {
                throw Fault("A single '}' stands in the f-string; write '}}' for the character.", at);
            }

            start = at;
        }

        plain.Append(literal.Decode(text, start, at));
        AddText(parts, plain);
    }

    private void ReadValue(List<FormattedPart> parts, ref int at, int nesting)
    {
        int open = at++;
        if (nesting >= MaxNesting)
        {
            throw Fault("The formats in the f-string are nested too deeply.", open);
        }

        int start = at;
        int end = FindEnd(open);
        at = end;
        int valueEnd = end;
        if (text[at] == '=')
        {
            // {value=} writes the expression itself first, with the space around it.
            at++;
            while (at < literal.ContentEnd && AsciiSpace.Contains(text[at], StringComparison.Ordinal))
            {
                at++;
            }

            parts.Add(new FormattedPart(text[start..at]));
        }

        if (text.AsSpan(start, valueEnd - start).Trim(AsciiSpace).IsEmpty)
        {
            throw Fault("A value in the f-string is empty.", open);
        }

        ExpressionNode value = parse(start, valueEnd);
        if (Is(at, '!'))
        {
            at++;
            if (at >= literal.ContentEnd || text[at] is not ('r' or 's' or 'a'))
            {
                throw Fault("After '!' an f-string takes r, s or a.", at - 1);
            }

            if (text[at] != 's')
            {
                scope.Remark($"'!{text[at]}' makes no difference: a flow writes every value as str does.", at - 1, 2);
            }

            at++;
        }

        List<FormattedPart>? format = null;
        if (Is(at, ':'))
        {
            at++;
            format = [];
            ReadParts(format, ref at, nesting + 1);
        }

        if (!Is(at, '}'))
        {
            throw Fault("A '{' in the f-string has no closing '}'; write '{{' for the character.", open);
        }

        at++;
        parts.Add(new FormattedPart(value, format));
    }

    /// <summary>Where the expression in braces ends: before its <c>=</c>, <c>!</c>, <c>:</c> or closing brace, past brackets and strings.</summary>
    private int FindEnd(int open)
    {
        var brackets = new Stack<char>();
        int at = open + 1;
        while (at < literal.ContentEnd)
        {
            char c = text[at];
            switch (c)
            {
                case '\\':
                    throw Fault("A backslash cannot stand in a value of an f-string.", at);
                case '#':
                    throw Fault("A '#' cannot stand in a value of an f-string.", at);
                case '\'' or '"':
                    at = StringLiteral.End(text, at, literal.ContentEnd);
                    if (text.AsSpan(open, at - open).Contains('\\'))
                    {
                        throw Fault("A backslash cannot stand in a value of an f-string.", open);
                    }

                    continue;
                case '`':
                    int close = text.IndexOf('`', at + 1, literal.ContentEnd - at - 1);
                    at = close < 0 ? throw Fault("The path in back ticks that begins here has no closing `.", at) : close + 1;
                    continue;
                case '(' or '[' or '{':
                    brackets.Push(c);
                    break;
                case ')' or ']' or '}' when brackets.Count > 0:
                    brackets.Pop();
                    break;
                case ')' or ']':
                    throw Fault($"'{c}' closes nothing in the f-string.", at);
                case '}' or ':' when brackets.Count == 0:
                    return at;
                case '=' or '!' or '<' or '>' when Is(at + 1, '='):
                    at++;
                    break;
                case '=' or '!' when brackets.Count == 0:
                    return at;
                default:
                    break;
            }

            at++;
        }

        throw Fault("A '{' in the f-string has no closing '}'; write '{{' for the character.", open);
    }

    private bool Is(int at, char c) => at < literal.ContentEnd && text[at] == c;

    private static void AddText(List<FormattedPart> parts, StringBuilder plain)
    {
        if (plain.Length > 0)
        {
            parts.Add(new FormattedPart(plain.ToString()));
            plain.Clear();
        }
    }

    private static FlowSyntaxException Fault(string sentence, int at) => new(sentence, at, 1);
}
