using System.Globalization;
using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>Reads an expression by Python's grammar (language reference, chapter 6), from the weakest operator to the strongest.</summary>
internal sealed class Parser
{
    private const int MaxDepth = 100;
    private const int MaxChain = 500;
    private const int MaxTextLength = 1_000_000;

    private static readonly HashSet<string> s_comparisons = new(StringComparer.Ordinal) { "==", "!=", "<", "<=", ">", ">=" };

    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private Parser(List<Token> tokens) => _tokens = tokens;

    private Token Current => _tokens[_at];

    public static ExpressionNode Parse(string text)
    {
        if (text.Length > MaxTextLength)
        {
            throw new FlowSyntaxException($"The expression has {text.Length:N0} characters; up to {MaxTextLength:N0} are read.");
        }

        if (text.AsSpan().Trim().IsEmpty)
        {
            throw new FlowSyntaxException("The expression is empty.");
        }

        return ParsePart(text, 0, 0);
    }

    private static ExpressionNode ParsePart(string text, int offset, int depth)
    {
        var parser = new Parser(new Lexer(text, offset).Read()) { _depth = depth };
        ExpressionNode node = parser.ParseTuple();

        // An assignment is read as its value, as simpleeval does: nothing is assigned.
        while (offset == 0 && parser.Current.Kind == TokenKind.Symbol && parser.Current.Text is "=" or "+=" or "-=" or "*=" or "/=" or "//=" or "%=" or "**=" or "&=" or "|=" or "^=" or "<<=" or ">>="
            && node is NameNode or AttributeNode or IndexNode)
        {
            parser._at++;
            node = parser.ParseTuple();
        }

        return parser.Current.Kind == TokenKind.End ? node : throw parser.Unexpected();
    }

    /// <summary><c>a, b</c> without parentheses is a tuple.</summary>
    private ExpressionNode ParseTuple()
    {
        ExpressionNode first = ParseExpression();
        if (!Current.Is(","))
        {
            return first;
        }

        var items = new List<ExpressionNode> { first };
        while (TryTake(","))
        {
            if (Current.Kind == TokenKind.End || Current.Is(")") || Current.Is("]"))
            {
                break;
            }

            items.Add(ParseExpression());
        }

        return new SequenceNode(first.Position, End - first.Position, SequenceKind.Tuple, items);
    }

    private ExpressionNode ParseExpression()
    {
        Enter();
        if (Current.Is("lambda"))
        {
            throw Fault("Functions of one's own (lambda) are not part of the language.", Current);
        }

        ExpressionNode body = ParseOr();
        if (TryTake("if"))
        {
            ExpressionNode test = ParseOr();
            Expect("else", "A condition is written as: a if condition else b");
            body = new ConditionalNode(body, test, ParseExpression());
        }

        _depth--;
        return body;
    }

    private ExpressionNode ParseOr() => ParseLogic("or", () => ParseLogic("and", ParseNot));

    private ExpressionNode ParseLogic(string word, Func<ExpressionNode> operand)
    {
        ExpressionNode first = operand();
        if (!Current.Is(word))
        {
            return first;
        }

        var operands = new List<ExpressionNode> { first };
        while (TryTake(word))
        {
            operands.Add(operand());
        }

        return new LogicNode(word == "and", operands);
    }

    private ExpressionNode ParseNot()
    {
        if (!Current.Is("not"))
        {
            return ParseComparison();
        }

        Enter();
        int position = Take().Position;
        var node = new UnaryNode(position, "not", ParseNot());
        _depth--;
        return node;
    }

    private ExpressionNode ParseComparison()
    {
        ExpressionNode first = ParseBinary(0);
        List<(string, ExpressionNode)>? links = null;
        while (TakeComparison() is { } sign)
        {
            (links ??= []).Add((sign, ParseBinary(0)));
        }

        return links is null ? first : new ComparisonNode(first, links);
    }

    private string? TakeComparison()
    {
        if (Current.Kind != TokenKind.Symbol)
        {
            return null;
        }

        if (s_comparisons.Contains(Current.Text))
        {
            return Take().Text;
        }

        if (TryTake("in"))
        {
            return "in";
        }

        if (TryTake("is"))
        {
            return TryTake("not") ? "is not" : "is";
        }

        if (Current.Is("not") && _tokens[_at + 1].Is("in"))
        {
            _at += 2;
            return "not in";
        }

        return null;
    }

    /// <summary>The binary operators from | to *, each level binding more strongly than the one before.</summary>
    private ExpressionNode ParseBinary(int level)
    {
        if (level == s_levels.Length)
        {
            return ParseUnary();
        }

        ExpressionNode left = ParseBinary(level + 1);
        int chain = 0;
        while (Current.Kind == TokenKind.Symbol && Array.IndexOf(s_levels[level], Current.Text) >= 0)
        {
            RequireChain(++chain);
            string sign = Take().Text;
            left = new BinaryNode(sign, left, ParseBinary(level + 1));
        }

        return left;
    }

    private static readonly string[][] s_levels = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%"]];

    private ExpressionNode ParseUnary()
    {
        if (!(Current.Is("-") || Current.Is("+") || Current.Is("~")))
        {
            return ParsePower();
        }

        Enter();
        Token sign = Take();
        var node = new UnaryNode(sign.Position, sign.Text, ParseUnary());
        _depth--;
        return node;
    }

    /// <summary><c>**</c> binds more strongly than a sign on its left and less than one on its right, and from right to left.</summary>
    private ExpressionNode ParsePower()
    {
        ExpressionNode left = ParsePostfix();
        if (!TryTake("**"))
        {
            return left;
        }

        Enter();
        var node = new BinaryNode("**", left, ParseUnary());
        _depth--;
        return node;
    }

    private ExpressionNode ParsePostfix()
    {
        ExpressionNode node = ParseAtom();
        for (int chain = 0; ; chain++)
        {
            RequireChain(chain);
            if (TryTake("."))
            {
                node = ParseAttribute(node);
            }
            else if (TryTake("["))
            {
                node = ParseSubscript(node);
            }
            else if (Current.Is("("))
            {
                node = ParseCall(node);
            }
            else
            {
                return node;
            }
        }
    }

    private AttributeNode ParseAttribute(ExpressionNode target)
    {
        Token name = Take();
        if (name.Kind != TokenKind.Name)
        {
            throw Fault("A name was expected after the dot.", name);
        }

        if (name.Text.StartsWith('_') || name.Text.StartsWith("func_", StringComparison.Ordinal))
        {
            throw Fault($"'.{name.Text}' cannot be reached by its name; names that begin with an underscore are private.", name);
        }

        return name.Text is "format" or "format_map" or "mro" or "tb_frame" or "gi_frame" or "ag_frame" or "cr_frame" or "exec"
            ? throw Fault($"'.{name.Text}' is not part of the language{(name.Text.StartsWith("format", StringComparison.Ordinal) ? "; an f-string does the same" : string.Empty)}.", name)
            : new AttributeNode(target, name.Text, name.End);
    }

    private ExpressionNode ParseSubscript(ExpressionNode target)
    {
        ExpressionNode? lower = Current.Is(":") ? null : ParseTuple();
        if (!Current.Is(":"))
        {
            Token close = Expect("]", "The index is not closed by ]");
            return new IndexNode(target, lower!, close.End);
        }

        Take();
        ExpressionNode? upper = Current.Is(":") || Current.Is("]") ? null : ParseExpression();
        ExpressionNode? step = null;
        if (TryTake(":"))
        {
            step = Current.Is("]") ? null : ParseExpression();
        }

        Token end = Expect("]", "The slice is not closed by ]");
        return new SliceNode(target, lower, upper, step, end.End);
    }

    private ExpressionNode ParseCall(ExpressionNode target)
    {
        Token open = Take();
        var positional = new List<ExpressionNode>();
        var named = new List<KeyValuePair<string, ExpressionNode>>();
        while (!Current.Is(")"))
        {
            if (Current.Kind == TokenKind.Name && _tokens[_at + 1].Is("="))
            {
                string name = Take().Text;
                Take();
                named.Add(new(name, ParseExpression()));
            }
            else if (Current.Is("*") || Current.Is("**"))
            {
                throw Fault("Arguments cannot be spread with * here.", Current);
            }
            else if (named.Count > 0)
            {
                throw Fault("An argument without a name stands after one with a name.", Current);
            }
            else
            {
                ExpressionNode argument = ParseExpression();
                positional.Add(Current.Is("for") ? ParseComprehension(argument.Position, null, argument, ")") : argument);
            }

            if (!TryTake(","))
            {
                break;
            }
        }

        Token close = Expect(")", "The call is not closed by )");
        return target switch
        {
            AttributeNode method => new MethodCallNode(method, close.End, positional, named),
            NameNode function => new CallNode(function.Position, close.End - function.Position, function.Name, function.Length, positional, named),
            _ => throw Fault("Only functions and methods can be called.", open),
        };
    }

    private ExpressionNode ParseAtom()
    {
        Token token = Take();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Text.StartsWith('_') && token.Text != "_context" && !(Current.Is("(") && token.Text.StartsWith("__", StringComparison.Ordinal)) && !IsBound(token.Text)
                    ? throw Fault($"'{token.Text}' cannot be read by its name; names that begin with an underscore are private, and only a path reaches them: `$.{token.Text}`.", token)
                    : new NameNode(token.Position, token.Length, token.Text);
            case TokenKind.Integer:
                return new ConstantNode(token.Position, token.Length, FlowValue.From(ReadInteger(token)));
            case TokenKind.Real:
                return new ConstantNode(token.Position, token.Length, FlowValue.From(double.Parse(token.Text.Replace("_", string.Empty, StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture)));
            case TokenKind.Path:
                return ReadPath(token);
            case TokenKind.String or TokenKind.FormattedString:
                return ParseStrings(token);
            case TokenKind.End:
                throw Fault("The expression ends where a value was expected.", token);
            default:
                return ParseSymbol(token);
        }
    }

    private ExpressionNode ParseSymbol(Token token)
    {
        switch (token.Text)
        {
            case "True":
                return new ConstantNode(token.Position, token.Length, FlowValue.True);
            case "False":
                return new ConstantNode(token.Position, token.Length, FlowValue.False);
            case "None":
                return new ConstantNode(token.Position, token.Length, FlowValue.Null);
            case "(":
                return ParseParentheses(token);
            case "[":
                return ParseList(token);
            case "{":
                return ParseBraces(token);
            default:
                throw Fault(token.Text is "import" or "lambda" or "def" or "class" or "return" or "while" or "for" or "if" or "await" or "yield" or "del" or "assert"
                    ? $"'{token.Text}' does not begin an expression; the language has expressions only."
                    : $"A value was expected before '{token.Text}'.", token);
        }
    }

    private ExpressionNode ParseParentheses(Token open)
    {
        if (TryTake(")"))
        {
            return new SequenceNode(open.Position, End - open.Position, SequenceKind.Tuple, []);
        }

        ExpressionNode inner = ParseExpression();
        if (Current.Is("for"))
        {
            ExpressionNode generator = ParseComprehension(open.Position, null, inner, ")");
            Expect(")", "The parenthesis is not closed by )");
            return generator;
        }

        if (!Current.Is(","))
        {
            Expect(")", "The parenthesis is not closed by )");
            return inner;
        }

        var items = new List<ExpressionNode> { inner };
        while (TryTake(",") && !Current.Is(")"))
        {
            items.Add(ParseExpression());
        }

        Expect(")", "The tuple is not closed by )");
        return new SequenceNode(open.Position, End - open.Position, SequenceKind.Tuple, items);
    }

    private ExpressionNode ParseList(Token open)
    {
        var items = new List<ExpressionNode>();
        while (!Current.Is("]"))
        {
            ExpressionNode item = ParseItem();
            if (Current.Is("for") && items.Count == 0)
            {
                ExpressionNode comprehension = ParseComprehension(open.Position, null, item, "]");
                Expect("]", "The comprehension is not closed by ]");
                return comprehension;
            }

            items.Add(item);
            if (!TryTake(","))
            {
                break;
            }
        }

        Expect("]", "The list is not closed by ]");
        return new SequenceNode(open.Position, End - open.Position, SequenceKind.List, items);
    }

    private ExpressionNode ParseItem()
    {
        if (!Current.Is("*"))
        {
            return ParseExpression();
        }

        Token star = Take();
        ExpressionNode inner = ParseBinary(0);
        return new StarNode(star.Position, End - star.Position, inner);
    }

    private ExpressionNode ParseBraces(Token open)
    {
        var items = new List<(ExpressionNode? Key, ExpressionNode Value)>();
        var members = new List<ExpressionNode>();
        while (!Current.Is("}"))
        {
            if (TryTake("**"))
            {
                items.Add((null, ParseBinary(0)));
            }
            else
            {
                ExpressionNode key = ParseItem();
                if (TryTake(":"))
                {
                    ExpressionNode value = ParseExpression();
                    if (Current.Is("for") && items.Count == 0 && members.Count == 0)
                    {
                        ExpressionNode comprehension = ParseComprehension(open.Position, key, value, "}");
                        Expect("}", "The comprehension is not closed by }");
                        return comprehension;
                    }

                    items.Add((key, value));
                }
                else if (Current.Is("for"))
                {
                    throw Fault("A comprehension in braces needs a key and a value: {k: v for ...}; JSON has no sets.", Current);
                }
                else
                {
                    members.Add(key);
                }
            }

            if (!TryTake(","))
            {
                break;
            }
        }

        Expect("}", "The object is not closed by }");
        if (items.Count > 0 && members.Count > 0)
        {
            throw Fault("Some items in the braces have a key and some have none.", open);
        }

        return members.Count > 0
            ? new SequenceNode(open.Position, End - open.Position, SequenceKind.Set, members)
            : new DictNode(open.Position, End - open.Position, items);
    }

    private ComprehensionNode ParseComprehension(int position, ExpressionNode? key, ExpressionNode element, string close)
    {
        var loops = new List<ComprehensionLoop>();
        while (TryTake("for"))
        {
            LoopTarget target = ParseTargets();
            Expect("in", "A loop is written as: for name in items");
            ExpressionNode items = ParseOr();
            var conditions = new List<ExpressionNode>();
            while (TryTake("if"))
            {
                conditions.Add(ParseOr());
            }

            loops.Add(new ComprehensionLoop(target, items, conditions));
        }

        if (!Current.Is(close))
        {
            throw Unexpected();
        }

        return new ComprehensionNode(position, Current.End - position, key, element, loops);
    }

    private LoopTarget ParseTargets()
    {
        LoopTarget first = ParseTarget();
        if (!Current.Is(","))
        {
            return first;
        }

        var parts = new List<LoopTarget> { first };
        while (TryTake(",") && !Current.Is("in"))
        {
            parts.Add(ParseTarget());
        }

        return new LoopTarget(null, parts);
    }

    private LoopTarget ParseTarget()
    {
        Token token = Take();
        if (token.Kind == TokenKind.Name)
        {
            return new LoopTarget(token.Text, []);
        }

        if (!token.Is("(") && !token.Is("["))
        {
            throw Fault("A name was expected after 'for'.", token);
        }

        Enter();
        LoopTarget inner = ParseTargets();
        Expect(token.Is("(") ? ")" : "]", "The names after 'for' are not closed");
        _depth--;
        return inner.Name is null ? inner : new LoopTarget(null, [inner]);
    }

    /// <summary>Strings that stand side by side are one.</summary>
    private ExpressionNode ParseStrings(Token first)
    {
        var parts = new List<FormattedPart>();
        bool formatted = false;
        Token token = first;
        while (true)
        {
            if (token.Kind == TokenKind.FormattedString)
            {
                formatted = true;
                parts.AddRange(new FormattedStringReader(token, _depth, ParsePart).Read());
            }
            else
            {
                parts.Add(new FormattedPart(token.Text, null, null));
            }

            if (Current.Kind is not (TokenKind.String or TokenKind.FormattedString))
            {
                break;
            }

            token = Take();
        }

        int length = End - first.Position;
        return formatted
            ? new FormattedStringNode(first.Position, length, parts)
            : new ConstantNode(first.Position, length, FlowValue.From(string.Concat(parts.Select(static part => part.Text))));
    }

    private static PathReferenceNode ReadPath(Token token)
    {
        try
        {
            return new PathReferenceNode(token.Position, token.Length, JsonPath.Parse(token.Text.Trim()));
        }
        catch (FlowSyntaxException e)
        {
            throw new FlowSyntaxException(e.Message, token.Position + 1 + e.Position, e.Length);
        }
    }

    private static BigInteger ReadInteger(Token token)
    {
        string digits = token.Text.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        int radix = digits.Length > 1 && digits[0] == '0' ? digits[1] switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 } : 10;
        if (radix == 10)
        {
            if (digits.Length > 1 && digits[0] == '0' && digits.Trim('0').Length > 0)
            {
                throw Fault("A number does not begin with 0; an octal one is written 0o17.", token);
            }

            return digits.Length > 4300
                ? throw Fault("The number has more than 4,300 digits.", token)
                : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        BigInteger value = BigInteger.Zero;
        foreach (char c in digits.AsSpan(2))
        {
            int digit = char.IsAsciiDigit(c) ? c - '0' : c - 'a' + 10;
            if (digit >= radix)
            {
                throw Fault($"'{token.Text}' is no number.", token);
            }

            value = (value * radix) + digit;
        }

        return digits.Length == 2 ? throw Fault($"'{token.Text}' is no number.", token) : value;
    }

    private bool IsBound(string name)
    {
        for (int i = 0; i + 1 < _tokens.Count; i++)
        {
            if (_tokens[i].Is("for"))
            {
                for (int j = i + 1; j < _tokens.Count && !_tokens[j].Is("in"); j++)
                {
                    if (_tokens[j].Kind == TokenKind.Name && _tokens[j].Text == name)
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>The end of the last word that was taken.</summary>
    private int End => _tokens[_at - 1].End;

    private Token Take()
    {
        Token token = Current;
        if (token.Kind != TokenKind.End)
        {
            _at++;
        }

        return token;
    }

    private bool TryTake(string symbol)
    {
        if (!Current.Is(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    private Token Expect(string symbol, string problem)
        => Current.Is(symbol) ? Take() : throw Fault($"{problem}{(Current.Kind == TokenKind.End ? "." : $"; '{symbol}' was expected, not '{Current.Text}'.")}", Current);

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw Fault($"The expression is nested more than {MaxDepth} levels deep.", Current);
        }
    }

    /// <summary>A chain of operators becomes a tree as deep as it is long, and is computed by recursion.</summary>
    private void RequireChain(int length)
    {
        if (length > MaxChain)
        {
            throw Fault($"More than {MaxChain} operators stand in a row.", Current);
        }
    }

    private FlowSyntaxException Unexpected() => Current.Kind switch
    {
        TokenKind.End => Fault("The expression ends too early.", Current),
        TokenKind.Symbol when Current.Text == "=" => Fault("'=' does not compare; two values are compared with '=='.", Current),
        TokenKind.Symbol when Current.Text == ":=" => Fault("Names cannot be assigned in an expression.", Current),
        _ => Fault($"'{Current.Text}' does not belong here; is an operator missing before it?", Current),
    };

    private static FlowSyntaxException Fault(string message, Token token) => new(message, token.Position, token.Length);
}
