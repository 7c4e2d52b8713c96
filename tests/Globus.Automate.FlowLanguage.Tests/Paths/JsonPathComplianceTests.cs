using System.Text.Json;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Paths;

/// <summary>The official JSONPath compliance test suite, whole: every selector, its values and its normalized paths.</summary>
public sealed class JsonPathComplianceTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, JsonElement> s_cases = Load();

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void The_suite_is_there_and_whole()
    {
        Corpus.Path("jsonpath-compliance", "cts.json");
        output.WriteLine($"suite: JSONPath (RFC 9535): {s_cases.Count} selectors");
        Assert.Equal(703, s_cases.Count);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Names))]
    public void The_compliance_suite_passes(string name)
    {
        JsonElement test = s_cases[name];
        string selector = test.GetProperty("selector").GetString()!;
        if (test.TryGetProperty("invalid_selector", out _))
        {
            Assert.False(JsonPath.TryParse(selector, out _, out FlowSyntaxException? error), $"{selector} was taken");
            Assert.NotEmpty(error!.Message);
            Assert.InRange(error.Position, 0, selector.Length);
            Assert.InRange(error.Position + error.Length, 0, selector.Length);
            return;
        }

        var path = JsonPath.Parse(selector);
        FlowValue document = FlowValue.From(test.GetProperty("document"));
        FlowArray found = FlowArray.Create(path.Select(document));
        FlowArray[] allowed = Allowed(test, "result", "results");
        Assert.Contains(found, allowed);

        FlowArray places = FlowArray.OfStrings(path.SelectNodes(document).Select(static node => node.NormalizedPath));
        Assert.Contains(places, Allowed(test, "result_paths", "results_paths"));

        Assert.True(path.TryEvaluate(document, out FlowValue? value) || path.IsSingular);
        if (path.IsSingular)
        {
            Assert.Equal(found.Count == 1 ? found[0] : null, value);
        }
        else
        {
            Assert.Equal(found, value);
        }
    }

    private static FlowArray[] Allowed(JsonElement test, string one, string several)
        => test.TryGetProperty(one, out JsonElement result)
            ? [(FlowArray)FlowValue.From(result)]
            : [.. test.GetProperty(several).EnumerateArray().Select(static result => (FlowArray)FlowValue.From(result))];

    private static Dictionary<string, JsonElement> Load()
    {
        if (Corpus.TryPath("jsonpath-compliance", "cts.json") is not { } file)
        {
            return [];
        }

        using var suite = JsonDocument.Parse(File.ReadAllText(file));
        return suite.RootElement.GetProperty("tests").EnumerateArray()
            .ToDictionary(static test => test.GetProperty("name").GetString()!, static test => test.Clone(), StringComparer.Ordinal);
    }
}
