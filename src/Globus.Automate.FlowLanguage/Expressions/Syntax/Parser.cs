using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>
/// Reads an expression by Python's grammar (language reference, chapter 6): recursive descent, with a table of strengths for the binary
/// operators. See docs/decisions/0010-expressions.md.
/// </summary>
internal sealed partial class Parser
{
    private const int MaxTextLength = 1_000_000;

    /// <summary>How deep brackets, signs and conditions may nest: the parser calls itself for each.</summary>
    private const int MaxNesting = 200;

    /// <summary>How deep the tree may be: it is computed by recursion. simpleeval gives up at about the same depth.</summary>
    private const int MaxTreeDepth = 500;

    private readonly string _text;
    private readonly Token[] _tokens;
    private readonly ParseScope _scope;
    private int _at;
    private int _nesting;

    private Parser(string text, Token[] tokens, ParseScope scope, int nesting)
    {
        _text = text;
        _tokens = tokens;
        _scope = scope;
        _nesting = nesting;
        scope.Tokens += tokens.Length;
    }

    private Token Current => _tokens[_at];

    private TokenKind Kind => _tokens[_at].Kind;

    private TokenKind NextKind => _tokens[Math.Min(_at + 1, _tokens.Length - 1)].Kind;

    /// <summary>Where the word ends that was taken last.</summary>
    private int LastEnd => _at == 0 ? 0 : _tokens[_at - 1].End;

    /// <summary>Parses an expression.</summary>
    /// <exception cref="FlowSyntaxException">The text is none.</exception>
    public static ParseResult Parse(string text)
    {
        if (text.Length > MaxTextLength)
        {
            throw new FlowSyntaxException($"The expression has {text.Length:N0} characters; up to {MaxTextLength:N0} are read.");
        }

        int start = 0;
        int end = text.Length;
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        var scope = new ParseScope();
        var parser = new Parser(text, Lexer.Read(text, start, end, brackets: 0), scope, nesting: 0);
        ExpressionNode root = parser.ParseProgram();
        parser.RequireDepth(root);
        RefusePrivateNames(scope.Names);
        return new ParseResult(root, scope.Slots, scope.ChangesValues, scope.Remarks);
    }

    private static bool IsSpace(char c) => c == ' ' || (c is < ' ' or > '~' && Characters.Whitespace.Contains(c, StringComparison.Ordinal));

    /// <summary>Names that begin with an underscore hold what is not for expressions, such as tokens; the run's context is for them.</summary>
    private static void RefusePrivateNames(List<NameNode> names)
    {
        foreach (NameNode name in names)
        {
            if (!name.IsBound && StateLookup.IsPrivate(name.Name))
            {
                throw new FlowSyntaxException($"'{name.Name}' cannot be read: names that begin with an underscore are private, but for _context.", name.Position, name.Length);
            }
        }
    }

    /// <summary>
    /// What stands on the first line is the expression. simpleeval reads the text as a program, of which it computes the first statement
    /// and, of an assignment, the right side.
    /// </summary>
    private ExpressionNode ParseProgram()
    {
        SkipNewLines();
        if (Kind == TokenKind.End)
        {
            throw new FlowSyntaxException("The expression is empty.");
        }

        ExpressionNode root = ParseStatement();
        while (Kind != TokenKind.End)
        {
            if (Kind is not (TokenKind.NewLine or TokenKind.Semicolon))
            {
                throw Unexpected();
            }

            if (Kind == TokenKind.Semicolon)
            {
                _at++;
            }

            bool onNewLine = SkipNewLines();
            if (Kind == TokenKind.End)
            {
                break;
            }

            if (onNewLine && _text[Current.Start - 1] is not ('\n' or '\r'))
            {
                throw Fault("This line is indented. An expression goes over several lines only in parentheses, or after a backslash.", Current);
            }

            _scope.Remark("This is not computed: the expression ends before it. One that goes over several lines stands in parentheses.", Current.Start, Math.Max(1, Current.Length));
            ParseStatement();
        }

        return root;
    }

    private bool SkipNewLines()
    {
        bool any = false;
        while (Kind == TokenKind.NewLine)
        {
            _at++;
            any = true;
        }

        return any;
    }

    private ExpressionNode ParseStatement()
    {
        ExpressionNode value = ParseTuple();
        bool isAssigned = false;
        while (Kind is TokenKind.Assign or TokenKind.AugmentedAssign)
        {
            Token sign = Current;
            if (!IsTarget(value) || (sign.Kind == TokenKind.AugmentedAssign && (value is TupleNode or ListNode || isAssigned)))
            {
                throw Fault("'=' does not compare; two values are compared with '=='.", sign);
            }

            _at++;
            isAssigned = true;
            _scope.Remark("Nothing is assigned: the value is that of the right side. Two values are compared with '=='.", sign.Start, sign.Length);
            value = ParseTuple();
            if (sign.Kind == TokenKind.AugmentedAssign && Kind is TokenKind.Assign or TokenKind.AugmentedAssign)
            {
                throw Fault("'=' does not compare; two values are compared with '=='.", Current);
            }
        }

        return value;
    }

    /// <summary>Whether Python could assign to it: to a name, a member, an item, or several of them.</summary>
    private static bool IsTarget(ExpressionNode node) => node switch
    {
        NameNode or AttributeNode or IndexNode or SliceNode => true,
        TupleNode or ListNode => node.Children.All(IsTarget),
        StarNode star => IsTarget(star.Operand),
        _ => false,
    };

    /// <summary>A chain of operators is a tree as deep as the chain is long; a short text cannot make a deep tree.</summary>
    private void RequireDepth(ExpressionNode root)
    {
        if (_scope.Tokens <= MaxTreeDepth)
        {
            return;
        }

        var stack = new Stack<(ExpressionNode Node, int Depth)>([(root, 1)]);
        while (stack.TryPop(out (ExpressionNode Node, int Depth) item))
        {
            if (item.Depth > MaxTreeDepth)
            {
                throw new FlowSyntaxException($"The expression is nested more than {MaxTreeDepth} levels deep; a chain of operators counts one for each.", item.Node.Position, item.Node.Length);
            }

            foreach (ExpressionNode child in item.Node.Children)
            {
                stack.Push((child, item.Depth + 1));
            }
        }
    }

    private void Enter()
    {
        if (++_nesting > MaxNesting || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Fault($"The expression is nested more than {MaxNesting} levels deep.", Current);
        }
    }

    private void Leave() => _nesting--;

    private Token Take()
    {
        Token token = _tokens[_at];
        if (token.Kind != TokenKind.End)
        {
            _at++;
        }

        return token;
    }

    private bool TryTake(TokenKind kind)
    {
        if (_tokens[_at].Kind != kind)
        {
            return false;
        }

        _at++;
        return true;
    }

    private Token Expect(TokenKind kind, string problem)
        => Kind == kind ? Take() : throw Fault(Kind == TokenKind.End ? problem + "." : $"{problem}, and '{Word(Current)}' does not belong here.", Current);

    private string Word(Token token) => token.Kind == TokenKind.NewLine ? "the new line" : _text.Substring(token.Start, Math.Min(token.Length, 40));

    private FlowSyntaxException Unexpected() => Kind switch
    {
        TokenKind.End => Fault("The expression ends too early.", Current),
        TokenKind.Assign => Fault("'=' does not compare; two values are compared with '=='.", Current),
        TokenKind.ColonAssign => Fault("Names cannot be assigned in an expression.", Current),
        TokenKind.At => Fault("'@' is no operator of the language.", Current),
        TokenKind.NewLine => Fault("The expression ends with the line; one that goes over several lines stands in parentheses.", Current),
        TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseBrace => Fault($"'{Word(Current)}' closes nothing.", Current),
        _ => Fault($"'{Word(Current)}' does not belong here; is an operator missing before it?", Current),
    };

    private static FlowSyntaxException Fault(string sentence, Token token) => new(sentence, token.Start, token.Length);
}
