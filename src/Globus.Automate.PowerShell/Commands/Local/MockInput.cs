using System.Collections;
using System.Management.Automation;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>
/// What <c>-Mock</c> takes: a mock file, its text, or a hashtable of the same form, in which a script block may stand for a state.
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

        var scripts = new List<(string[] Path, ScriptBlock Script)>();
        object bare = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        object document = bare is IDictionary dictionary ? TakeScripts(dictionary, [], scripts) : value;
        IReadOnlyList<MockCase> cases = MockFile.Read(DocumentInput.Read(document, "Mock", cmdlet.SessionState), definition).Cases;
        foreach ((string[] path, ScriptBlock script) in scripts)
        {
            (string name, string state) = Place(path);
            if (MockFile.CheckName(state, definition) is { } problem)
            {
                throw new CommandException("InvalidMock", ErrorCategory.InvalidArgument, $"-Mock: {problem}{(problem.EndsWith('?') ? string.Empty : ".")}");
            }

            cases = [.. cases.Select(mocks => mocks.Name == name
                ? mocks with { Mocks = new Dictionary<string, IActionMock>(mocks.Mocks, StringComparer.Ordinal) { [state] = ScriptMock.Create(script, cmdlet) } }
                : mocks)];
        }

        return cases;
    }

    /// <summary>The dictionary without its script blocks, which go to the list with where they stood.</summary>
    private static Hashtable TakeScripts(IDictionary dictionary, string[] path, List<(string[] Path, ScriptBlock Script)> scripts)
    {
        var rest = new Hashtable(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in dictionary)
        {
            string key = LanguagePrimitives.ConvertTo<string>(entry.Key);
            object? bare = entry.Value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : entry.Value;
            switch (bare)
            {
                case ScriptBlock script:
                    scripts.Add(([.. path, key], script));
                    break;
                case IDictionary inner when path.Length < MaxDepth:
                    rest[key] = TakeScripts(inner, [.. path, key], scripts);
                    break;
                default:
                    rest[key] = entry.Value;
                    break;
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

        return steps is [.., var last] && steps.Count <= 2 && !InvocationRange.TryParse(last, out _, out _) && last is not ("return" or "throw" or "inactive" or "delay")
            ? (steps.Count == 2 ? steps[0] : MockCase.DefaultName, last)
            : throw new CommandException(
                "InvalidMock",
                ErrorCategory.InvalidArgument,
                $"-Mock: the script block at {string.Join('.', path)} does not stand for a state: give one script block for a state; it gets the parameters and the invocation, from 0.");
    }
}
