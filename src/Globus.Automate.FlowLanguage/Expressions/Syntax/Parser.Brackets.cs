using Globus.Automate.FlowLanguage.Expressions.Nodes;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <content>What stands in brackets: lists, tuples, objects, sets and comprehensions.</content>
internal sealed partial class Parser
{
    private ExpressionNode ParseParentheses(Token open)
    {
        if (TryTake(TokenKind.CloseParenthesis))
        {
            return new TupleNode(open.Start, LastEnd - open.Start, []);
        }

        int mark = _scope.Names.Count;
        int start = _at;
        ExpressionNode inner = ParseExpression();
        if (BeginsLoop)
        {
            ComprehensionNode comprehension = ParseComprehension(open.Start, null, inner, mark, start);
            Expect(TokenKind.CloseParenthesis, "The parenthesis is not closed by )");
            return comprehension;
        }

        if (Kind != TokenKind.Comma)
        {
            Expect(TokenKind.CloseParenthesis, "The parenthesis is not closed by )");
            return inner;
        }

        var items = new List<ExpressionNode> { inner };
        while (TryTake(TokenKind.Comma) && Kind != TokenKind.CloseParenthesis)
        {
            items.Add(ParseExpression());
        }

        Expect(TokenKind.CloseParenthesis, "The tuple is not closed by )");
        return new TupleNode(open.Start, LastEnd - open.Start, [.. items]);
    }

    private ExpressionNode ParseList(Token open)
    {
        var items = new List<ExpressionNode>();
        while (Kind != TokenKind.CloseBracket)
        {
            int mark = _scope.Names.Count;
            int start = _at;
            ExpressionNode item = ParseItem();
            if (BeginsLoop && items.Count == 0)
            {
                if (item is StarNode)
                {
                    throw Fault("Items are not spread with '*' in a comprehension; another 'for' goes through them.", _tokens[start]);
                }

                ComprehensionNode comprehension = ParseComprehension(open.Start, null, item, mark, start);
                Expect(TokenKind.CloseBracket, "The comprehension is not closed by ]");
                return comprehension;
            }

            items.Add(item);
            if (!TryTake(TokenKind.Comma))
            {
                break;
            }
        }

        Expect(TokenKind.CloseBracket, "The list is not closed by ]");
        return new ListNode(open.Start, LastEnd - open.Start, [.. items]);
    }

    private ExpressionNode ParseItem()
    {
        if (Kind != TokenKind.Star)
        {
            return ParseExpression();
        }

        Token star = Take();
        return new StarNode(star.Start, ParseSpread());
    }

    /// <summary>What stands after the <c>*</c> or <c>**</c> that spreads it.</summary>
    private ExpressionNode ParseSpread()
    {
        Enter();
        ExpressionNode node = ParseBinary(0);
        Leave();
        return node;
    }

    private ExpressionNode ParseBraces(Token open)
    {
        if (TryTake(TokenKind.CloseBrace))
        {
            return new DictNode(open.Start, LastEnd - open.Start, []);
        }

        int mark = _scope.Names.Count;
        int start = _at;
        if (TryTake(TokenKind.DoubleStar))
        {
            return ParseDict(open, (null, ParseSpread()));
        }

        ExpressionNode first = ParseExpression();
        if (!TryTake(TokenKind.Colon))
        {
            return ParseSet(open, first);
        }

        ExpressionNode value = ParseExpression();
        if (Kind != TokenKind.For)
        {
            return ParseDict(open, (first, value));
        }

        ComprehensionNode comprehension = ParseComprehension(open.Start, first, value, mark, start);
        Expect(TokenKind.CloseBrace, "The comprehension is not closed by }");
        return comprehension;
    }

    private DictNode ParseDict(Token open, (ExpressionNode? Key, ExpressionNode Value) first)
    {
        var items = new List<(ExpressionNode? Key, ExpressionNode Value)> { first };
        while (TryTake(TokenKind.Comma) && Kind != TokenKind.CloseBrace)
        {
            if (TryTake(TokenKind.DoubleStar))
            {
                items.Add((null, ParseSpread()));
                continue;
            }

            ExpressionNode key = ParseExpression();
            Expect(TokenKind.Colon, "A key of an object is followed by ':' and its value");
            items.Add((key, ParseExpression()));
        }

        Expect(TokenKind.CloseBrace, "The object is not closed by }");
        return new DictNode(open.Start, LastEnd - open.Start, items);
    }

    private SetNode ParseSet(Token open, ExpressionNode first)
    {
        if (BeginsLoop)
        {
            throw Fault("A comprehension in braces needs a key and a value, {k: v for ...}: there are none of sets.", Current);
        }

        var items = new List<ExpressionNode> { first };
        while (TryTake(TokenKind.Comma) && Kind != TokenKind.CloseBrace)
        {
            items.Add(ParseExpression());
        }

        if (Kind == TokenKind.Colon)
        {
            throw Fault("Some items in the braces have a key and some have none.", Current);
        }

        Expect(TokenKind.CloseBrace, "The set is not closed by }");
        return new SetNode(open.Start, LastEnd - open.Start, [.. items]);
    }

    /// <summary>Whether a loop begins here; simpleeval goes through <c>async for</c> as through any other.</summary>
    private bool BeginsLoop => Kind == TokenKind.For || (Kind == TokenKind.OtherKeyword && NextKind == TokenKind.For && _text.AsSpan(Current.Start, Current.Length) is "async");

    /// <summary>The loops of a comprehension whose element was just read.</summary>
    /// <param name="position">Where the comprehension begins.</param>
    /// <param name="key">The key, for one that makes an object.</param>
    /// <param name="element">The element or value.</param>
    /// <param name="mark">How many names were read before the element.</param>
    /// <param name="start">The first word of the element.</param>
    private ComprehensionNode ParseComprehension(int position, ExpressionNode? key, ExpressionNode element, int mark, int start)
    {
        Enter();
        var bound = new Dictionary<string, int>(StringComparer.Ordinal);
        var loops = new List<Loop>();
        while (BeginsLoop)
        {
            _at += Kind == TokenKind.For ? 1 : 2;
            LoopTarget target = ParseTargets(bound);
            Expect(TokenKind.In, "A loop is written as: for name in items");
            ExpressionNode items = ParseOr();
            var conditions = new List<ExpressionNode>();
            while (TryTake(TokenKind.If))
            {
                conditions.Add(ParseOr());
            }

            loops.Add(new Loop(target, items, [.. conditions]));
        }

        Leave();
        for (int i = mark; i < _scope.Names.Count; i++)
        {
            if (bound.TryGetValue(_scope.Names[i].Name, out int slot))
            {
                _scope.Names[i].AddSlot(slot);
            }
        }

        // Each item costs about as much as there are words in the comprehension.
        int length = (Kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseBrace ? Current.End : LastEnd) - position;
        int cost = _at - start;
        return key is null
            ? new ListComprehensionNode(position, length, element, [.. loops], [.. bound.Values], cost)
            : new DictComprehensionNode(position, length, key, element, [.. loops], [.. bound.Values], cost);
    }

    private LoopTarget ParseTargets(Dictionary<string, int> bound)
    {
        LoopTarget first = ParseTarget(bound);
        if (Kind != TokenKind.Comma)
        {
            return first;
        }

        var parts = new List<LoopTarget> { first };
        while (TryTake(TokenKind.Comma) && Kind is TokenKind.Name or TokenKind.OpenParenthesis or TokenKind.OpenBracket)
        {
            parts.Add(ParseTarget(bound));
        }

        return new TupleTarget([.. parts]);
    }

    private LoopTarget ParseTarget(Dictionary<string, int> bound)
    {
        Token token = Take();
        if (token.Kind == TokenKind.Name)
        {
            string name = NameOf(token);
            if (!bound.TryGetValue(name, out int slot))
            {
                slot = _scope.Slots++;
                bound.Add(name, slot);
            }

            return new NameTarget(name, slot);
        }

        if (token.Kind is not (TokenKind.OpenParenthesis or TokenKind.OpenBracket))
        {
            throw Fault("A name was expected after 'for'.", token);
        }

        Enter();
        LoopTarget inner = ParseTargets(bound);
        bool isList = token.Kind == TokenKind.OpenBracket;
        Expect(isList ? TokenKind.CloseBracket : TokenKind.CloseParenthesis, "The names after 'for' are not closed");
        Leave();
        return isList && inner is NameTarget ? new TupleTarget([inner]) : inner;
    }
}
