using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Choices;

/// <summary>A condition on the value that <c>Variable</c> names: one small type per operator or family of operators.</summary>
internal abstract class VariableRule(string name, StatePath variable) : ChoiceRule
{
    public string Operator { get; } = name;

    protected StatePath Variable { get; } = variable;

    protected abstract string RightText { get; }

    public override bool Matches(RunDocument document) => Compare(Read(Variable, document, "Variable"), document);

    public override ChoiceTrace Trace(RunDocument document)
    {
        FlowValue found = Read(Variable, document, "Variable");
        return Explain(Compare(found, document), found);
    }

    protected abstract bool Compare(FlowValue found, RunDocument document);

    protected ChoiceTrace Explain(bool matched, FlowValue? found)
    {
        string what = found is null ? $"'{Variable.Text}' is not there" : $"'{Variable.Text}' is {Shorten(found)}";
        return new ChoiceTrace(matched, $"{Variable.Text} {Operator} {RightText}", found, $"{what}: {Operator} {RightText} {(matched ? "holds" : "does not hold")}.", []);
    }

    protected static FlowValue Read(StatePath path, RunDocument document, string field)
    {
        try
        {
            return path.TryEvaluate(document, out FlowValue? value) ? value : throw FlowEvaluationException.PathNotFound(path.Text, field);
        }
        catch (FlowSyntaxException exception)
        {
            throw FlowEvaluationException.PathFailed(path.Text, field, exception);
        }
    }

    private static string Shorten(FlowValue value)
    {
        const int longest = 80;
        string text = value.Utf8Size > 4096 ? value.Kind.ToString().ToLowerInvariant() + " of " + value.Utf8Size + " bytes" : value.ToJson();
        return text.Length > longest ? text[..longest] + "..." : text;
    }
}

/// <summary>The right side of a comparison: written in the rule, or read from the document (<c>...Path</c> operators).</summary>
internal readonly record struct Operand(FlowValue? Constant, StatePath? Path)
{
    public override string ToString() => Constant?.ToJson() ?? $"'{Path!.Text}'";
}

/// <summary>What an ordered comparison asks for.</summary>
internal enum Relation
{
    Equals,
    LessThan,
    GreaterThan,
    LessThanEquals,
    GreaterThanEquals,
}

/// <summary>A comparison of two values of one type. Values of other types never match.</summary>
internal abstract class ComparisonRule(string name, StatePath variable, Operand right) : VariableRule(name, variable)
{
    protected override string RightText => right.ToString();

    protected override bool Compare(FlowValue found, RunDocument document)
        => Compare(found, right.Constant ?? Read(right.Path!, document, Operator));

    protected abstract bool Compare(FlowValue left, FlowValue right);

    protected static bool Holds(Relation relation, int order) => relation switch
    {
        Relation.Equals => order == 0,
        Relation.LessThan => order < 0,
        Relation.GreaterThan => order > 0,
        Relation.LessThanEquals => order <= 0,
        _ => order >= 0,
    };
}

/// <summary><c>StringEquals</c>, <c>StringLessThan</c> ...: by UTF-16 code units, without regard to any language.</summary>
internal sealed class StringRule(string name, StatePath variable, Operand right, Relation relation) : ComparisonRule(name, variable, right)
{
    protected override bool Compare(FlowValue left, FlowValue right)
        => left is FlowString a && right is FlowString b && Holds(relation, string.CompareOrdinal(a.Value, b.Value));
}

/// <summary><c>NumericEquals</c>, <c>NumericLessThan</c> ...: by what the numbers are worth, integers and reals alike.</summary>
internal sealed class NumericRule(string name, StatePath variable, Operand right, Relation relation) : ComparisonRule(name, variable, right)
{
    protected override bool Compare(FlowValue left, FlowValue right)
        => Numbers.Compare(left, right) is { } order && Holds(relation, order);
}

/// <summary><c>TimestampEquals</c>, <c>TimestampLessThan</c> ...: by the instant, whatever the offset.</summary>
internal sealed class TimestampRule(string name, StatePath variable, Operand right, Relation relation) : ComparisonRule(name, variable, right)
{
    protected override bool Compare(FlowValue left, FlowValue right)
        => FlowTimestamp.TryParse(left.AsString(), out DateTimeOffset a) && FlowTimestamp.TryParse(right.AsString(), out DateTimeOffset b)
            && Holds(relation, a.CompareTo(b));
}

/// <summary><c>BooleanEquals</c>.</summary>
internal sealed class BooleanRule(string name, StatePath variable, Operand right) : ComparisonRule(name, variable, right)
{
    protected override bool Compare(FlowValue left, FlowValue right)
        => left is FlowBoolean a && right is FlowBoolean b && a.Value == b.Value;
}

/// <summary><c>StringMatches</c>: <c>*</c> stands for any text, <c>\\*</c> for an asterisk.</summary>
internal sealed class StringMatchesRule(StatePath variable, string pattern) : VariableRule("StringMatches", variable)
{
    private readonly WildcardPattern _pattern = new(pattern);

    protected override string RightText => FlowValue.From(pattern).ToJson();

    protected override bool Compare(FlowValue found, RunDocument document) => found is FlowString text && _pattern.IsMatch(text.Value);
}

/// <summary><c>IsNull</c>, <c>IsNumeric</c>, <c>IsString</c>, <c>IsBoolean</c>, <c>IsTimestamp</c>: whether a value is of a kind, as the rule expects.</summary>
internal sealed class KindRule(string name, StatePath variable, bool expected, Func<FlowValue, bool> isKind) : VariableRule(name, variable)
{
    protected override string RightText => expected ? "true" : "false";

    protected override bool Compare(FlowValue found, RunDocument document) => isKind(found) == expected;
}

/// <summary><c>IsPresent</c>: whether Variable leads anywhere, as the rule expects. The only operator that a missing Variable does not fail.</summary>
internal sealed class IsPresentRule(StatePath variable, bool expected) : VariableRule("IsPresent", variable)
{
    protected override string RightText => expected ? "true" : "false";

    public override bool Matches(RunDocument document) => Find(document) is not null == expected;

    public override ChoiceTrace Trace(RunDocument document)
    {
        FlowValue? found = Find(document);
        return Explain(found is not null == expected, found);
    }

    protected override bool Compare(FlowValue found, RunDocument document) => expected;

    private FlowValue? Find(RunDocument document)
    {
        try
        {
            return Variable.IsPresent(document) && Variable.TryEvaluate(document, out FlowValue? value) ? value : null;
        }
        catch (FlowSyntaxException exception)
        {
            throw FlowEvaluationException.PathFailed(Variable.Text, "Variable", exception);
        }
    }
}
