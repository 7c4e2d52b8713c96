using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Testing;

/// <summary>
/// The cases of a mock file (YAML or JSON): named cases, under each the states, under each the responses by invocation.
/// See docs/decisions/0055-mock-files.md.
/// </summary>
/// <example>
/// <code>
/// cases:
///   Retried:
///     input: {source: /a}
///     states:
///       Transfer:
///         "0": {throw: {error: ActionFailedException, cause: disk full}}
///         "1-": {delay: 60, return: {bytes_transferred: 42}}
/// </code>
/// </example>
public sealed class MockFile
{
    private MockFile(IReadOnlyList<MockCase> cases) => Cases = cases;

    /// <summary>The cases in the order of the file.</summary>
    public IReadOnlyList<MockCase> Cases { get; }

    /// <summary>
    /// Reads mocks. The root has <c>cases</c>, or is the cases themselves, or the states of a single case. A case has <c>input</c>,
    /// <c>states</c>, <c>expect</c> and <c>run</c>, or is the states themselves. A state has responses by invocation, or one response for every
    /// invocation.
    /// </summary>
    /// <param name="document">The mocks.</param>
    /// <param name="definition">The definition whose states are mocked; names that it does not have are faults. Null takes any name.</param>
    /// <exception cref="DocumentException">Something is wrong; the message says what, with file and line.</exception>
    public static MockFile Read(FlowDocument document, FlowDefinition? definition = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        MockNode root = MockNode.Root(document);
        var reader = new MockCaseReader(definition);
        if (root.Find("cases") is { } listed && !reader.IsState(listed))
        {
            foreach (MockNode other in root.Members("A mock file"))
            {
                if (other.Name != "cases")
                {
                    throw other.Fault($"'{other.Name}' stands beside cases, where nothing else belongs; a case goes under cases", key: true);
                }
            }

            IReadOnlyList<MockNode> named = listed.Members("cases");
            return named.Count == 0
                ? throw listed.Fault("There is no case under cases")
                : new MockFile([.. named.Select(node => reader.Read(node.Name, node))]);
        }

        IReadOnlyList<MockNode> members = root.Members("A mock file");
        if (members.Count == 0 || reader.IsAtLength(root) || members.Any(reader.IsState))
        {
            return new MockFile([reader.Read(MockCase.DefaultName, root)]);
        }

        CheckRoot(members, definition, reader);
        return new MockFile([.. members.Select(node => reader.Read(node.Name, node))]);
    }

    /// <summary>Names at the root that are not of states are names of cases, unless they are a slip of the pen.</summary>
    private static void CheckRoot(IReadOnlyList<MockNode> members, FlowDefinition? definition, MockCaseReader reader)
    {
        foreach (MockNode member in members)
        {
            if (Similarity.Closest(member.Name, ["cases"]) is not null
                && member.Value is FlowObject inner
                && definition is not null
                && !inner.Names.Any(name => definition.TryGetState(name, out _))
                && !reader.IsAtLength(member))
            {
                throw member.Fault($"'{member.Name}' is not part of a mock file; did you mean 'cases'?", key: true);
            }

            if (member.Value is not FlowObject && CheckName(member.Name, definition) is { } problem)
            {
                throw member.Fault(problem, key: true);
            }
        }
    }

    /// <summary>What is wrong with a mock for a state of this name; null where nothing is.</summary>
    /// <param name="stateName">The name that the mock was given.</param>
    /// <param name="definition">The definition; null takes any name.</param>
    public static string? CheckName(string stateName, FlowDefinition? definition)
    {
        if (definition is null)
        {
            return null;
        }

        if (!definition.TryGetState(stateName, out FlowState? state))
        {
            return $"The definition has no state named '{stateName}'{Similarity.Hint(stateName, definition.States.Select(static known => known.Name))}";
        }

        return state is ActionState ? null : $"The state '{stateName}' is of the type {state.Type}; only an Action, a CreateWebInput or an AwaitWebInput takes a mock";
    }
}
