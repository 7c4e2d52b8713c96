using System.Numerics;
using Globus.Automate.FlowLanguage.Definitions;

namespace Globus.Automate.Local.Services;

/// <summary>
/// The <c>number_of_possibilities</c> of <c>POST /flows/validate</c>: how many ways lead from the first state to an end. The way back into a
/// loop counts as one way, however often it is taken.
/// </summary>
internal static class FlowTraversals
{
    public static BigInteger Count(FlowDefinition definition)
    {
        var counts = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var open = new HashSet<string>(StringComparer.Ordinal);
        var path = new Stack<Visit>();

        void Enter(FlowState state)
        {
            open.Add(state.Name);
            path.Push(new Visit(state.Name, SuccessorsOf(state)));
        }

        Enter(definition.Start);
        while (path.TryPeek(out Visit? visit))
        {
            if (visit.Next < visit.Successors.Count)
            {
                string successor = visit.Successors[visit.Next];
                if (open.Contains(successor) || !definition.TryGetState(successor, out FlowState? state))
                {
                    visit.Ways += 1;
                    visit.Next++;
                }
                else if (counts.TryGetValue(successor, out BigInteger known))
                {
                    visit.Ways += known;
                    visit.Next++;
                }
                else
                {
                    Enter(state);
                }

                continue;
            }

            path.Pop();
            open.Remove(visit.Name);
            counts[visit.Name] = visit.Successors.Count == 0 ? BigInteger.One : visit.Ways;
        }

        return counts[definition.Start.Name];
    }

    private static List<string> SuccessorsOf(FlowState state)
    {
        IEnumerable<string?> names = state switch
        {
            ChoiceState choice => choice.Choices.Select(static branch => (string?)branch.Next).Append(choice.Default),
            ActionState action => action.Catch.Select(static rule => (string?)rule.Next).Prepend(action.Next),
            _ => [state.Next],
        };
        List<string> successors = [.. names.OfType<string>().Distinct(StringComparer.Ordinal)];

        // An Action that ends the flow and catches errors has its end as one more way.
        if (state is ActionState { Next: null } && successors.Count > 0)
        {
            successors.Add(string.Empty);
        }

        return successors;
    }

    private sealed class Visit(string name, List<string> successors)
    {
        public string Name => name;

        public List<string> Successors => successors;

        public int Next { get; set; }

        public BigInteger Ways { get; set; }
    }
}
