using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary>
/// Schemas for the items of a list: some for the first ones each (<c>prefixItems</c>, or <c>items</c> with a list before 2020-12), one for the
/// rest (<c>items</c>, <c>additionalItems</c>).
/// </summary>
internal sealed class ItemsKeyword(string name, SchemaLocation location, SchemaNode[] first, SchemaNode? rest) : Keyword(name, location)
{
    public override int Order => 3;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowArray list)
        {
            return true;
        }

        bool isValid = true;
        for (int i = 0; i < list.Count; i++)
        {
            if (i < first.Length)
            {
                isValid &= run.Item(first[i], list[i], i);
            }
            else if (rest is null)
            {
                break;
            }
            else if (rest.IsFalse)
            {
                return run.IsReporting && ReportTooMany(list, run);
            }
            else
            {
                isValid &= run.Item(rest, list[i], i);
            }

            run.Marks?.Add(i);
            if (!isValid && !run.IsReporting)
            {
                return false;
            }
        }

        return isValid;
    }

    private bool ReportTooMany(FlowArray list, SchemaRun run)
    {
        int extra = list.Count - first.Length;
        FlowValue[] unexpected = list.Items[first.Length..].ToArray();
        string message = Name is "additionalItems"
            ? $"Additional items are not allowed ({PythonText.ReprAll(unexpected)} {(extra == 1 ? "was" : "were")} unexpected)"
            : $"Expected at most {first.Length} {(first.Length == 1 ? "item" : "items")} but found {extra} extra: {(extra == 1 ? PythonText.Repr(unexpected[0]) : PythonText.Repr(FlowArray.Create(unexpected)))}";
        return run.Report(this, message);
    }
}

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(SchemaLocation schemaLocation, SchemaNode schema, long min, long? max, SchemaDraft draft)
    : Keyword("contains", schemaLocation.Member("contains"))
{
    /// <summary>Whether the items that match count as evaluated, as they do since 2020-12.</summary>
    private readonly bool _marksItems = draft >= SchemaDraft.Draft202012;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowArray list)
        {
            return true;
        }

        long matches = 0;
        long sure = 0;
        for (int i = 0; i < list.Count; i++)
        {
            if (!run.Test(schema, list[i], keepsMarks: false, out bool isUnsure))
            {
                continue;
            }

            matches++;
            sure += isUnsure ? 0 : 1;
            if (sure > max)
            {
                return run.IsReporting && run.Report(
                    "maxContains", schemaLocation.Member("maxContains"), $"Too many items match the given schema (expected at most {max})");
            }

            if (_marksItems)
            {
                run.Marks?.Add(i);
            }

            if (matches >= min && max is null && (run.Marks is null || !_marksItems))
            {
                return true;
            }
        }

        if (matches >= min)
        {
            return true;
        }

        if (!run.IsReporting)
        {
            return false;
        }

        return matches == 0
            ? run.Report(this, draft < SchemaDraft.Draft201909
                ? $"None of {PythonText.Repr(instance)} are valid under the given schema"
                : $"{PythonText.Repr(instance)} does not contain items matching the given schema")
            : run.Report(
                "minContains",
                schemaLocation.Member("minContains"),
                $"Too few items match the given schema (expected at least {min} but only {matches} matched)");
    }
}

/// <summary><c>uniqueItems</c>.</summary>
internal sealed class UniqueItemsKeyword(SchemaLocation location) : Keyword("uniqueItems", location)
{
    /// <summary>Longer lists are checked by hash.</summary>
    private const int HashAbove = 8;

    public override bool Validate(FlowValue instance, SchemaRun run)
        => instance is not FlowArray list || AreUnique(list, run) || (run.IsReporting && run.Report(this, $"{PythonText.Repr(instance)} has non-unique elements"));

    private static bool AreUnique(FlowArray list, SchemaRun run)
    {
        if (UnknownValue.IsIn(list))
        {
            // What is not known in part may turn out equal, or not.
            run.MetUnknown = true;
            list = FlowArray.Create(list.Where(static item => !UnknownValue.IsIn(item)));
        }

        if (list.Count > HashAbove)
        {
            return new HashSet<FlowValue>(list).Count == list.Count;
        }

        for (int i = 1; i < list.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (list[i].Equals(list[j]))
                {
                    return false;
                }
            }
        }

        return true;
    }
}

/// <summary><c>unevaluatedItems</c>.</summary>
internal sealed class UnevaluatedItemsKeyword(SchemaLocation location, SchemaNode schema) : Keyword("unevaluatedItems", location)
{
    public override int Order => UnevaluatedOrder;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowArray list)
        {
            return true;
        }

        EvaluatedMarks marks = run.Marks!;
        bool[] evaluated = marks.ToFlags(run.MarksStart, list.Count);
        bool isValid = true;
        List<FlowValue>? unexpected = null;
        for (int i = 0; i < list.Count; i++)
        {
            if (evaluated[i])
            {
                continue;
            }

            if (schema.IsFalse)
            {
                isValid = false;
                (unexpected ??= []).Add(list[i]);
            }
            else
            {
                isValid &= run.Item(schema, list[i], i);
            }

            marks.Add(i);
            if (!isValid && !run.IsReporting)
            {
                return false;
            }
        }

        if (unexpected is not null)
        {
            run.Report(this, $"Unevaluated items are not allowed ({PythonText.ReprAll(unexpected)} {(unexpected.Count == 1 ? "was" : "were")} unexpected)");
        }

        return isValid;
    }
}
