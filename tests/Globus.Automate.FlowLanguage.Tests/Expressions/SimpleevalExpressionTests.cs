using System.Text.Json;
using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Expressions;

/// <summary>The cases of simpleeval-cases.json: what Python's simpleeval makes of each, by type and to the last digit.</summary>
public sealed class SimpleevalExpressionTests
{
    private static readonly Lazy<(FlowValue State, JsonElement Cases)> s_cases = new(() =>
    {
        string file = Path.Combine(Corpus.RepositoryRoot(), "tests", "Globus.Automate.FlowLanguage.Tests", "Expressions", "simpleeval-cases.json");
        JsonElement root = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        return (FlowValue.From(root.GetProperty("state")), root.GetProperty("cases"));
    });

    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        int i = 0;
        foreach (JsonElement item in s_cases.Value.Cases.EnumerateArray())
        {
            data.Add(i++, item.GetProperty("expression").GetString()!);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_value_is_that_of_python(int index, string expression)
    {
        (FlowValue state, JsonElement cases) = s_cases.Value;
        JsonElement item = cases[index];
        if (item.TryGetProperty("error", out _))
        {
            Assert.ThrowsAny<FlowSyntaxException>(() => FlowExpression.Parse(expression).Evaluate(state));
            return;
        }

        FlowValue expected = FlowValue.From(item.GetProperty("value"));
        Assert.Equal(expected.ToJson(), FlowExpression.Parse(expression).Evaluate(state).ToJson());
    }

    [Fact]
    public void Where_both_fail_while_computing_they_name_the_same_error()
    {
        // What is refused when it is parsed fails before, and dividing has one name for several of Python's.
        var different = new List<string>();
        int compared = 0;
        (FlowValue state, JsonElement cases) = s_cases.Value;
        foreach (JsonElement item in cases.EnumerateArray())
        {
            string text = item.GetProperty("expression").GetString()!;
            if (item.TryGetProperty("error", out JsonElement error) && FlowExpression.TryParse(text, out FlowExpression? expression, out _))
            {
                ExpressionException e = Assert.Throws<ExpressionException>(() => expression.Evaluate(state));
                compared++;
                if (e.Error != error.GetString())
                {
                    different.Add($"{text}: {error.GetString()}, here {e.Error}");
                }
            }
        }

        Assert.True(compared > 400, $"Only {compared} errors were compared.");
        Assert.True(different.Count == 0, string.Join('\n', different));
    }
}
