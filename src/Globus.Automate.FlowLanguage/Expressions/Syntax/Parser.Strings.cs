using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <content>Strings; those that stand side by side are one.</content>
internal sealed partial class Parser
{
    private ExpressionNode ParseStrings(Token first)
    {
        StringLiteral literal = StringLiteral.Of(_text, first);
        if (Kind != TokenKind.String && !literal.IsFormatted && !literal.IsBytes)
        {
            return Constant(first, literal.Decode(_text, literal.ContentStart, literal.ContentEnd));
        }

        var parts = new List<FormattedPart>();
        bool formatted = false;
        bool bytes = literal.IsBytes;
        for (Token token = first; ; token = Take())
        {
            literal = StringLiteral.Of(_text, token);
            if (literal.IsBytes != bytes)
            {
                throw Fault("Bytes and strings cannot stand side by side.", token);
            }

            if (literal.IsFormatted)
            {
                formatted = true;
                parts.AddRange(new FormattedStringReader(_text, literal, _scope, ParsePart).Read());
            }
            else
            {
                parts.Add(new FormattedPart(literal.Decode(_text, literal.ContentStart, literal.ContentEnd)));
            }

            if (Kind != TokenKind.String)
            {
                break;
            }
        }

        if (formatted)
        {
            return new FormattedStringNode(first.Start, LastEnd - first.Start, parts);
        }

        string whole = string.Concat(parts.Select(static part => part.Text));
        return bytes ? Bytes(first, whole) : Constant(first, whole);
    }

    private ConstantNode Constant(Token first, string value)
    {
        if (value.Length > Site.MaxLength && CodePoints.Length(value) > Site.MaxLength)
        {
            throw Fault($"The string is longer than {Site.MaxLength:N0} characters.", first);
        }

        return new ConstantNode(first.Start, LastEnd - first.Start, FlowValue.From(value));
    }

    private ConstantNode Bytes(Token first, string value)
    {
        // An escape like \xff is one byte; other characters must be ASCII.
        return _text.AsSpan(first.Start, LastEnd - first.Start).IndexOfAnyExceptInRange('\0', '\u007F') < 0
            ? new ConstantNode(first.Start, LastEnd - first.Start, new PythonBytes(Encoding.Latin1.GetBytes(value)))
            : throw Fault("Bytes are written with ASCII characters only.", first);
    }

    /// <summary>An expression in the braces of an f-string.</summary>
    private ExpressionNode ParsePart(int start, int end)
    {
        Enter();
        var parser = new Parser(_text, Lexer.Read(_text, start, end, brackets: 1), _scope, _nesting);
        ExpressionNode node = parser.ParseTuple();
        if (parser.Kind != TokenKind.End)
        {
            throw parser.Unexpected();
        }

        Leave();
        return node;
    }
}
