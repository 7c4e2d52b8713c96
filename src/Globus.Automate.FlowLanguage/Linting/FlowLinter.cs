using Globus.Automate.FlowLanguage.Linting.Rules;
using Globus.Automate.FlowLanguage.Reading;

namespace Globus.Automate.FlowLanguage.Linting;

/// <summary>What is to be checked.</summary>
/// <param name="Definition">The definition.</param>
public sealed record LintRequest(FlowDocument Definition)
{
    /// <summary>The flow's input schema; null where it is not known.</summary>
    public FlowDocument? InputSchema { get; init; }

    /// <summary>An input to check against the schema; null for none.</summary>
    public FlowDocument? Input { get; init; }

    /// <summary>What is known of action providers; null for nothing.</summary>
    public IActionProviderCatalog? Actions { get; init; }
}

/// <summary>
/// Checks a definition, offline: structure, graph, data flow, expressions and paths, secrets, actions, schema. One mistake gives one
/// diagnostic: a rule does not look at what an earlier one has found broken.
/// </summary>
public static class FlowLinter
{
    private static readonly LintRule[] s_rules =
    [
        new StructureRules(),
        new ChoiceRules(),
        new CatchRules(),
        new TransitionRules(),
        new GraphRules(),
        new PathRules(),
        new ParameterRules(),
        new SecretRules(),
        new ActionRules(),
        new DataFlowRules(),
        new OptionalInputRules(),
        new SchemaRules(),
    ];

    /// <summary>Checks a definition.</summary>
    /// <returns>What there is to say, in the order of the source.</returns>
    public static IReadOnlyList<FlowDiagnostic> Lint(LintRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var context = new LintContext(request);
        foreach (LintRule rule in s_rules)
        {
            rule.Check(context);
        }

        return context.Finish();
    }
}

/// <summary>A rule, or a few that belong together.</summary>
internal abstract class LintRule
{
    /// <summary>Reports what it finds.</summary>
    public abstract void Check(LintContext context);
}
