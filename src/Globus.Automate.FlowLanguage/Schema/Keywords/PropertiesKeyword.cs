using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c> of one schema together: each member is looked at once, in
/// the instance's order.
/// </summary>
internal sealed class PropertiesKeyword(
    SchemaLocation schema,
    Dictionary<string, SchemaNode> properties,
    (SchemaPattern Pattern, SchemaNode Schema)[] patterns,
    SchemaNode? additional) : Keyword("properties", schema.Member("properties"))
{
    public override int Order => 3;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowObject fields)
        {
            return true;
        }

        bool isValid = true;
        List<(string Name, int Ordinal)>? unexpected = null;
        ReadOnlySpan<KeyValuePair<string, FlowValue>> members = fields.Members;
        for (int i = 0; i < members.Length; i++)
        {
            (string name, FlowValue value) = members[i];
            bool isKnown = false;
            if (properties.TryGetValue(name, out SchemaNode? property))
            {
                isKnown = true;
                isValid &= run.Member(property, value, name, i);
            }

            foreach ((SchemaPattern pattern, SchemaNode schema) in patterns)
            {
                if (pattern.IsMatch(name, run))
                {
                    isKnown = true;
                    isValid &= run.Member(schema, value, name, i);
                }
            }

            if (!isKnown && additional is not null)
            {
                isKnown = true;
                if (!additional.IsFalse)
                {
                    isValid &= run.Member(additional, value, name, i);
                }
                else
                {
                    isValid = false;
                    if (run.IsReporting)
                    {
                        (unexpected ??= []).Add((name, i));
                    }
                }
            }

            if (isKnown)
            {
                run.Marks?.Add(i);
            }

            if (run.IsAborted || (!isValid && !run.IsReporting))
            {
                return false;
            }
        }

        if (unexpected is not null)
        {
            ReportUnexpected(unexpected, run);
        }

        return isValid;
    }

    /// <summary>One error for all of them, at the object, as the service has it.</summary>
    private void ReportUnexpected(List<(string Name, int Ordinal)> unexpected, SchemaRun run)
    {
        string[] names = [.. unexpected.Select(static member => member.Name).Order(StringComparer.Ordinal)];
        string all = PythonText.ReprAll(names);
        string message = patterns.Length == 0
            ? $"Additional properties are not allowed ({all} {(names.Length == 1 ? "was" : "were")} unexpected)"
            : $"{all} {(names.Length == 1 ? "does" : "do")} not match any of the regexes: {PythonText.ReprAll([.. patterns.Select(static pattern => pattern.Pattern.Text).Order(StringComparer.Ordinal)])}";
        run.Report("additionalProperties", schema.Member("additionalProperties"), message, suggestion: Spelling.Suggest(names, [.. properties.Keys]));
    }
}

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNamesKeyword(SchemaLocation location, SchemaNode schema) : Keyword("propertyNames", location)
{
    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowObject fields)
        {
            return true;
        }

        bool isValid = true;
        foreach ((string name, FlowValue _) in fields.Members)
        {
            isValid &= run.Name(schema, name);
            if (!isValid && !run.IsReporting)
            {
                return false;
            }
        }

        return isValid;
    }
}

/// <summary><c>required</c>.</summary>
internal sealed class RequiredKeyword(SchemaLocation location, string[] names) : Keyword("required", location)
{
    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowObject fields)
        {
            return true;
        }

        bool isValid = true;
        foreach (string name in names)
        {
            if (!fields.ContainsKey(name))
            {
                isValid = false;
                if (!run.IsReporting)
                {
                    break;
                }

                run.Report(this, $"{PythonText.Repr(name)} is a required property");
            }
        }

        return isValid;
    }
}

/// <summary><c>dependentRequired</c>, and <c>dependencies</c> with lists of names.</summary>
internal sealed class DependentRequiredKeyword(string name, SchemaLocation location, (string Name, string[] Needs)[] rules) : Keyword(name, location)
{
    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowObject fields)
        {
            return true;
        }

        bool isValid = true;
        foreach ((string trigger, string[] needs) in rules)
        {
            if (!fields.ContainsKey(trigger))
            {
                continue;
            }

            foreach (string need in needs)
            {
                if (!fields.ContainsKey(need))
                {
                    isValid = false;
                    if (!run.IsReporting)
                    {
                        return false;
                    }

                    run.Report(this, $"{PythonText.Repr(need)} is a dependency of {PythonText.Repr(trigger)}");
                }
            }
        }

        return isValid;
    }
}

/// <summary><c>dependentSchemas</c>, and <c>dependencies</c> with schemas.</summary>
internal sealed class DependentSchemasKeyword(string name, SchemaLocation location, (string Name, SchemaNode Schema)[] rules) : Keyword(name, location)
{
    public override int Order => 4;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowObject fields)
        {
            return true;
        }

        bool isValid = true;
        foreach ((string trigger, SchemaNode schema) in rules)
        {
            isValid &= !fields.ContainsKey(trigger) || schema.Validate(instance, run);
            if (!isValid && !run.IsReporting)
            {
                return false;
            }
        }

        return isValid;
    }
}

/// <summary><c>unevaluatedProperties</c>.</summary>
internal sealed class UnevaluatedPropertiesKeyword(SchemaLocation location, SchemaNode schema) : Keyword("unevaluatedProperties", location)
{
    public override int Order => UnevaluatedOrder;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowObject fields)
        {
            return true;
        }

        EvaluatedMarks marks = run.Marks!;
        bool[] evaluated = marks.ToFlags(run.MarksStart, fields.Count);
        bool isValid = true;
        List<string>? unexpected = null;
        ReadOnlySpan<KeyValuePair<string, FlowValue>> members = fields.Members;
        for (int i = 0; i < members.Length; i++)
        {
            if (evaluated[i])
            {
                continue;
            }

            if (schema.IsFalse)
            {
                isValid = false;
                (unexpected ??= []).Add(members[i].Key);
            }
            else
            {
                isValid &= run.Member(schema, members[i].Value, members[i].Key, i);
            }

            marks.Add(i);
            if (!isValid && !run.IsReporting)
            {
                return false;
            }
        }

        if (unexpected is not null)
        {
            unexpected.Sort(StringComparer.Ordinal);
            run.Report(this, $"Unevaluated properties are not allowed ({PythonText.ReprAll(unexpected)} {(unexpected.Count == 1 ? "was" : "were")} unexpected)");
        }

        return isValid;
    }
}
