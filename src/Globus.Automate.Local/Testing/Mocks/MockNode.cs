using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Testing;

/// <summary>A value of a mock file with its place, so that every fault can say where it is.</summary>
internal sealed class MockNode
{
    private readonly FlowDocument _document;
    private readonly object[] _steps;

    private readonly string _title;

    private MockNode(FlowDocument document, FlowValue value, object[] steps, string title)
    {
        _title = title;
        _document = document;
        Value = value;
        _steps = steps;
    }

    public FlowValue Value { get; }

    /// <summary>The last step to it: the name of a member.</summary>
    public string Name => _steps.Length == 0 ? "$" : _steps[^1].ToString()!;

    /// <summary>The whole document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="title">What it is, where it is no file.</param>
    public static MockNode Root(FlowDocument document, string title = "The mocks") => new(document, document.Root, [], title);

    /// <summary>The members of an object.</summary>
    /// <exception cref="DocumentException">It is none.</exception>
    public IReadOnlyList<MockNode> Members(string what)
    {
        if (Value is not FlowObject fields)
        {
            throw Fault($"{what} has to be an object");
        }

        var members = new List<MockNode>(fields.Count);
        foreach ((string name, FlowValue value) in fields.Members)
        {
            members.Add(new MockNode(_document, value, [.. _steps, name], _title));
        }

        return members;
    }

    /// <summary>A member; null where there is none.</summary>
    public MockNode? Find(string name) => Value.TryGetMember(name, out FlowValue? value) ? new MockNode(_document, value, [.. _steps, name], _title) : null;

    /// <summary>Describes a fault of this value, or of its key.</summary>
    /// <param name="problem">A sentence without its full stop.</param>
    /// <param name="key">Whether the key is at fault.</param>
    public DocumentException Fault(string problem, bool key = false)
    {
        string sentence = problem.EndsWith('?') || problem.EndsWith('.') ? problem : problem + ".";
        string path = PathText.Format(_steps);
        if (_document.Locate(_steps, key) is not { } position)
        {
            return new DocumentException($"{_title}, at {path}: {sentence}", _document.File);
        }

        string where = _document.File is { } file ? $"'{file}'" : _title;
        return new DocumentException($"{where}, line {position.Line}, column {position.Column} ({path}): {sentence}", _document.File, position);
    }
}
