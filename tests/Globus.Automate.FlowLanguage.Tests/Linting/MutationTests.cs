using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Linting;

/// <summary>Every key of the examples, taken away, misspelt or of another type: what the engine refuses is an error, and one change is told once.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData("greet")]
    [InlineData("move")]
    [InlineData("two-stage-transfer")]
    [InlineData("transfer-set-permissions")]
    public void One_change_gives_one_diagnostic_at_most_and_an_error_where_the_engine_refuses_it(string flow)
    {
        string folder = Path.Combine(Corpus.RepositoryRoot(), "examples", "flows");
        FlowDocument schema = FlowDocument.Load(Path.Combine(folder, flow + ".schema.yaml"));
        var wrong = new List<string>();
        int changes = 0;
        foreach ((string what, FlowValue changed) in Changes(FlowDocument.Load(Path.Combine(folder, flow + ".yaml")).Root, string.Empty))
        {
            changes++;
            IReadOnlyList<FlowDiagnostic> found = FlowLinter.Lint(new LintRequest(FlowDocument.FromValue(changed)) { InputSchema = schema });
            FlowDiagnostic[] told = [.. found.Where(static d => d.Severity != DiagnosticSeverity.Information)];
            if (told.Length > 1 || (Refuses(changed) && !Array.Exists(told, static d => d.Severity == DiagnosticSeverity.Error)))
            {
                wrong.Add($"{what}: {string.Join(" | ", told.Select(static d => $"{d.Code} {d.Path} {d.Message}"))}");
            }
        }

        Assert.True(changes > 100);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool Refuses(FlowValue definition)
    {
        try
        {
            FlowDefinition.Parse(definition);
            return false;
        }
        catch (FlowDefinitionException)
        {
            return true;
        }
    }

    private static IEnumerable<(string What, FlowValue Changed)> Changes(FlowValue value, string at)
    {
        if (value is FlowObject fields)
        {
            foreach ((string name, FlowValue field) in fields)
            {
                yield return ($"{at}.{name} deleted", fields.Without(name));
                yield return ($"{at}.{name} misspelt", FlowObject.Create(fields.Select(f => f.Key == name ? new KeyValuePair<string, FlowValue>(name.Insert(name.Length / 2, "q"), f.Value) : f)));
                yield return ($"{at}.{name} null", fields.With(name, FlowValue.Null));
                yield return ($"{at}.{name} a number", fields.With(name, FlowValue.From(-7)));
                if (field is FlowString text)
                {
                    yield return ($"{at}.{name} value misspelt", fields.With(name, FlowValue.From(text.Value.Insert(text.Value.Length / 2, "q"))));
                }

                foreach ((string what, FlowValue changed) in Changes(field, $"{at}.{name}"))
                {
                    yield return (what, fields.With(name, changed));
                }
            }
        }
        else if (value is FlowArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                foreach ((string what, FlowValue changed) in Changes(list[i], $"{at}[{i}]"))
                {
                    int index = i;
                    yield return (what, FlowArray.Create(list.Select((item, j) => j == index ? changed : item)));
                }
            }
        }
    }
}
