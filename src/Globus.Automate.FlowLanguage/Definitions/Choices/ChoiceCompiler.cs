using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Choices;

/// <summary>Compiles the rules of a Choice state.</summary>
internal static class ChoiceCompiler
{
    private static readonly string[] s_combiners = ["And", "Or", "Not"];

    private static readonly string[] s_notOperators = ["Next", "Comment", "Variable"];

    private static readonly Dictionary<string, Relation> s_relations = new(StringComparer.Ordinal)
    {
        ["Equals"] = Relation.Equals,
        ["LessThan"] = Relation.LessThan,
        ["GreaterThan"] = Relation.GreaterThan,
        ["LessThanEquals"] = Relation.LessThanEquals,
        ["GreaterThanEquals"] = Relation.GreaterThanEquals,
    };

    private static readonly Dictionary<string, Func<FlowValue, bool>> s_kinds = new(StringComparer.Ordinal)
    {
        ["IsNull"] = static value => value.IsNull,
        ["IsNumeric"] = static value => value.IsNumber,
        ["IsString"] = static value => value.Kind == FlowValueKind.String,
        ["IsBoolean"] = static value => value.Kind == FlowValueKind.Boolean,
        ["IsTimestamp"] = static value => FlowTimestamp.TryParse(value.AsString(), out _),
    };

    /// <exception cref="FlowDefinitionException">The rule has no operator or several, an unknown one, or one whose right side is of another type.</exception>
    public static ChoiceRule Compile(DefinitionNode rule, bool isTop)
    {
        DefinitionNode operation = FindOperation(rule);
        if (!isTop && rule.TryFind("Next", out DefinitionNode? next))
        {
            throw next.Fault("Only the rule itself has a 'Next', not a condition inside And, Or or Not.");
        }

        if (s_combiners.Contains(operation.Name))
        {
            if (rule.TryFind("Variable", out DefinitionNode? unused))
            {
                throw unused.Fault($"'Variable' belongs into the conditions of '{operation.Name}', not beside it.");
            }

            return CompileCombiner(operation);
        }

        StatePath variable = rule.Require("Variable", $"'{operation.Name}'").AsPath();
        return CompileOperator(operation, variable)
            ?? throw operation.Fault($"'{operation.Name}' is not an operator of a choice rule.");
    }

    private static DefinitionNode FindOperation(DefinitionNode rule)
    {
        DefinitionNode? operation = null;
        foreach (DefinitionNode member in rule.AsObject().Members())
        {
            if (s_notOperators.Contains(member.Name))
            {
                continue;
            }

            if (operation is not null)
            {
                throw member.Fault($"A choice rule has one operator, this one has '{operation.Name}' and '{member.Name}': join conditions with 'And' or 'Or'.");
            }

            operation = member;
        }

        return operation ?? throw rule.Fault("A choice rule needs an operator, such as 'StringEquals', or 'And', 'Or', 'Not'.");
    }

    private static ChoiceRule CompileCombiner(DefinitionNode operation) => operation.Name switch
    {
        "Not" => new NotRule(Compile(operation.AsObject(), isTop: false)),
        "And" => new AndRule(CompileParts(operation)),
        _ => new OrRule(CompileParts(operation)),
    };

    private static ChoiceRule[] CompileParts(DefinitionNode operation)
        => [.. operation.AsList(nonEmpty: true).Items().Select(static part => Compile(part, isTop: false))];

    private static VariableRule? CompileOperator(DefinitionNode operation, StatePath variable)
    {
        string name = operation.Name;
        switch (name)
        {
            case "StringMatches":
                return new StringMatchesRule(variable, operation.AsText());
            case "IsPresent":
                return new IsPresentRule(variable, operation.AsBoolean());
        }

        if (s_kinds.TryGetValue(name, out Func<FlowValue, bool>? isKind))
        {
            return new KindRule(name, variable, operation.AsBoolean(), isKind);
        }

        bool isPath = name.EndsWith("Path", StringComparison.Ordinal);
        string comparison = isPath ? name[..^4] : name;
        Operand Right(Func<FlowValue, bool> fits, string what) => isPath
            ? new Operand(Constant: null, operation.AsPath())
            : fits(operation.Value)
                ? new Operand(operation.Value, Path: null)
                : throw operation.Fault($"'{name}' compares with {what}, not with {DefinitionNode.Describe(operation.Value)}{(operation.Value is FlowString text ? $" '{text.Value}'" : string.Empty)}.");

        if (TryRelation(comparison, "String", out Relation relation))
        {
            return new StringRule(name, variable, Right(static value => value is FlowString, "a string"), relation);
        }

        if (TryRelation(comparison, "Numeric", out relation))
        {
            return new NumericRule(name, variable, Right(static value => value.IsNumber, "a number"), relation);
        }

        if (TryRelation(comparison, "Timestamp", out relation))
        {
            return new TimestampRule(name, variable, Right(static value => FlowTimestamp.TryParse(value.AsString(), out _), "a timestamp such as 2026-01-31T12:00:00Z"), relation);
        }

        return comparison is "BooleanEquals"
            ? new BooleanRule(name, variable, Right(static value => value is FlowBoolean, "true or false"))
            : null;
    }

    private static bool TryRelation(string name, string family, out Relation relation)
    {
        relation = default;
        return name.StartsWith(family, StringComparison.Ordinal) && s_relations.TryGetValue(name[family.Length..], out relation);
    }
}
