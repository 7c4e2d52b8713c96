using Globus.Automate.FlowLanguage.Expressions.Nodes;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>Takes an f-string apart (Python language reference, 2.4.3).</summary>
internal sealed class FormattedStringReader(Token token, int depth, Func<string, int, int, ExpressionNode> parse)
{
    private const int MaxNesting = 2;
    private readonly string _text = token.Text;

    public IReadOnlyList<FormattedPart> Read() => Read(0, _text.Length, 0);

    private List<FormattedPart> Read(int from, int to, int nesting)
    {
        var parts = new List<FormattedPart>();
        int textStart = from;
        var literal = new System.Text.StringBuilder();
        int i = from;
        while (i < to)
        {
            char c = _text[i];
            if (c is '{' or '}' && i + 1 < to && _text[i + 1] == c && nesting == 0)
            {
                literal.Append(Literal(textStart, i + 1));
                i += 2;
                textStart = i;
            }
            else if (c == '{')
            {
                literal.Append(Literal(textStart, i));
                int end = FindEnd(i + 1, to);
                parts.Add(ReadValue(literal.ToString(), i + 1, end, nesting));
                literal.Clear();
                i = end + 1;
                textStart = i;
            }
            else if (c == '}')
            {
                throw Fault("A single '}' stands in the f-string; write '}}' for the character.", i);
            }
            else
            {
                i++;
            }
        }

        literal.Append(Literal(textStart, to));
        if (literal.Length > 0)
        {
            parts.Add(new FormattedPart(literal.ToString(), null, null));
        }

        return parts;
    }

    private string Literal(int from, int to)
    {
        string piece = _text[from..to];
        return token.IsRaw ? piece : Lexer.Unescape(piece, token.ContentStart + from);
    }

    /// <summary>The closing brace of a value, past brackets and strings in it.</summary>
    private int FindEnd(int from, int to)
    {
        int level = 0;
        for (int i = from; i < to; i++)
        {
            char c = _text[i];
            if (c is '\'' or '"')
            {
                int close = _text.IndexOf(c, i + 1);
                if (close < 0 || close >= to)
                {
                    throw Fault("A string in the f-string is not closed.", i);
                }

                i = close;
            }
            else if (c is '(' or '[' or '{')
            {
                level++;
            }
            else if (c is ')' or ']' || (c == '}' && level > 0))
            {
                level--;
            }
            else if (c == '}')
            {
                return i;
            }
            else if (c == '\\')
            {
                throw Fault("A backslash cannot stand in a value of an f-string.", i);
            }
        }

        throw Fault("A '{' in the f-string has no closing '}'; write '{{' for the character.", from - 1);
    }

    private FormattedPart ReadValue(string before, int from, int to, int nesting)
    {
        if (nesting >= MaxNesting)
        {
            throw Fault("The formats in the f-string are nested too deeply.", from);
        }

        (int valueEnd, int formatStart) = FindFormat(from, to);
        string expression = _text[from..valueEnd];
        string shown = before;
        string trimmed = expression.TrimEnd();
        if (trimmed.EndsWith('=') && !trimmed.EndsWith("==", StringComparison.Ordinal) && !trimmed.EndsWith("!=", StringComparison.Ordinal) && !trimmed.EndsWith("<=", StringComparison.Ordinal) && !trimmed.EndsWith(">=", StringComparison.Ordinal))
        {
            // {value=} writes the expression itself first.
            shown += expression;
            expression = trimmed[..^1];
        }

        if (string.IsNullOrWhiteSpace(expression))
        {
            throw Fault("A value in the f-string is empty.", from);
        }

        ExpressionNode value = parse(expression, token.ContentStart + from, depth + 1);
        return new FormattedPart(shown, value, formatStart < 0 ? null : Read(formatStart, to, nesting + 1));
    }

    /// <summary>Where the value ends, and where its format begins; -1 for none.</summary>
    private (int ValueEnd, int FormatStart) FindFormat(int from, int to)
    {
        int level = 0;
        for (int i = from; i < to; i++)
        {
            char c = _text[i];
            if (c is '\'' or '"')
            {
                i = _text.IndexOf(c, i + 1);
            }
            else if (c is '(' or '[' or '{')
            {
                level++;
            }
            else if (c is ')' or ']' or '}')
            {
                level--;
            }
            else if (c == '!' && level == 0 && i + 1 < to && _text[i + 1] != '=')
            {
                if (_text[i + 1] is not ('r' or 's' or 'a') || (i + 2 < to && _text[i + 2] != ':'))
                {
                    throw Fault("After '!' an f-string takes r, s or a.", i);
                }

                return (i, i + 2 < to ? i + 3 : -1);
            }
            else if (c == ':' && level == 0)
            {
                return (i, i + 1);
            }
        }

        return (to, -1);
    }

    private FlowSyntaxException Fault(string message, int at) => new(message, token.ContentStart + at, 1);
}
