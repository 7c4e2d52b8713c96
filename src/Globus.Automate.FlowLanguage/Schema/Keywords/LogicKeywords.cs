using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfKeyword(SchemaLocation location, SchemaNode[] schemas) : Keyword("allOf", location)
{
    /// <summary>The schemas that all have to fit.</summary>
    public IReadOnlyList<SchemaNode> Schemas => schemas;

    public override int Order => 4;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        bool isValid = true;
        foreach (SchemaNode schema in schemas)
        {
            isValid &= schema.Validate(instance, run);
            if (!isValid && !run.IsReporting)
            {
                return false;
            }
        }

        return isValid;
    }
}

/// <summary><c>anyOf</c>.</summary>
internal sealed class AnyOfKeyword(SchemaLocation location, SchemaNode[] schemas) : Keyword("anyOf", location)
{
    public override int Order => 4;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        bool isValid = false;
        foreach (SchemaNode schema in schemas)
        {
            // What the others evaluate counts too, so all are tried where somebody asks for that.
            isValid |= run.Test(schema, instance, keepsMarks: true);
            if (isValid && run.Marks is null)
            {
                return true;
            }
        }

        return isValid || (run.IsReporting && ClosestAlternative.Report(this, schemas, instance, run));
    }
}

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOfKeyword(SchemaLocation location, SchemaNode[] schemas) : Keyword("oneOf", location)
{
    public override int Order => 4;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        int valid = -1;
        bool isPossible = false;
        for (int i = 0; i < schemas.Length; i++)
        {
            if (!run.Test(schemas[i], instance, keepsMarks: true, out bool isUnsure))
            {
                continue;
            }

            isPossible = true;
            if (isUnsure)
            {
                continue;
            }

            if (valid >= 0)
            {
                return run.IsReporting && run.Report(this, $"{PythonText.Repr(instance)} is valid under both number {valid + 1} and number {i + 1} of the given schemas, where exactly one is allowed");
            }

            valid = i;
        }

        return isPossible || (run.IsReporting && ClosestAlternative.Report(this, schemas, instance, run));
    }
}

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(SchemaLocation location, SchemaNode schema) : Keyword("not", location)
{
    public override int Order => 4;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if ((!run.Test(schema, instance, keepsMarks: false, out bool isUnsure) || isUnsure) && !run.IsAborted)
        {
            return true;
        }

        return run.IsReporting && run.Report(this, $"{PythonText.Repr(instance)} should not be valid under {PythonText.Repr(schema.Place.Value)}");
    }
}

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class IfKeyword(SchemaLocation location, SchemaNode condition, SchemaNode? whenTrue, SchemaNode? whenFalse) : Keyword("if", location)
{
    public override int Order => 4;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        SchemaNode? next = run.Test(condition, instance, keepsMarks: true, out bool isUnsure) ? whenTrue : whenFalse;
        if (!isUnsure)
        {
            return next is null ? !run.IsAborted : next.Validate(instance, run);
        }

        // Whichever of the two will count: what fits neither is wrong. Both are asked for what they evaluate.
        bool fits = whenTrue is null || run.Test(whenTrue, instance, keepsMarks: true);
        fits |= whenFalse is null || run.Test(whenFalse, instance, keepsMarks: true);
        return fits || (run.IsReporting && run.Report(this, $"{PythonText.Repr(instance)} is valid under neither 'then' nor 'else'"));
    }
}

/// <summary>Says of several alternatives, none of which fits, which one came closest.</summary>
internal static class ClosestAlternative
{
    public static bool Report(Keyword keyword, SchemaNode[] schemas, FlowValue instance, SchemaRun run)
    {
        List<FoundError>? best = null;
        int number = 0;
        for (int i = 0; i < schemas.Length && run.ComparesAlternatives; i++)
        {
            if (!run.Try(schemas[i], instance, out List<FoundError> errors) && errors.Count > 0 && (best is null || Score(errors, run.PathLength).CompareTo(Score(best, run.PathLength)) > 0))
            {
                best = errors;
                number = i + 1;
            }
        }

        string message = $"{PythonText.Repr(instance)} is not valid under any of the given schemas";
        if (best is null)
        {
            return run.Report(keyword, message);
        }

        best = [.. best.Order(FoundError.InstanceOrder)];
        SchemaError first = best[0].Error;
        string more = best.Count == 1 ? string.Empty : $" (and {best.Count - 1} more)";
        return run.Report(
            keyword,
            schemas.Length == 1 ? $"{message}: at {first.InstancePath}, {first.Message}{more}" : $"{message}; number {number} comes closest: at {first.InstancePath}, {first.Message}{more}",
            best);
    }

    /// <summary>
    /// An alternative of the instance's type is closer than one of another type; then one whose constants fit (they tell alternatives apart),
    /// then one that fails only deep inside, then one with fewer errors.
    /// </summary>
    private static (int, int, int, int) Score(List<FoundError> errors, int depth) => (
        -errors.Count(error => error.Error.Keyword is "type" && error.Ordinals.Length == depth),
        -errors.Count(static error => error.Error.Keyword is "const" or "enum"),
        errors.Min(static error => error.Ordinals.Length),
        -errors.Count);
}
