using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>
/// A flow definition, compiled: what the engine runs. It never changes and may be shared by any number of runs. The linter finds every fault of
/// a definition; this finds the first that keeps it from running.
/// </summary>
public sealed class FlowDefinition
{
    private readonly FrozenDictionary<string, FlowState> _states;

    private FlowDefinition(FlowValue document, string? comment, FlowState start, Dictionary<string, FlowState> states)
    {
        Document = document;
        Comment = comment;
        Start = start;
        States = states.Values.ToArray();
        _states = states.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The definition as it was written.</summary>
    public FlowValue Document { get; }

    /// <summary>The comment; null without one.</summary>
    public string? Comment { get; }

    /// <summary>The state that <c>StartAt</c> names.</summary>
    public FlowState Start { get; }

    /// <summary>The states in the order in which they were written.</summary>
    public IReadOnlyList<FlowState> States { get; }

    /// <summary>The state of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public FlowState this[string name] => TryGetState(name, out FlowState? state)
        ? state
        : throw new KeyNotFoundException($"The definition has no state named '{name}'.");

    /// <summary>Compiles a definition.</summary>
    /// <exception cref="FlowDefinitionException">The definition cannot be run; the first reason with its place.</exception>
    public static FlowDefinition Parse(FlowValue document)
    {
        ArgumentNullException.ThrowIfNull(document);
        DefinitionNode root = DefinitionNode.Root(document).AsObject();
        DefinitionNode startAt = root.Require("StartAt", "A flow definition");
        DefinitionNode stateNodes = root.Require("States", "A flow definition").AsObject();
        var states = new Dictionary<string, FlowState>(StringComparer.Ordinal);
        var compiler = new StateCompiler((FlowObject)stateNodes.Value);
        FlowState? start = null;
        string startName = startAt.AsText();
        foreach (DefinitionNode node in stateNodes.Members())
        {
            FlowState state = compiler.Compile(node);
            states.Add(state.Name, state);
            if (string.Equals(state.Name, startName, StringComparison.Ordinal))
            {
                start = state;
            }
        }

        return new FlowDefinition(
            document,
            root.Find("Comment")?.Value.AsString(),
            start ?? throw startAt.Fault($"'StartAt' names the state '{startName}', which is not under 'States'."),
            states);
    }

    /// <summary>The state of this name.</summary>
    public bool TryGetState(string name, [NotNullWhen(true)] out FlowState? state) => _states.TryGetValue(name, out state);
}
