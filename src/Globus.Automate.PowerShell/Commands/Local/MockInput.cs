using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>
/// What <c>-Mock</c> takes: a mock file, its text, or a hashtable or object of the same form, in which a script block may stand for a state.
/// </summary>
internal static class MockInput
{
    private const int MaxDepth = 4;

    /// <summary>Reads the cases.</summary>
    /// <exception cref="DocumentException">The mocks are wrong; the message says where.</exception>
    /// <exception cref="CommandException">A script block stands where none can.</exception>
    public static IReadOnlyList<MockCase> Read(object? value, FlowDefinition definition, AsyncCmdlet cmdlet)
    {
        if (value is null)
        {
            return [MockCase.Empty];
        }

        if (Bare(value) is ScriptBlock)
        {
            string state = definition.States.FirstOrDefault(static state => state is ActionState)?.Name ?? "State";
            throw Invalid($"a script block has to say which state it stands for, as in @{{ '{state}' = {{ ... }} }}.");
        }

        var scripts = new List<(string[] Path, ScriptBlock Script)>();
        object document = Members(value) is { } members ? TakeScripts(members, [], scripts) : value;
        (string Case, string State, ScriptBlock Script)[] placed = [.. scripts.Select(static found => (Place(found.Path).Case, Place(found.Path).State, found.Script))];
        IReadOnlyList<MockCase> cases = MockFile.Read(DocumentInput.Read(document, "Mock", cmdlet.SessionState), definition).Cases;
        foreach ((string name, string state, ScriptBlock script) in placed)
        {
            if (MockFile.CheckName(state, definition) is { } problem)
            {
                throw Invalid($"{problem}{(problem.EndsWith('?') ? string.Empty : ".")}");
            }

            cases = [.. cases.Select(mocks => mocks.Name == name
                ? mocks with { Mocks = new Dictionary<string, IActionMock>(mocks.Mocks, StringComparer.Ordinal) { [state] = ScriptMock.Create(state, script, cmdlet) } }
                : mocks)];
        }

        return cases;
    }

    /// <summary>Whether a value is a file, a text, or mocks by the names of their states or cases, and not what stands for one state.</summary>
    public static bool NamesStates(object value, FlowDefinition definition)
    {
        return Bare(value) is string || Members(value)?.Any(member => Has(member) || (!IsPartOfState(member.Name) && Members(member.Value)?.Any(Has) == true)) == true;

        bool Has((string Name, object? Value) member) => member.Name is "cases" or "states" || definition.TryGetState(member.Name, out _);
    }

    /// <summary>Whether a name is part of a response, or an invocation.</summary>
    private static bool IsPartOfState(string name) => name is "return" or "throw" or "inactive" or "delay" || InvocationRange.TryParse(name, out _, out _);

    private static object? Bare(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>The members of a hashtable or of an object made of properties; null for everything else.</summary>
    private static IEnumerable<(string Name, object? Value)>? Members(object? value) => Bare(value) switch
    {
        IDictionary dictionary => dictionary.Cast<DictionaryEntry>().Select(static entry => (LanguagePrimitives.ConvertTo<string>(entry.Key), entry.Value)),
        PSObject made => made.Properties.Select(static property => (property.Name, (object?)property.Value)),
        _ => null,
    };

    /// <summary>The members without their script blocks, which go to the list with where they stood.</summary>
    private static OrderedDictionary TakeScripts(IEnumerable<(string Name, object? Value)> members, string[] path, List<(string[] Path, ScriptBlock Script)> scripts)
    {
        var rest = new OrderedDictionary(StringComparer.Ordinal);
        foreach ((string name, object? value) in members)
        {
            if (Bare(value) is ScriptBlock script)
            {
                scripts.Add(([.. path, name], script));
            }
            else
            {
                rest[name] = path.Length < MaxDepth && Members(value) is { } inner ? TakeScripts(inner, [.. path, name], scripts) : value;
            }
        }

        return rest;
    }

    private static (string Case, string State) Place(string[] path)
    {
        List<string> steps = [.. path];
        if (steps.Count > 1 && steps[0] == "cases")
        {
            steps.RemoveAt(0);
        }

        if (steps.Count > 1 && steps[^2] == "states")
        {
            steps.RemoveAt(steps.Count - 2);
        }

        return steps is [.., var last] && steps.Count <= 2 && !IsPartOfState(last)
            ? (steps.Count == 2 ? steps[0] : MockCase.DefaultName, last)
            : throw Invalid($"the script block at {string.Join('.', path)} does not stand for a state: give one script block for a state; it gets the parameters and the invocation, from 0.");
    }

    private static CommandException Invalid(string sentence) => new("InvalidMock", ErrorCategory.InvalidArgument, "-Mock: " + sentence);
}
