using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Choices;

/// <summary>A condition of a Choice state: a comparison, or <c>And</c>, <c>Or</c>, <c>Not</c> of others.</summary>
public abstract class ChoiceRule
{
    private protected ChoiceRule()
    {
    }

    /// <summary>Whether the condition holds in a document.</summary>
    /// <exception cref="FlowEvaluationException">A path of the condition leads nowhere (except for IsPresent).</exception>
    public abstract bool Matches(RunDocument document);

    /// <summary>Whether the condition holds, and why.</summary>
    /// <exception cref="FlowEvaluationException">As for <see cref="Matches"/>.</exception>
    public abstract ChoiceTrace Trace(RunDocument document);
}

/// <summary>Why a condition held or did not.</summary>
/// <param name="Matched">Whether it held.</param>
/// <param name="Condition">The condition, such as <c>$.count NumericLessThan 3</c>.</param>
/// <param name="Found">The value of the condition's Variable; null where there is none, and for And, Or, Not.</param>
/// <param name="Reason">One sentence for a person.</param>
/// <param name="Parts">The traces of the conditions that And, Or and Not were decided by.</param>
public sealed record ChoiceTrace(bool Matched, string Condition, FlowValue? Found, string Reason, IReadOnlyList<ChoiceTrace> Parts);

/// <summary><c>And</c>: every condition holds. They are tried in order, up to the first that does not.</summary>
internal sealed class AndRule(ChoiceRule[] rules) : ChoiceRule
{
    public override bool Matches(RunDocument document) => Array.TrueForAll(rules, rule => rule.Matches(document));

    public override ChoiceTrace Trace(RunDocument document)
    {
        var parts = new List<ChoiceTrace>();
        foreach (ChoiceRule rule in rules)
        {
            parts.Add(rule.Trace(document));
            if (!parts[^1].Matched)
            {
                return new ChoiceTrace(Matched: false, "And", Found: null, $"Condition {parts.Count} of And does not hold: {parts[^1].Reason}", parts);
            }
        }

        return new ChoiceTrace(Matched: true, "And", Found: null, $"All {parts.Count} conditions of And hold.", parts);
    }
}

/// <summary><c>Or</c>: one condition holds. They are tried in order, up to the first that does.</summary>
internal sealed class OrRule(ChoiceRule[] rules) : ChoiceRule
{
    public override bool Matches(RunDocument document) => Array.Exists(rules, rule => rule.Matches(document));

    public override ChoiceTrace Trace(RunDocument document)
    {
        var parts = new List<ChoiceTrace>();
        foreach (ChoiceRule rule in rules)
        {
            parts.Add(rule.Trace(document));
            if (parts[^1].Matched)
            {
                return new ChoiceTrace(Matched: true, "Or", Found: null, $"Condition {parts.Count} of Or holds: {parts[^1].Reason}", parts);
            }
        }

        return new ChoiceTrace(Matched: false, "Or", Found: null, $"None of the {parts.Count} conditions of Or holds: {string.Join(' ', parts.Select(static part => part.Reason))}", parts);
    }
}

/// <summary><c>Not</c>: the condition does not hold.</summary>
internal sealed class NotRule(ChoiceRule rule) : ChoiceRule
{
    public override bool Matches(RunDocument document) => !rule.Matches(document);

    public override ChoiceTrace Trace(RunDocument document)
    {
        ChoiceTrace part = rule.Trace(document);
        return new ChoiceTrace(!part.Matched, "Not", Found: null, $"Not: {part.Reason}", [part]);
    }
}
