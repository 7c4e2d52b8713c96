using System.Globalization;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Testing;

/// <summary>Reads one case of a mock file. See docs/decisions/0055-mock-files.md.</summary>
internal sealed class MockCaseReader(FlowDefinition? definition)
{
    private static readonly string[] s_caseFields = ["input", "states", "expect", "run"];
    private static readonly string[] s_expectFields = ["path", "status", "error", "inputs"];
    private static readonly string[] s_runFields = ["run_id", "flow_id", "flow_title", "label", "run_owner", "start_time"];
    private static readonly string[] s_statuses = ["SUCCEEDED", "FAILED", "INACTIVE", "ENDED", "ACTIVE"];

    /// <summary>Whether a value is a case written at length, with <c>input</c>, <c>states</c>, <c>expect</c> or <c>run</c>.</summary>
    public bool IsAtLength(MockNode node) => s_caseFields.Any(field => node.Find(field) is { } part && !IsState(part));

    /// <summary>
    /// Whether a value is meant as the mock of a state: by its own shape (words of a response, or keys such as invocations), or because
    /// the definition has a state of its name and nothing in it looks like a case.
    /// </summary>
    public bool IsState(MockNode node) => HasShapeOfState(node)
        || (IsKnown(node.Name) && !(node.Value is FlowObject fields && fields.Names.Any(name => IsKnown(name) || s_caseFields.Contains(name, StringComparer.Ordinal))));

    public MockCase Read(string name, MockNode node)
    {
        IReadOnlyList<MockNode> members = node.Members("A case");
        if (!IsAtLength(node))
        {
            return new MockCase { Name = name, Mocks = ReadStates(members, recorded: null, s_caseFields) };
        }

        foreach (MockNode member in members)
        {
            if (!s_caseFields.Contains(member.Name, StringComparer.Ordinal))
            {
                throw member.Fault(
                    $"'{member.Name}' is not part of a case, which has input, states, expect and run; a state goes under states{Similarity.Hint(member.Name, s_caseFields)}",
                    key: true);
            }
        }

        MockNode? input = node.Find("input");
        ExpectedRun? expected = node.Find("expect") is { } wanted ? ReadExpected(wanted) : null;
        return new MockCase
        {
            Name = name,
            Input = input is null ? null : input.Value as FlowObject ?? throw input.Fault("The input of a run has to be an object"),
            Mocks = node.Find("states") is { } states ? ReadStates(states.Members("states"), expected?.Path, []) : MockCase.Empty.Mocks,
            Expected = expected,
            Run = node.Find("run") is { } run ? ReadRun(run) : null,
        };
    }

    private static bool HasShapeOfState(MockNode node) => node.Value is FlowObject fields
        && fields.Names.Any(static name => MockResponseReader.IsKeyword(name) || name.AsSpan().TrimStart("0123456789-.,: ").IsEmpty);

    private bool IsKnown(string name) => definition?.TryGetState(name, out _) == true;

    private static ExpectedRun ReadExpected(MockNode node)
    {
        Check(node, "expect", s_expectFields);
        string[]? path = null;
        if (node.Find("path") is { } listed)
        {
            path = listed.Value is FlowArray names && names.All(static name => name is FlowString)
                ? [.. names.Select(static name => name.AsString()!)]
                : throw listed.Fault("path has to be a list of the names of states");
        }

        return new ExpectedRun(path, node.Find("status") is { } status ? ReadStatus(status) : null)
        {
            Error = ReadText(node, "error"),
            Inputs = node.Find("inputs") is { } inputs ? ReadInputs(inputs) : [],
        };
    }

    private static string ReadStatus(MockNode node)
        => node.Value.AsString() is { } text && s_statuses.Contains(text, StringComparer.Ordinal)
            ? text
            : throw node.Fault($"{node.Value.ToJson()} is not the status of a run: SUCCEEDED, FAILED or INACTIVE{Similarity.Hint(node.Value.AsString() ?? string.Empty, s_statuses)}");

    private static ExpectedInput[] ReadInputs(MockNode node)
    {
        var inputs = new List<ExpectedInput>();
        foreach (MockNode state in node.Members("inputs"))
        {
            foreach (MockNode member in state.Members($"What the state '{state.Name}' is expected to be given"))
            {
                inputs.Add(new ExpectedInput(state.Name, ReadRange(member, inputs.Where(other => other.State == state.Name).Select(static other => other.Invocations), isResponse: false), member.Value));
            }
        }

        return [.. inputs];
    }

    private static RecordedRun ReadRun(MockNode node)
    {
        Check(node, "run", s_runFields);
        DateTimeOffset? start = null;
        if (node.Find("start_time") is { } time)
        {
            start = DateTimeOffset.TryParse(time.Value.AsString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed)
                ? parsed
                : throw time.Fault("start_time has to be a time such as 2026-01-31T23:00:00Z");
        }

        return new RecordedRun
        {
            RunId = ReadText(node, "run_id"),
            FlowId = ReadText(node, "flow_id"),
            FlowTitle = ReadText(node, "flow_title"),
            Label = ReadText(node, "label"),
            Owner = ReadText(node, "run_owner"),
            StartTime = start,
        };
    }

    private static string? ReadText(MockNode node, string name)
        => node.Find(name) is not { Value.IsNull: false } field ? null : field.Value.AsString() ?? throw field.Fault($"{name} has to be text");

    private static void Check(MockNode node, string what, string[] fields)
    {
        foreach (MockNode member in node.Members(what))
        {
            if (!fields.Contains(member.Name, StringComparer.Ordinal))
            {
                throw member.Fault($"'{member.Name}' is not part of {what}, which has {string.Join(", ", fields[..^1])} and {fields[^1]}{Similarity.Hint(member.Name, fields)}", key: true);
            }
        }
    }

    private Dictionary<string, IActionMock> ReadStates(IReadOnlyList<MockNode> nodes, IReadOnlyList<string>? recorded, string[] alsoMeant)
    {
        var mocks = new Dictionary<string, IActionMock>(StringComparer.Ordinal);
        foreach (MockNode node in nodes)
        {
            if (recorded?.Contains(node.Name, StringComparer.Ordinal) != true)
            {
                CheckState(node, alsoMeant);
            }

            mocks.Add(node.Name, ReadResponses(node));
        }

        return mocks;
    }

    private void CheckState(MockNode node, string[] alsoMeant)
    {
        if (MockFile.CheckName(node.Name, definition) is not { } problem)
        {
            return;
        }

        // A misspelt word of a case reads as the name of a state.
        throw !problem.EndsWith('?') && Similarity.Closest(node.Name, alsoMeant) is { } word
            ? node.Fault($"'{node.Name}' is neither a state of the definition nor part of a case; did you mean '{word}'?", key: true)
            : node.Fault(problem, key: true);
    }

    private static ScriptedMock ReadResponses(MockNode node)
    {
        if (node.Value is not FlowObject { Count: > 0 })
        {
            throw node.Fault($"The mock of the state '{node.Name}' needs a response, such as {{return: {{}}}}, or responses by invocation, such as {{\"0\": {{return: {{}}}}}}");
        }

        IReadOnlyList<MockNode> members = node.Members(node.Name);
        if (members.Any(static member => MockResponseReader.IsKeyword(member.Name)))
        {
            return new ScriptedMock([new ScriptedResponse(InvocationRange.All, MockResponseReader.Read(node))]);
        }

        var responses = new List<ScriptedResponse>();
        foreach (MockNode member in members)
        {
            InvocationRange range = ReadRange(member, responses.Select(static other => other.Invocations));
            responses.Add(new ScriptedResponse(range, MockResponseReader.Read(member)));
        }

        return new ScriptedMock(responses);
    }

    private static InvocationRange ReadRange(MockNode node, IEnumerable<InvocationRange> others, bool isResponse = true)
    {
        if (!InvocationRange.TryParse(node.Name, out InvocationRange range, out string? problem))
        {
            throw !isResponse || node.Name.AsSpan().IndexOfAnyInRange('0', '9') >= 0
                ? node.Fault($"'{node.Name}' {problem}", key: true)
                : node.Fault($"'{node.Name}' is neither part of a response, which has return, throw, inactive and delay, nor an invocation such as 0, 1-2 or 3-{MockResponseReader.Hint(node.Name)}", key: true);
        }

        foreach (InvocationRange other in others)
        {
            if (other.Overlaps(range))
            {
                throw node.Fault($"The invocations {range} overlap with {other} of the same state; give each invocation one", key: true);
            }
        }

        return range;
    }
}
