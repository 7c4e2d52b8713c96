using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Nodes;
using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <content>Values and what stands directly after them: members, indices, calls.</content>
internal sealed partial class Parser
{
    private ExpressionNode ParsePrimary()
    {
        int mark = _scope.Names.Count;
        ExpressionNode node = ParseAtom();
        while (true)
        {
            switch (Kind)
            {
                case TokenKind.Dot:
                    _at++;
                    node = ParseAttribute(node);
                    break;
                case TokenKind.OpenBracket:
                    _at++;
                    node = ParseSubscript(node);
                    break;
                case TokenKind.OpenParenthesis:
                    node = ParseCall(node, mark);
                    break;
                default:
                    return node;
            }
        }
    }

    private ExpressionNode ParseAtom()
    {
        Token token = Take();
        switch (token.Kind)
        {
            case TokenKind.Name:
                var name = new NameNode(token.Start, token.Length, NameOf(token));
                _scope.Names.Add(name);
                return name;
            case TokenKind.Number:
                return NumberLiteral.Read(_text, token);
            case TokenKind.String:
                return ParseStrings(token);
            case TokenKind.Path:
                return ReadPath(token);
            case TokenKind.True:
                return new ConstantNode(token.Start, token.Length, FlowValue.True);
            case TokenKind.False:
                return new ConstantNode(token.Start, token.Length, FlowValue.False);
            case TokenKind.None:
                return new ConstantNode(token.Start, token.Length, FlowValue.Null);
            case TokenKind.OpenParenthesis:
                return ParseParentheses(token);
            case TokenKind.OpenBracket:
                return ParseList(token);
            case TokenKind.OpenBrace:
                return ParseBraces(token);
            case TokenKind.End:
                throw Fault("The expression ends where a value was expected.", token);
            case TokenKind.NewLine:
                throw Fault("The line ends where a value was expected; an expression that goes over several lines stands in parentheses.", token);
            case TokenKind.OtherKeyword or TokenKind.For or TokenKind.If or TokenKind.Else:
                throw Fault($"'{Word(token)}' is a word of Python and begins no value; as a name of the state it is read by a path: `$.{Word(token)}`.", token);
            default:
                throw Fault(
                    Word(token) switch
                    {
                        "&" when Follows('&') => "'&&' is no operator; it is written 'and'.",
                        "|" when Follows('|') => "'||' is no operator; it is written 'or'.",
                        "=" when Follows('=') => "'===' is no operator; two values are compared with '=='.",
                        var word => $"A value was expected before '{word}'.",
                    },
                    token);

                // Two signs of which each is one to the language.
                bool Follows(char sign) => token.Start > 0 && _text[token.Start - 1] == sign;
        }
    }

    /// <summary>Names are compared in their compatibility form (PEP 3131).</summary>
    private string NameOf(Token token)
    {
        string name = _text.Substring(token.Start, token.Length);
        return Ascii.IsValid(name) || name.IsNormalized(NormalizationForm.FormKC) ? name : name.Normalize(NormalizationForm.FormKC);
    }

    private AttributeNode ParseAttribute(ExpressionNode target)
    {
        Token token = Take();
        if (token.Kind != TokenKind.Name)
        {
            bool isWord = token.Kind is >= TokenKind.And and <= TokenKind.OtherKeyword;
            throw Fault(isWord ? $"'{Word(token)}' is a word of Python; as a key it is written ['{Word(token)}']." : "A name was expected after the dot.", token);
        }

        string name = NameOf(token);
        if (name.StartsWith('_') || name.StartsWith("func_", StringComparison.Ordinal))
        {
            throw Fault($"'.{name}' cannot be read: names that begin with an underscore{(name[0] == '_' ? string.Empty : " or func_")} are private.", token);
        }

        if (name is "format" or "format_map")
        {
            throw Fault($"'.{name}' is not part of the language; an f-string does the same.", token);
        }

        if (name is "mro" or "tb_frame" or "gi_frame" or "ag_frame" or "cr_frame" or "exec")
        {
            throw Fault($"'.{name}' is not part of the language; as a key it is written ['{name}'].", token);
        }

        return new AttributeNode(target, name, token.Start, token.End);
    }

    private ExpressionNode ParseSubscript(ExpressionNode target)
    {
        if (Kind == TokenKind.CloseBracket)
        {
            throw Fault("There is no index between [ and ].", Current);
        }

        ExpressionNode? lower = Kind == TokenKind.Colon ? null : ParseTuple();
        if (Kind != TokenKind.Colon)
        {
            return new IndexNode(target, lower!, Expect(TokenKind.CloseBracket, "The index is not closed by ]").End);
        }

        if (lower is TupleNode)
        {
            throw Fault("A list is sliced in one way at a time.", Current);
        }

        _at++;
        ExpressionNode? upper = Kind is TokenKind.Colon or TokenKind.CloseBracket ? null : ParseExpression();
        ExpressionNode? step = TryTake(TokenKind.Colon) && Kind != TokenKind.CloseBracket ? ParseExpression() : null;
        return new SliceNode(target, lower, upper, step, Expect(TokenKind.CloseBracket, "The slice is not closed by ]").End);
    }

    private ExpressionNode ParseCall(ExpressionNode target, int mark)
    {
        Token open = Take();
        var positional = new List<ExpressionNode>();
        List<KeyValuePair<string, ExpressionNode>>? named = null;
        while (Kind != TokenKind.CloseParenthesis)
        {
            if (Kind is TokenKind.Star or TokenKind.DoubleStar)
            {
                throw Fault("Arguments cannot be spread with '*' or '**'.", Current);
            }

            if (Kind == TokenKind.Name && NextKind == TokenKind.Assign)
            {
                Token name = Take();
                _at++;
                AddNamed(named ??= [], name, ParseExpression());
            }
            else
            {
                ParseArgument(positional, named);
            }

            if (!TryTake(TokenKind.Comma))
            {
                break;
            }
        }

        Token close = Expect(TokenKind.CloseParenthesis, "The call is not closed by )");
        var arguments = new ArgumentList([.. positional], named is null ? [] : [.. named]);
        switch (target)
        {
            case AttributeNode method:
                _scope.ChangesValues |= PythonType.ChangingNames.Contains(method.Name);
                return new MethodCallNode(method, arguments, close.End);
            case NameNode function:
                // The name of a function is not read from the state.
                _scope.Names.RemoveAt(mark);
                return new FunctionCallNode(function, arguments, close.End);
            default:
                throw Fault("Only functions and methods can be called.", open);
        }
    }

    private void ParseArgument(List<ExpressionNode> positional, List<KeyValuePair<string, ExpressionNode>>? named)
    {
        if (named is not null)
        {
            throw Fault("An argument without a name stands after one with a name.", Current);
        }

        int mark = _scope.Names.Count;
        int start = _at;
        ExpressionNode argument = ParseExpression();
        if (BeginsLoop)
        {
            argument = ParseComprehension(argument.Position, null, argument, mark, start);
            if (positional.Count > 0 || Kind == TokenKind.Comma)
            {
                throw Fault("A comprehension beside other arguments stands in parentheses.", Current);
            }
        }

        positional.Add(argument);
    }

    /// <summary>Of an argument that is given twice the last counts, as in simpleeval, which reads the text and does not compile it.</summary>
    private void AddNamed(List<KeyValuePair<string, ExpressionNode>> named, Token token, ExpressionNode value)
    {
        string name = NameOf(token);
        int place = named.FindIndex(argument => argument.Key == name);
        if (place < 0)
        {
            named.Add(new(name, value));
            return;
        }

        _scope.Remark($"The argument '{name}' is given twice, and the last counts.", token.Start, token.Length);
        named[place] = new(name, value);
    }

    private PathReferenceNode ReadPath(Token token)
    {
        string inner = _text[(token.Start + 1)..(token.End - 1)];
        int space = inner.Length - inner.TrimStart().Length;
        try
        {
            return new PathReferenceNode(token.Start, token.Length, JsonPath.Parse(inner.Trim()));
        }
        catch (FlowSyntaxException e)
        {
            throw new FlowSyntaxException(e.Message, token.Start + 1 + space + e.Position, e.Length);
        }
    }
}
