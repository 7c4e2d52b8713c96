using System.Buffers;
using Globus.Automate.FlowLanguage.Paths.Evaluation;
using Globus.Automate.FlowLanguage.Paths.Filters;

namespace Globus.Automate.FlowLanguage.Paths;

/// <summary>Parses queries and their selectors (RFC 9535, sections 2.1 to 2.5); <see cref="FilterParser"/> does what follows a <c>?</c>.</summary>
internal sealed class PathParser
{
    /// <summary>How deep filters, parentheses and function calls may nest.</summary>
    internal const int MaxNesting = 64;

    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private readonly PathReader _reader;
    private readonly FilterParser _filters;

    private PathParser(string text)
    {
        _reader = new PathReader(text);
        _filters = new FilterParser(_reader, this);
    }

    /// <exception cref="FlowSyntaxException">The text is no JSONPath.</exception>
    public static PathQuery Parse(string text) => ReadPlain(text) ?? Parse(text, suggest: true);

    /// <summary>The query of a plain path, <c>$.a.b</c>: almost all are, and need no parser. Null for any other.</summary>
    private static PathQuery? ReadPlain(string text)
    {
        int count = text.AsSpan().Count('.');
        if (count == 0 || text[0] != '$' || text[1] != '.')
        {
            return null;
        }

        var segments = new Segment[count];
        int start = 1;
        for (int i = 0; i < count; i++)
        {
            int end = text.IndexOf('.', start + 1);
            end = end < 0 ? text.Length : end;
            ReadOnlySpan<char> name = text.AsSpan(start + 1, end - start - 1);
            if (name.IsEmpty || char.IsAsciiDigit(name[0]) || name.ContainsAnyExcept(s_plain))
            {
                return null;
            }

            segments[i] = new ChildSegment([new NameSelector(name.ToString())], start, end - start);
            start = end;
        }

        return new PathQuery(isRelative: false, segments);
    }

    private static PathQuery Parse(string text, bool suggest)
    {
        var parser = new PathParser(text);
        PathReader reader = parser._reader;
        if (!reader.Take('$'))
        {
            throw reader.Error(suggest ? DescribeStart(text) : string.Empty);
        }

        PathQuery query = parser.ParseSegments(isRelative: false);
        if (reader.AtEnd)
        {
            return query;
        }

        throw suggest ? DescribeRest(reader) : reader.Error(string.Empty);
    }

    /// <summary>Parses the segments that follow <c>$</c> or <c>@</c>, and leaves blanks that follow the last of them.</summary>
    public PathQuery ParseSegments(bool isRelative)
    {
        var segments = new List<Segment>();
        while (true)
        {
            int before = _reader.Position;
            _reader.SkipBlank();
            if (_reader.AtEnd || _reader.Next is not ('.' or '['))
            {
                _reader.Position = before;
                return new PathQuery(isRelative, [.. segments]);
            }

            segments.Add(ParseSegment());
        }
    }

    /// <summary>Whether a suggestion is worth making. It makes none of its own: a path of a thousand mistakes would recurse as often.</summary>
    private static bool IsValid(string text)
    {
        try
        {
            Parse(text, suggest: false);
            return true;
        }
        catch (FlowSyntaxException)
        {
            return false;
        }
    }

    private Segment ParseSegment()
    {
        int start = _reader.Position;
        if (_reader.Take(".."))
        {
            Selector[] below = _reader.Next == '[' ? ParseBrackets() : [ParseDotted(start + 2)];
            return new DescendantSegment(below, start, _reader.Position - start);
        }

        Selector[] selectors;
        if (_reader.Take('.'))
        {
            selectors = [ParseDotted(start)];
        }
        else
        {
            selectors = ParseBrackets();
        }

        return new ChildSegment(selectors, start, _reader.Position - start);
    }

    private Selector ParseDotted(int bracket)
    {
        if (_reader.Take('*'))
        {
            return WildcardSelector.Instance;
        }

        return new NameSelector(_reader.ReadDotName(bracket));
    }

    private Selector[] ParseBrackets()
    {
        int start = _reader.Position;
        _reader.Position++;
        var selectors = new List<Selector>();
        while (true)
        {
            _reader.SkipBlank();
            selectors.Add(ParseSelector(start));
            _reader.SkipBlank();
            if (_reader.Take(']'))
            {
                return [.. selectors];
            }

            if (!_reader.Take(','))
            {
                throw _reader.AtEnd
                    ? _reader.Error("The bracket that opens here has no closing ']'.", start, _reader.Text.Length - start)
                    : _reader.Error($"',' or ']' was expected here, not {_reader.Found()}.");
            }
        }
    }

    private Selector ParseSelector(int bracket)
    {
        switch (_reader.Next)
        {
            case '\'' or '"':
                return new NameSelector(_reader.ReadQuoted());
            case '*':
                _reader.Position++;
                return WildcardSelector.Instance;
            case '?':
                _reader.Position++;
                _reader.SkipBlank();
                return new FilterSelector(_filters.ParseLogical());
            case '-' or ':' or (>= '0' and <= '9'):
                return ParseIndexOrSlice();
            case ']':
                throw _reader.Error("There is nothing between '[' and ']': a name in quotes, an index, a slice, '*' or a filter is needed.", bracket, _reader.Position + 1 - bracket);
            case var c when PathReader.IsNameFirst(c):
                int end = _reader.Position;
                while (end < _reader.Text.Length && (PathReader.IsNameFirst(_reader.Text[end]) || char.IsAsciiDigit(_reader.Text[end]) || _reader.Text[end] == '-'))
                {
                    end++;
                }

                string name = _reader.Text[_reader.Position..end];
                throw _reader.Error($"A name in brackets needs quotes: write [{PathText.Quote(name)}].", _reader.Position, name.Length);
            default:
                throw _reader.AtEnd
                    ? _reader.Error("The bracket that opens here has no closing ']'.", bracket, _reader.Text.Length - bracket)
                    : _reader.Error($"A name in quotes, an index, a slice, '*' or a filter was expected here, not {_reader.Found()}.");
        }
    }

    private Selector ParseIndexOrSlice()
    {
        long? start = _reader.Next == ':' ? null : _reader.ReadInteger();
        int afterNumber = _reader.Position;
        _reader.SkipBlank();
        if (!_reader.Take(':'))
        {
            _reader.Position = afterNumber;
            return new IndexSelector(start!.Value);
        }

        long? end = ReadOptionalInteger();
        long step = 1;
        if (_reader.Take(':'))
        {
            step = ReadOptionalInteger() ?? 1;
        }

        return new SliceSelector(start, end, step);
    }

    private long? ReadOptionalInteger()
    {
        _reader.SkipBlank();
        long? number = _reader.Next is '-' or (>= '0' and <= '9') ? _reader.ReadInteger() : null;
        _reader.SkipBlank();
        return number;
    }

    private static string DescribeStart(string text)
    {
        if (text.Length == 0)
        {
            return "The path is empty: a path starts with '$'.";
        }

        if (char.IsWhiteSpace(text[0]))
        {
            return "A path starts with '$', without blanks before it.";
        }

        string guess = PathReader.IsNameFirst(text[0]) ? "$." + text : "$" + text;
        return IsValid(guess)
            ? $"A path starts with '$': did you mean {guess}?"
            : "A path starts with '$', as in $.input.name.";
    }

    private static FlowSyntaxException DescribeRest(PathReader reader)
    {
        string text = reader.Text;
        int position = reader.Position;
        if (string.IsNullOrWhiteSpace(text[position..]))
        {
            return reader.Error("A path cannot end with blanks.", position, text.Length - position);
        }

        if (position == 1 && text.StartsWith("$$", StringComparison.Ordinal))
        {
            return reader.Error("'$$' is the context object of other services: in a flow, it is $._context.", 0, 2);
        }

        if (PathReader.IsNameFirst(reader.Next))
        {
            string guess = text.Insert(position, ".");
            return reader.Error(IsValid(guess)
                ? $"'.' or '[' was expected here, not {reader.Found()}: did you mean {guess}?"
                : $"'.' or '[' was expected here, not {reader.Found()}.");
        }

        return reader.Error($"'.' or '[' was expected here, not {reader.Found()}.");
    }
}
