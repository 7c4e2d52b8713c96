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
    private static readonly string[] s_caseFields = ["input", "states", "expect"];
    private static readonly string[] s_expectFields = ["path", "status"];

    private MockFile(IReadOnlyList<MockCase> cases) => Cases = cases;

    /// <summary>The cases in the order of the file.</summary>
    public IReadOnlyList<MockCase> Cases { get; }

    /// <summary>
    /// Reads mocks. The root has <c>cases</c>, or is the cases themselves, or the states of a single case. A case has <c>input</c>,
    /// <c>states</c> and <c>expect</c>, or is the states themselves. A state has responses by invocation, or one response for every invocation.
    /// </summary>
    /// <param name="document">The mocks.</param>
    /// <param name="definition">The definition whose states are mocked; names that it does not have are faults. Null takes any name.</param>
    /// <exception cref="DocumentException">Something is wrong; the message says what, with file and line.</exception>
    public static MockFile Read(FlowDocument document, FlowDefinition? definition = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        MockNode root = MockNode.Root(document);
        if (root.Find("cases") is { } listed && !IsState(listed))
        {
            foreach (MockNode other in root.Members("A mock file"))
            {
                if (other.Name != "cases")
                {
                    throw other.Fault($"'{other.Name}' stands beside cases, where nothing else belongs; a case goes under cases", key: true);
                }
            }

            return new MockFile([.. listed.Members("cases").Select(node => ReadCase(node.Name, node, definition))]);
        }

        IReadOnlyList<MockNode> members = root.Members("A mock file");
        bool isOneCase = members.Count == 0 || s_caseFields.Any(field => root.Find(field) is { } part && !IsState(part)) || members.Any(IsState);
        return isOneCase
            ? new MockFile([ReadCase(MockCase.DefaultName, root, definition)])
            : new MockFile([.. members.Select(node => ReadCase(node.Name, node, definition))]);
    }

    private static MockCase ReadCase(string name, MockNode node, FlowDefinition? definition)
    {
        IReadOnlyList<MockNode> members = node.Members("A case");
        if (!s_caseFields.Any(field => node.Find(field) is { } part && !IsState(part)))
        {
            return new MockCase { Name = name, Mocks = ReadStates(members, definition) };
        }

        foreach (MockNode member in members)
        {
            if (!s_caseFields.Contains(member.Name, StringComparer.Ordinal))
            {
                throw member.Fault($"'{member.Name}' is not part of a case with input, states and expect{Similarity.Hint(member.Name, s_caseFields)}; a state goes under states", key: true);
            }
        }

        MockNode? input = node.Find("input");
        return new MockCase
        {
            Name = name,
            Input = input is null ? null : input.Value as FlowObject ?? throw input.Fault("The input of a run has to be an object"),
            Mocks = node.Find("states") is { } states ? ReadStates(states.Members("states"), definition) : MockCase.Empty.Mocks,
            Expected = node.Find("expect") is { } expected ? ReadExpected(expected) : null,
        };
    }

    private static ExpectedRun ReadExpected(MockNode node)
    {
        foreach (MockNode member in node.Members("expect"))
        {
            if (!s_expectFields.Contains(member.Name, StringComparer.Ordinal))
            {
                throw member.Fault($"'{member.Name}' is not part of expect, which has path and status{Similarity.Hint(member.Name, s_expectFields)}", key: true);
            }
        }

        string[]? path = null;
        if (node.Find("path") is { } listed)
        {
            path = listed.Value is FlowArray names && names.All(static name => name is FlowString)
                ? [.. names.Select(static name => name.AsString()!)]
                : throw listed.Fault("path has to be a list of the names of states");
        }

        MockNode? status = node.Find("status");
        return new ExpectedRun(path, status is null ? null : status.Value.AsString() ?? throw status.Fault("status has to be text, such as SUCCEEDED"));
    }

    private static Dictionary<string, IActionMock> ReadStates(IReadOnlyList<MockNode> nodes, FlowDefinition? definition)
    {
        var mocks = new Dictionary<string, IActionMock>(StringComparer.Ordinal);
        foreach (MockNode node in nodes)
        {
            CheckState(node, definition);
            mocks.Add(node.Name, ReadResponses(node));
        }

        return mocks;
    }

    private static void CheckState(MockNode node, FlowDefinition? definition)
    {
        if (CheckName(node.Name, definition) is { } problem)
        {
            throw node.Fault(problem, key: true);
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

        return state is ActionState ? null : $"The state '{stateName}' is of the type {state.Type}; only an Action takes a mock";
    }

    private static ScriptedMock ReadResponses(MockNode node)
    {
        IReadOnlyList<MockNode> members = node.Members($"The mock of the state '{node.Name}'");
        if (members.Count == 0)
        {
            throw node.Fault($"The mock of the state '{node.Name}' has no response");
        }

        if (members.Any(static member => MockResponseReader.IsKeyword(member.Name)))
        {
            return new ScriptedMock([new ScriptedResponse(InvocationRange.All, MockResponseReader.Read(node))]);
        }

        var responses = new List<ScriptedResponse>();
        foreach (MockNode member in members)
        {
            if (!InvocationRange.TryParse(member.Name, out InvocationRange range, out string? problem))
            {
                throw member.Fault($"'{member.Name}' {problem}", key: true);
            }

            if (responses.FirstOrDefault(other => other.Invocations.Overlaps(range)) is { } overlapped)
            {
                throw member.Fault($"The invocations {range} overlap with {overlapped.Invocations} of the same state; give each invocation one response", key: true);
            }

            responses.Add(new ScriptedResponse(range, MockResponseReader.Read(member)));
        }

        return new ScriptedMock(responses);
    }

    /// <summary>Whether a value is meant as the responses of a state: it has a keyword of a response, or a key of digits such as an invocation.</summary>
    private static bool IsState(MockNode node) => node.Value is FlowObject fields
        && fields.Names.Any(static name => MockResponseReader.IsKeyword(name) || name.AsSpan().TrimStart("0123456789-.,: ").IsEmpty);
}
