using System.Globalization;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>The branches of states, and which of them a step took.</summary>
internal static class FlowBranches
{
    private const string Default = "Default";

    public static IEnumerable<CoveredBranch> Of(FlowState state) => state switch
    {
        ChoiceState choice => choice.Choices
            .Select((branch, i) => new CoveredBranch(state.Name, Choice(i), branch.Next, Hits: 0))
            .Concat(choice.Default is { } next ? [new CoveredBranch(state.Name, Default, next, Hits: 0)] : []),
        ActionState action => action.Catch.Select((rule, i) => new CoveredBranch(state.Name, Catch(i), rule.Next, Hits: 0)),
        _ => [],
    };

    /// <summary>The branch that a step took; null where the state has none, or the run ended in it.</summary>
    public static string? Taken(StateStep step) => step switch
    {
        { Next: null } => null,
        { State: ChoiceState } => step.Choices is [.., { Matched: true }] ? Choice(step.Choices.Count - 1) : Default,
        { State: ActionState action, Error: { } error } => Catch(IndexOf(action.Catch, error.Name)),
        _ => null,
    };

    private static int IndexOf(IReadOnlyList<CatchRule> rules, string error)
    {
        int i = 0;
        while (!rules[i].Accepts(error))
        {
            i++;
        }

        return i;
    }

    private static string Choice(int index) => string.Create(CultureInfo.InvariantCulture, $"Choices[{index}]");

    private static string Catch(int index) => string.Create(CultureInfo.InvariantCulture, $"Catch[{index}]");
}
