using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// Reads the Search API's advanced query syntax (<c>"advanced": true</c>): words and "phrases", <c>AND</c>, <c>OR</c>, <c>NOT</c> (also <c>&amp;&amp;</c>, <c>||</c>, <c>!</c>, <c>+</c>, <c>-</c>)
/// and parentheses, <c>field.name:value</c>, ranges <c>[a TO b]</c>, <c>{a TO b}</c>, <c>&gt;=a</c>, wildcards <c>*</c> and <c>?</c>, <c>_exists_:field</c>. What stands side by side must all be
/// there. A word finds whole words, in any case.
/// </summary>
internal sealed class AdvancedQuery
{
    private const int MaximumDepth = 32;
    private const string Special = "()[]{}\"^~:/";

    private readonly string _q;
    private int _at;
    private int _depth;

    private AdvancedQuery(string q) => _q = q;

    /// <summary>The condition on an entry's content that a query is.</summary>
    /// <exception cref="ActionRefusedException">The query cannot be read.</exception>
    public static Func<FlowValue, bool> Read(string q)
    {
        var reader = new AdvancedQuery(q);
        Func<FlowValue, bool> condition = reader.Either(field: null);
        return reader.SkipSpace() ? throw reader.Fault($"'{q[reader._at]}' is not expected here") : condition;
    }

    private Func<FlowValue, bool> Either(string? field)
    {
        if (++_depth > MaximumDepth)
        {
            throw Fault($"queries may be {MaximumDepth} deep");
        }

        List<Func<FlowValue, bool>> parts = [All(field)];
        while (TakeOperator("OR", "||"))
        {
            parts.Add(All(field));
        }

        _depth--;
        return parts.Count == 1 ? parts[0] : content => parts.Exists(part => part(content));
    }

    private Func<FlowValue, bool> All(string? field)
    {
        List<Func<FlowValue, bool>> parts = [One(field)];
        while (TakeOperator("AND", "&&") || (SkipSpace() && _q[_at] != ')' && !IsOperator("OR", "||")))
        {
            parts.Add(One(field));
        }

        return parts.Count == 1 ? parts[0] : content => parts.TrueForAll(part => part(content));
    }

    private Func<FlowValue, bool> One(string? field)
    {
        bool isNegated = false;
        while (true)
        {
            if (TakeOperator("NOT", "!") || Take('-'))
            {
                isNegated = !isNegated;
            }
            else if (!Take('+'))
            {
                break;
            }
        }

        Func<FlowValue, bool> condition = Operand(field);
        return isNegated ? content => !condition(content) : condition;
    }

    private Func<FlowValue, bool> Operand(string? field)
    {
        if (!SkipSpace())
        {
            throw Fault("a word was expected, not the end of the query");
        }

        if (Take('('))
        {
            Func<FlowValue, bool> inner = Either(field);
            return Take(')') ? inner : throw Fault("a closing parenthesis was expected");
        }

        char first = _q[_at];
        Func<FlowValue, bool> condition = first switch
        {
            '"' => Text(field, Quoted(), pattern: null),
            '[' or '{' => Range(field),
            '>' or '<' => Bound(field),
            '/' => throw Fault("the local Search index has no regular expressions"),
            _ => Word(field),
        };
        SkipBoost();
        return condition;
    }

    private Func<FlowValue, bool> Word(string? field)
    {
        (string text, string pattern) = ReadWord();
        if (_at < _q.Length && _q[_at] == ':' && field is null)
        {
            _at++;
            return text == "_exists_" ? Exists(ReadWord().Text) : Operand(text);
        }

        return Text(field, text, pattern);
    }

    /// <summary>A word, and as a pattern: where it has no wildcard the pattern is the word.</summary>
    private (string Text, string Pattern) ReadWord()
    {
        var text = new StringBuilder();
        var pattern = new StringBuilder();
        int start = _at;
        for (; _at < _q.Length && !char.IsWhiteSpace(_q[_at]) && !IsEnd(_q[_at]); _at++)
        {
            bool isEscaped = _q[_at] == '\\' && _at + 1 < _q.Length;
            if (isEscaped)
            {
                _at++;
                pattern.Append('\\');
            }

            text.Append(_q[_at]);
            pattern.Append(_q[_at]);
        }

        return _at > start ? (text.ToString(), pattern.ToString()) : throw Fault(_at < _q.Length ? $"'{_q[_at]}' is not expected here" : "a word was expected, not the end of the query");
    }

    /// <summary>A colon before <c>//</c> is of a URL, and a slash inside a word is one.</summary>
    private bool IsEnd(char c) => c switch
    {
        ':' => !_q.AsSpan(_at).StartsWith("://", StringComparison.Ordinal),
        '/' => false,
        _ => Special.Contains(c, StringComparison.Ordinal),
    };

    private string Quoted()
    {
        var text = new StringBuilder();
        for (_at++; _at < _q.Length && _q[_at] != '"'; _at++)
        {
            if (_q[_at] == '\\' && _at + 1 < _q.Length)
            {
                _at++;
            }

            text.Append(_q[_at]);
        }

        return Take('"') ? text.ToString() : throw Fault("a closing quotation mark was expected");
    }

    private Func<FlowValue, bool> Range(string? field)
    {
        bool fromInclusive = _q[_at++] == '[';
        string from = End();
        if (!TakeOperator("TO", "TO"))
        {
            throw Fault("TO was expected, as in [1 TO 5]");
        }

        string to = End();
        return Take(']') ? Within(field, from, fromInclusive, to, toInclusive: true)
            : Take('}') ? Within(field, from, fromInclusive, to, toInclusive: false)
            : throw Fault("']' or '}' was expected");
    }

    private string End()
    {
        if (!SkipSpace())
        {
            throw Fault("an end of the range was expected");
        }

        if (_q[_at] == '"')
        {
            return Quoted();
        }

        // Times have colons.
        int start = _at;
        while (_at < _q.Length && !char.IsWhiteSpace(_q[_at]) && _q[_at] is not (']' or '}'))
        {
            _at++;
        }

        return _q[start.._at];
    }

    private Func<FlowValue, bool> Bound(string? field)
    {
        bool isLower = _q[_at++] == '>';
        bool isInclusive = Take('=');
        string end = End();
        return isLower ? Within(field, end, isInclusive, "*", toInclusive: true) : Within(field, "*", fromInclusive: true, end, isInclusive);
    }

    private Func<FlowValue, bool> Within(string? field, string from, bool fromInclusive, string to, bool toInclusive)
    {
        if (field is null)
        {
            throw Fault("a range is for a field, as in size:[1 TO 5]");
        }

        FlowObject Bounds(Func<string, FlowValue> read) => FlowObject.Create(
            (fromInclusive ? "gte" : "gt", from == "*" ? FlowValue.Null : read(from)),
            (toInclusive ? "lte" : "lt", to == "*" ? FlowValue.Null : read(to)));

        FlowObject texts = Bounds(FlowValue.From);
        FlowObject? numbers = new[] { from, to }.All(static end => end == "*" || SearchValues.NumberIn(end) is not null)
            ? Bounds(static end => FlowValue.From(SearchValues.NumberIn(end)!.Value))
            : null;
        return content => SearchValues.ValuesAt(content, field).Any(value => value.IsNumber ? numbers is not null && SearchValues.IsWithin(value, numbers) : SearchValues.IsWithin(value, texts));
    }

    private static Func<FlowValue, bool> Exists(string field) => content => SearchValues.ValuesAt(content, field).Any();

    private static Func<FlowValue, bool> Text(string? field, string text, string? pattern)
    {
        if (pattern == "*")
        {
            return field is null ? static _ => true : Exists(field);
        }

        var match = new TextMatch(text, pattern);
        return field is null
            ? content => SearchValues.Leaves(content).Any(match.Fits)
            : content => SearchValues.ValuesAt(content, field).SelectMany(SearchValues.Leaves).Any(match.Fits);
    }

    /// <summary>A boost ranks what is found, and the local index does not rank; a fuzzy word would find something else than it says.</summary>
    private void SkipBoost()
    {
        if (_at < _q.Length && _q[_at] == '~')
        {
            throw Fault("the local Search index has no fuzzy words");
        }

        if (_at < _q.Length && _q[_at] == '^')
        {
            _at++;
            _ = ReadWord();
        }
    }

    private bool SkipSpace()
    {
        while (_at < _q.Length && char.IsWhiteSpace(_q[_at]))
        {
            _at++;
        }

        return _at < _q.Length;
    }

    private bool Take(char c)
    {
        if (!SkipSpace() || _q[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool IsOperator(string word, string sign)
    {
        if (!SkipSpace())
        {
            return false;
        }

        ReadOnlySpan<char> rest = _q.AsSpan(_at);
        return rest.StartsWith(word, StringComparison.Ordinal)
            ? rest.Length == word.Length || char.IsWhiteSpace(rest[word.Length]) || rest[word.Length] is '(' or ')' or '"'
            : rest.StartsWith(sign, StringComparison.Ordinal);
    }

    private bool TakeOperator(string word, string sign)
    {
        if (!IsOperator(word, sign))
        {
            return false;
        }

        _at += _q.AsSpan(_at).StartsWith(word, StringComparison.Ordinal) ? word.Length : sign.Length;
        return true;
    }

    private ActionRefusedException Fault(string what) => ActionRefusedException.Input($"The advanced query cannot be read at character {_at + 1}: {what}.", "$.q");
}
