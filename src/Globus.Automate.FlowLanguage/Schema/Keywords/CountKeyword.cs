using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary>The rules on how much of something there is: characters, items, members.</summary>
internal abstract class CountKeyword(string name, SchemaLocation location, long limit, bool isMaximum) : Keyword(name, location)
{
    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        long count = Count(instance);
        if (count < 0 || (isMaximum ? count <= limit : count >= limit))
        {
            return true;
        }

        if (!run.IsReporting)
        {
            return false;
        }

        string rule = (isMaximum, limit) switch
        {
            (true, 0) => "is expected to be empty",
            (true, _) => TooMany,
            (false, 1) => "should be non-empty",
            _ => TooFew,
        };
        return run.Report(this, $"{PythonText.Repr(instance)} {rule}", suggestion: $"{(isMaximum ? "At most" : "At least")} {limit} {(limit == 1 ? Unit : Plural)} {(isMaximum ? "may" : "must")} be there, and there {(count == 1 ? "is" : "are")} {count}.");
    }

    /// <summary>What is counted, for one of it.</summary>
    protected abstract string Unit { get; }

    /// <summary>What is counted, for several of it.</summary>
    protected virtual string Plural => Unit + "s";

    protected virtual string TooMany => "is too long";

    protected virtual string TooFew => "is too short";

    /// <summary>How much there is; negative for a value that the rule is not about.</summary>
    protected abstract long Count(FlowValue instance);
}

/// <summary><c>minLength</c> and <c>maxLength</c>, in Unicode code points.</summary>
internal sealed class LengthKeyword(string name, SchemaLocation location, long limit, bool isMaximum) : CountKeyword(name, location, limit, isMaximum)
{
    protected override string Unit => "character";

    protected override long Count(FlowValue instance)
    {
        if (instance is not FlowString { Value: var text })
        {
            return -1;
        }

        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
            }
        }

        return count;
    }
}

/// <summary><c>minItems</c> and <c>maxItems</c>.</summary>
internal sealed class ItemCountKeyword(string name, SchemaLocation location, long limit, bool isMaximum) : CountKeyword(name, location, limit, isMaximum)
{
    protected override string Unit => "item";

    protected override long Count(FlowValue instance) => instance is FlowArray list ? list.Count : -1;
}

/// <summary><c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class PropertyCountKeyword(string name, SchemaLocation location, long limit, bool isMaximum) : CountKeyword(name, location, limit, isMaximum)
{
    protected override string Unit => "property";

    protected override string Plural => "properties";

    protected override string TooMany => "has too many properties";

    protected override string TooFew => "does not have enough properties";

    protected override long Count(FlowValue instance) => instance is FlowObject fields ? fields.Count : -1;
}
