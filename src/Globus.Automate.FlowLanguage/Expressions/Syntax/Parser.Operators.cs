using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <content>Conditions, logic, comparisons and the binary operators.</content>
internal sealed partial class Parser
{
    private static readonly Comparison s_equal = new EqualComparison();
    private static readonly Comparison s_notEqual = new NotEqualComparison();
    private static readonly Comparison s_less = new LessComparison();
    private static readonly Comparison s_lessOrEqual = new LessOrEqualComparison();
    private static readonly Comparison s_greater = new GreaterComparison();
    private static readonly Comparison s_greaterOrEqual = new GreaterOrEqualComparison();
    private static readonly Comparison s_in = new InComparison();
    private static readonly Comparison s_notIn = new NotInComparison();
    private static readonly Comparison s_is = new IsComparison();
    private static readonly Comparison s_isNot = new IsNotComparison();

    /// <summary><c>a, b</c> without parentheses is a tuple.</summary>
    private ExpressionNode ParseTuple()
    {
        ExpressionNode first = ParseExpression();
        if (Kind != TokenKind.Comma)
        {
            return first;
        }

        var items = new List<ExpressionNode> { first };
        while (TryTake(TokenKind.Comma) && BeginsExpression(Kind))
        {
            items.Add(ParseExpression());
        }

        return new TupleNode(first.Position, LastEnd - first.Position, [.. items]);
    }

    private static bool BeginsExpression(TokenKind kind) => kind is not (TokenKind.End or TokenKind.NewLine or TokenKind.Semicolon
        or TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseBrace or TokenKind.Assign or TokenKind.AugmentedAssign or TokenKind.Colon);

    private ExpressionNode ParseExpression()
    {
        if (Kind == TokenKind.Lambda)
        {
            throw Fault("Functions of one's own (lambda) are not part of the language.", Current);
        }

        if (Kind == TokenKind.Star)
        {
            throw Fault("Items are spread with '*' in a list only: [*a, *b].", Current);
        }

        if (Kind == TokenKind.Name && NextKind == TokenKind.ColonAssign)
        {
            throw Fault("Names cannot be assigned in an expression.", _tokens[_at + 1]);
        }

        Enter();
        ExpressionNode body = ParseOr();
        if (TryTake(TokenKind.If))
        {
            ExpressionNode test = ParseOr();
            Expect(TokenKind.Else, "A condition is written as: a if condition else b");
            body = new ConditionalNode(body, test, ParseExpression());
        }

        Leave();
        return body;
    }

    private ExpressionNode ParseOr()
    {
        ExpressionNode first = ParseAnd();
        if (Kind != TokenKind.Or)
        {
            return first;
        }

        var operands = new List<ExpressionNode> { first };
        while (TryTake(TokenKind.Or))
        {
            operands.Add(ParseAnd());
        }

        return new OrNode([.. operands]);
    }

    private ExpressionNode ParseAnd()
    {
        ExpressionNode first = ParseNot();
        if (Kind != TokenKind.And)
        {
            return first;
        }

        var operands = new List<ExpressionNode> { first };
        while (TryTake(TokenKind.And))
        {
            operands.Add(ParseNot());
        }

        return new AndNode([.. operands]);
    }

    private ExpressionNode ParseNot()
    {
        if (Kind != TokenKind.Not)
        {
            return ParseComparison();
        }

        Enter();
        int position = Take().Start;
        var node = new NotNode(position, ParseNot());
        Leave();
        return node;
    }

    private ExpressionNode ParseComparison()
    {
        ExpressionNode first = ParseBinary(0);
        if (TakeComparison() is not { } comparison)
        {
            return first;
        }

        ExpressionNode second = ParseBinary(0);
        if (TakeComparison() is not { } next)
        {
            return new ComparisonNode(first, comparison, second);
        }

        var links = new List<(Comparison, ExpressionNode)> { (comparison, second) };
        for (Comparison? sign = next; sign is not null; sign = TakeComparison())
        {
            links.Add((sign, ParseBinary(0)));
        }

        return new ComparisonChainNode(first, links);
    }

    private Comparison? TakeComparison()
    {
        Comparison? comparison = Kind switch
        {
            TokenKind.Equal => s_equal,
            TokenKind.NotEqual => s_notEqual,
            TokenKind.Less => s_less,
            TokenKind.LessOrEqual => s_lessOrEqual,
            TokenKind.Greater => s_greater,
            TokenKind.GreaterOrEqual => s_greaterOrEqual,
            TokenKind.In => s_in,
            TokenKind.Is => NextKind == TokenKind.Not ? s_isNot : s_is,
            TokenKind.Not when NextKind == TokenKind.In => s_notIn,
            _ => null,
        };
        _at += comparison is null ? 0 : comparison == s_isNot || comparison == s_notIn ? 2 : 1;
        return comparison;
    }

    /// <summary>The binary operators that bind at least so strongly, from left to right.</summary>
    private ExpressionNode ParseBinary(int strength)
    {
        ExpressionNode left = ParseUnary();
        while (true)
        {
            TokenKind sign = Kind;
            int own = Strength(sign);
            if (own <= strength)
            {
                return left;
            }

            _at++;
            ExpressionNode right = ParseBinary(own);
            left = sign switch
            {
                TokenKind.Bar => new BitOrNode(left, right),
                TokenKind.Caret => new BitXorNode(left, right),
                TokenKind.Ampersand => new BitAndNode(left, right),
                TokenKind.LeftShift => new LeftShiftNode(left, right),
                TokenKind.RightShift => new RightShiftNode(left, right),
                TokenKind.Plus => new AddNode(left, right),
                TokenKind.Minus => new SubtractNode(left, right),
                TokenKind.Star => new MultiplyNode(left, right),
                TokenKind.Slash => new DivideNode(left, right),
                TokenKind.DoubleSlash => new FloorDivideNode(left, right),
                _ => new ModuloNode(left, right),
            };
        }
    }

    /// <summary>How strongly a binary operator binds; 0 for what is none.</summary>
    private static int Strength(TokenKind kind) => kind switch
    {
        TokenKind.Bar => 1,
        TokenKind.Caret => 2,
        TokenKind.Ampersand => 3,
        TokenKind.LeftShift or TokenKind.RightShift => 4,
        TokenKind.Plus or TokenKind.Minus => 5,
        TokenKind.Star or TokenKind.Slash or TokenKind.DoubleSlash or TokenKind.Percent => 6,
        _ => 0,
    };

    private ExpressionNode ParseUnary()
    {
        if (Kind is not (TokenKind.Minus or TokenKind.Plus or TokenKind.Tilde))
        {
            return ParsePower();
        }

        Enter();
        Token sign = Take();
        ExpressionNode operand = ParseUnary();
        Leave();
        return sign.Kind switch
        {
            TokenKind.Minus when operand is ConstantNode { Value: FlowInteger whole } => new ConstantNode(sign.Start, operand.End - sign.Start, FlowValue.From(-whole.Value)),
            TokenKind.Minus when operand is ConstantNode { Value: FlowReal real } => new ConstantNode(sign.Start, operand.End - sign.Start, FlowValue.From(-real.Value)),
            TokenKind.Minus => new NegateNode(sign.Start, operand),
            TokenKind.Plus => new PlusNode(sign.Start, operand),
            _ => new InvertNode(sign.Start, operand),
        };
    }

    /// <summary><c>**</c> binds more strongly than a sign on its left and less than one on its right, and from right to left.</summary>
    private ExpressionNode ParsePower()
    {
        ExpressionNode left = ParsePrimary();
        if (!TryTake(TokenKind.DoubleStar))
        {
            return left;
        }

        Enter();
        var node = new PowerNode(left, ParseUnary());
        Leave();
        return node;
    }
}
