using Globus.Automate.FlowLanguage.Patterns;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Evaluation;

/// <summary>One evaluation of one query: the document's root, and what it may still cost.</summary>
internal sealed class QueryRun(FlowValue root)
{
    /// <summary>
    /// How many values one evaluation may look at, and how many steps its patterns may take. Nested filters and descendants multiply, and a
    /// path comes from whoever wrote the flow: this many take well under a second.
    /// </summary>
    public const int MaxVisits = 2_000_000;

    private int _left = MaxVisits;
    private Dictionary<string, IRegexp?>? _patterns;

    public FlowValue Root { get; } = root;

    /// <exception cref="FlowSyntaxException">The evaluation has cost more than it may.</exception>
    public void Charge(int visits)
    {
        _left -= visits;
        if (_left < 0)
        {
            throw new FlowSyntaxException(
                "The path takes more than 2,000,000 steps in this document: make it narrower, with fewer '..', '*' and nested filters, or a simpler pattern.");
        }
    }

    /// <summary>Matches a pattern that comes from the document, compiled once per run. What is no I-Regexp matches nothing (RFC 9535, section 2.4.6).</summary>
    public bool IsMatch(string text, string pattern, bool whole)
    {
        _patterns ??= new(StringComparer.Ordinal);
        if (!_patterns.TryGetValue(pattern, out IRegexp? regexp))
        {
            Charge(100 + (pattern.Length * 10));
            IRegexp.TryCompile(pattern, out regexp);
            _patterns[pattern] = regexp;
        }

        return regexp is not null && IsMatch(text, regexp, whole);
    }

    public bool IsMatch(string text, IRegexp pattern, bool whole)
    {
        bool result = pattern.IsMatch(text, whole, ref _left);
        Charge(0);
        return result;
    }

    /// <summary>Whether two values are equal; comparing large ones is charged by their size.</summary>
    public bool AreEqual(FlowValue left, FlowValue right)
    {
        if (left is FlowArray or FlowObject && right.Kind == left.Kind)
        {
            Charge(1 + (Math.Min(left.Utf8Size, right.Utf8Size) / 8));
        }

        return left.Equals(right);
    }
}
