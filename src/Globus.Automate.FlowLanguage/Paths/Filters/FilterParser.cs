using System.Globalization;
using System.Numerics;
using Globus.Automate.FlowLanguage.Paths.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Filters;

/// <summary>Parses what follows a <c>?</c>, and checks that it is well-typed (RFC 9535, sections 2.3.5 and 2.4.3).</summary>
internal sealed class FilterParser(PathReader reader, PathParser queries)
{
    private int _nesting;

    /// <summary>Parses alternatives: <c>a &amp;&amp; b || c</c>.</summary>
    public FilterExpression ParseLogical()
    {
        Enter();
        FilterExpression result = ParseList("||", () => ParseList("&&", ParseBasic, static all => new AndExpression(all)), static any => new OrExpression(any));
        _nesting--;
        return result;
    }

    private FilterExpression ParseList(string separator, Func<FilterExpression> parse, Func<FilterExpression[], FilterExpression> join)
    {
        FilterExpression first = parse();
        List<FilterExpression>? all = null;
        while (true)
        {
            int before = reader.Position;
            reader.SkipBlank();
            if (!reader.Take(separator))
            {
                reader.Position = before;
                return all is null ? first : join([.. all]);
            }

            reader.SkipBlank();
            all ??= [first];
            all.Add(parse());
        }
    }

    private FilterExpression ParseBasic()
    {
        int start = reader.Position;
        bool negated = reader.Take('!');
        if (negated)
        {
            reader.SkipBlank();
        }

        if (reader.Take('('))
        {
            reader.SkipBlank();
            FilterExpression inner = ParseLogical();
            reader.SkipBlank();
            if (!reader.Take(')'))
            {
                throw reader.Error($"')' was expected here, not {reader.Found()}.");
            }

            RefuseComparison("A condition in parentheses cannot be compared: compare the values inside of them.", start);
            return negated ? new NotExpression(inner) : inner;
        }

        FilterTerm left = ParseTerm();
        int afterLeft = reader.Position;
        reader.SkipBlank();
        if (TakeComparison() is { } comparison)
        {
            if (negated)
            {
                throw reader.Error("'!' before a comparison needs parentheses: !(a == b), or another comparison operator.", start, 1);
            }

            reader.SkipBlank();
            FilterTerm right = ParseTerm();
            FilterExpression compared = new ComparisonExpression(left.AsOperand(reader), comparison, right.AsOperand(reader));
            RefuseComparison("Comparisons cannot be chained: join two of them with &&.", start);
            return compared;
        }

        reader.Position = afterLeft;
        FilterExpression test = left.AsTest(reader);
        return negated ? new NotExpression(test) : test;
    }

    private void RefuseComparison(string message, int start)
    {
        int before = reader.Position;
        reader.SkipBlank();
        if (TakeComparison() is not null)
        {
            throw reader.Error(message, start, reader.Position - start);
        }

        reader.Position = before;
    }

    private FilterComparison? TakeComparison()
    {
        if (reader.Take("=="))
        {
            return FilterComparison.Equal;
        }

        if (reader.Take("!="))
        {
            return FilterComparison.NotEqual;
        }

        if (reader.Take("<="))
        {
            return FilterComparison.LessOrEqual;
        }

        if (reader.Take(">="))
        {
            return FilterComparison.GreaterOrEqual;
        }

        if (reader.Take('<'))
        {
            return FilterComparison.Less;
        }

        if (reader.Take('>'))
        {
            return FilterComparison.Greater;
        }

        if (reader.Next == '=')
        {
            throw reader.Error("Equality is written '=='.", reader.Position, 1);
        }

        return null;
    }

    /// <summary>Parses a literal, a query or a function call.</summary>
    private FilterTerm ParseTerm()
    {
        int start = reader.Position;
        switch (reader.Next)
        {
            case '@' or '$':
                bool isRelative = reader.Next == '@';
                reader.Position++;
                PathQuery query = queries.ParseSegments(isRelative);
                return new FilterTerm(start, reader.Position - start) { Query = query };
            case '\'' or '"':
                return Literal(start, FlowValue.From(reader.ReadQuoted()));
            case '-' or (>= '0' and <= '9'):
                return Literal(start, ReadNumber());
            case >= 'a' and <= 'z':
                return ParseWord(start);
            default:
                throw reader.Error($"A condition was expected here (a path from @ or $, a comparison, a function), not {reader.Found()}.");
        }
    }

    private FilterTerm ParseWord(int start)
    {
        while (char.IsAsciiLetterLower(reader.Next) || char.IsAsciiDigit(reader.Next) || reader.Next == '_')
        {
            reader.Position++;
        }

        string word = reader.Text[start..reader.Position];
        if (reader.Next == '(')
        {
            return ParseFunction(word, start);
        }

        return word switch
        {
            "true" => Literal(start, FlowValue.True),
            "false" => Literal(start, FlowValue.False),
            "null" => Literal(start, FlowValue.Null),
            _ => throw reader.Error($"'{word}' means nothing here: a text needs quotes, a member of the current node is @.{word}.", start, word.Length),
        };
    }

    private FilterTerm ParseFunction(string name, int start)
    {
        Enter();
        reader.Position++;
        var arguments = new List<FilterTerm>();
        reader.SkipBlank();
        if (!reader.Take(')'))
        {
            while (true)
            {
                arguments.Add(ParseTerm());
                reader.SkipBlank();
                if (reader.Take(')'))
                {
                    break;
                }

                if (!reader.Take(','))
                {
                    throw reader.Error($"',' or ')' was expected after an argument of {name}(), not {reader.Found()}.");
                }

                reader.SkipBlank();
            }
        }

        _nesting--;
        int length = reader.Position - start;
        FilterTerm result = new(start, length);
        return name switch
        {
            "length" => result with { Operand = new LengthFunction(Arguments(1)[0].AsOperand(reader)) },
            "count" => result with { Operand = new CountFunction(Arguments(1)[0].AsNodes(reader, name)) },
            "value" => result with { Operand = new ValueFunction(Arguments(1)[0].AsNodes(reader, name)) },
            "match" or "search" => result with { Logical = new PatternFunction(Arguments(2)[0].AsOperand(reader), arguments[1].AsOperand(reader), name is "match") },
            _ => throw reader.Error($"There is no function '{name}': a path knows length, count, match, search and value.", start, name.Length),
        };

        List<FilterTerm> Arguments(int count)
            => arguments.Count == count
                ? arguments
                : throw reader.Error($"{name}() takes {count} argument{(count == 1 ? string.Empty : "s")}, not {arguments.Count}.", start, length);
    }

    private FlowValue ReadNumber()
    {
        int start = reader.Position;
        reader.Take('-');
        int digits = reader.Position;
        SkipDigits("'-'");
        if (reader.Position - digits > 1 && reader.Text[digits] == '0')
        {
            throw reader.Error("A number has no leading zeros.", start, reader.Position - start);
        }

        bool isReal = false;
        if (reader.Take('.'))
        {
            isReal = true;
            SkipDigits("'.'");
        }

        if (reader.Next is 'e' or 'E')
        {
            isReal = true;
            reader.Position++;
            if (reader.Next is '+' or '-')
            {
                reader.Position++;
            }

            SkipDigits("the exponent's 'e'");
        }

        ReadOnlySpan<char> number = reader.Text.AsSpan(start, reader.Position - start);
        if (number.Length > 1000)
        {
            throw reader.Error("A number in a path has at most 1,000 digits.", start, number.Length);
        }

        return isReal
            ? FlowValue.From(double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture))
            : FlowValue.From(BigInteger.Parse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private void SkipDigits(string after)
    {
        if (!char.IsAsciiDigit(reader.Next))
        {
            throw reader.Error($"A digit was expected after {after}, not {reader.Found()}.");
        }

        while (char.IsAsciiDigit(reader.Next))
        {
            reader.Position++;
        }
    }

    private FilterTerm Literal(int start, FlowValue value) => new(start, reader.Position - start) { Operand = new LiteralOperand(value), IsLiteral = true };

    private void Enter()
    {
        if (++_nesting > PathParser.MaxNesting)
        {
            throw reader.Error($"The filter nests deeper than {PathParser.MaxNesting} levels.");
        }
    }
}
