using Globus.Automate.FlowLanguage.Definitions;

namespace Globus.Automate.Local.Testing;

/// <summary>What of a definition runs went through: its states, and the branches of its Choices and Catches.</summary>
public sealed class FlowCoverage
{
    private FlowCoverage(IReadOnlyList<CoveredState> states, IReadOnlyList<CoveredBranch> branches)
    {
        States = states;
        Branches = branches;
    }

    /// <summary>All states, in the order of the definition.</summary>
    public IReadOnlyList<CoveredState> States { get; }

    /// <summary>All rules and Defaults of Choices and all entries of Catches, in the order of the definition.</summary>
    public IReadOnlyList<CoveredBranch> Branches { get; }

    /// <summary>The share of states that were entered, in percent.</summary>
    public double StatePercent => Percent(States.Count(static state => state.Hits > 0), States.Count);

    /// <summary>The share of branches that were taken, in percent; 100 for a flow without any.</summary>
    public double BranchPercent => Percent(Branches.Count(static branch => branch.Hits > 0), Branches.Count);

    /// <summary>The coverage of one run.</summary>
    internal static FlowCoverage Of(FlowDefinition definition, IReadOnlyList<VisitedState> visited)
    {
        var entered = new Dictionary<string, int>(StringComparer.Ordinal);
        var taken = new Dictionary<(string State, string Branch), int>();
        foreach (VisitedState step in visited)
        {
            entered[step.State.Name] = entered.GetValueOrDefault(step.State.Name) + 1;
            if (step.Branch is { } branch)
            {
                (string, string) key = (step.State.Name, branch);
                taken[key] = taken.GetValueOrDefault(key) + 1;
            }
        }

        return new FlowCoverage(
            [.. definition.States.Select(state => new CoveredState(state.Name, state.Type, entered.GetValueOrDefault(state.Name)))],
            [.. definition.States.SelectMany(FlowBranches.Of).Select(branch => branch with { Hits = taken.GetValueOrDefault((branch.State, branch.Branch)) })]);
    }

    /// <summary>This and the coverage of other runs of the same definition.</summary>
    internal FlowCoverage Add(IEnumerable<FlowCoverage> others)
    {
        FlowCoverage sum = this;
        foreach (FlowCoverage other in others)
        {
            sum = new FlowCoverage(
                [.. sum.States.Zip(other.States, static (left, right) => left with { Hits = left.Hits + right.Hits })],
                [.. sum.Branches.Zip(other.Branches, static (left, right) => left with { Hits = left.Hits + right.Hits })]);
        }

        return sum;
    }

    private static double Percent(int part, int whole) => whole == 0 ? 100 : 100d * part / whole;
}

/// <summary>A state and how often it was entered.</summary>
/// <param name="State">The name.</param>
/// <param name="Type">The type: <c>Action</c>, <c>Pass</c> ...</param>
/// <param name="Hits">How often it was entered.</param>
public sealed record CoveredState(string State, string Type, int Hits);

/// <summary>A branch and how often it was taken.</summary>
/// <param name="State">The Choice, or the Action with the Catch.</param>
/// <param name="Branch">Which one: <c>Choices[0]</c>, <c>Default</c> or <c>Catch[0]</c>.</param>
/// <param name="Next">The state it leads to.</param>
/// <param name="Hits">How often it was taken.</param>
public sealed record CoveredBranch(string State, string Branch, string Next, int Hits);
