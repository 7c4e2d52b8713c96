using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Definitions;

/// <summary>Every operator of a choice rule, on values that match, that do not, and of other types.</summary>
public sealed class ChoiceRuleTests
{
    private static readonly string[] s_relations = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];

    /// <summary>Per family: values in ascending order; every pair is tried with every relation, as a constant and through a path.</summary>
    public static TheoryData<string, string[]> Families() => new()
    {
        { "String", ["\"\"", "\"A\"", "\"B\"", "\"a\"", "\"aa\"", "\"ä\""] },
        { "Numeric", ["-1e300", "-2", "-1.5", "0", "0.5", "1", "9007199254740992.0", "9007199254740993", "1e19", "99999999999999999999"] },
        { "Timestamp", ["\"2025-12-31T23:59:59Z\"", "\"2026-01-01T01:00:00+01:00\"", "\"2026-01-01T00:00:00.5Z\"", "\"2026-01-01T00:00:00-01:00\""] },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Ordered_operators_follow_the_order_of_their_type(string family, string[] values)
    {
        for (int left = 0; left < values.Length; left++)
        {
            for (int right = 0; right < values.Length; right++)
            {
                bool[] expected = [left == right, left < right, left > right, left <= right, left >= right];
                for (int relation = 0; relation < s_relations.Length; relation++)
                {
                    string name = family + s_relations[relation];
                    string document = $$"""{"left":{{values[left]}},"right":{{values[right]}}}""";
                    Assert.True(expected[relation] == Matches($$"""{"Variable":"$.left","{{name}}":{{values[right]}}}""", document), $"{values[left]} {name} {values[right]}");
                    Assert.True(expected[relation] == Matches($$"""{"Variable":"$.left","{{name}}Path":"$.right"}""", document), $"{values[left]} {name}Path {values[right]}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_comparison_with_a_value_of_another_type_is_false(string family, string[] values)
    {
        string[] others = ["null", "true", "[]", "{}", family == "Numeric" ? "\"1\"" : "7", family == "Timestamp" ? "\"2026-01-01\"" : "[1]"];
        foreach (string other in others)
        {
            foreach (string relation in s_relations)
            {
                Assert.False(Matches($$"""{"Variable":"$.v","{{family}}{{relation}}":{{values[0]}}}""", $$"""{"v":{{other}}}"""));
                Assert.False(Matches($$"""{"Variable":"$.v","{{family}}{{relation}}Path":"$.o"}""", $$"""{"v":{{values[0]}},"o":{{other}}}"""));
            }
        }
    }

    [Theory]
    [InlineData("true", "true", true)]
    [InlineData("true", "false", false)]
    [InlineData("false", "false", true)]
    [InlineData("1", "true", false)]
    [InlineData("\"true\"", "true", false)]
    [InlineData("null", "false", false)]
    public void BooleanEquals(string left, string right, bool expected)
    {
        Assert.Equal(expected, Matches($$"""{"Variable":"$.v","BooleanEquals":{{right}}}""", $$"""{"v":{{left}}}"""));
        Assert.Equal(expected, Matches("""{"Variable":"$.v","BooleanEqualsPath":"$.o"}""", $$"""{"v":{{left}},"o":{{right}}}"""));
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*.log", "app.log", true)]
    [InlineData("*.log", ".log", true)]
    [InlineData("*.log", "app.log.gz", false)]
    [InlineData("a*b*c", "a--b--c", true)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("**", "x", true)]
    [InlineData("*aab", "aaaab", true)]
    [InlineData("""a\\*""", "a*", true)]
    [InlineData("""a\\*""", "ab", false)]
    [InlineData("""a\\*b*""", "a*bcd", true)]
    [InlineData("""a\\\\b""", """a\b""", true)]
    [InlineData("A*", "abc", false)]
    public void StringMatches(string pattern, string text, bool expected)
        => Assert.Equal(expected, Matches($$"""{"Variable":"$.v","StringMatches":"{{pattern}}"}""", FlowObject.Create(("v", FlowValue.From(text))).ToJson()));

    [Fact]
    public void StringMatches_of_a_hostile_pattern_is_quick()
    {
        string pattern = string.Concat(Enumerable.Repeat("a*", 200)) + "b";
        Assert.False(Matches($$"""{"Variable":"$.v","StringMatches":"{{pattern}}"}""", $$"""{"v":"{{new string('a', 50_000)}}"}"""));
        Assert.False(Matches("""{"Variable":"$.v","StringMatches":"*"}""", """{"v":1}"""));
    }

    [Theory]
    [InlineData("IsNull", "null")]
    [InlineData("IsNumeric", "1", "1.5", "99999999999999999999")]
    [InlineData("IsString", "\"x\"", "\"2026-01-01T00:00:00Z\"")]
    [InlineData("IsBoolean", "true", "false")]
    [InlineData("IsTimestamp", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:00.123456789+05:30\"")]
    public void Kinds(string name, params string[] matching)
    {
        string[] all = ["null", "1", "1.5", "99999999999999999999", "\"x\"", "true", "false", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:00.123456789+05:30\"", "[]", "{}", "\"2026-01-01t00:00:00z\"", "\"2026-13-01T00:00:00Z\"", "\"2026-01-01T00:00:00\""];
        foreach (string value in all)
        {
            bool expected = matching.Contains(value) || (name == "IsString" && value.StartsWith('"'));
            Assert.True(expected == Matches($$"""{"Variable":"$.v","{{name}}":true}""", $$"""{"v":{{value}}}"""), $"{name} {value}");
            Assert.True(expected != Matches($$"""{"Variable":"$.v","{{name}}":false}""", $$"""{"v":{{value}}}"""), $"{name} {value}");
        }
    }

    [Theory]
    [InlineData("$.a", true)]
    [InlineData("$.n", true)]
    [InlineData("$.b", false)]
    [InlineData("$.l[0]", true)]
    [InlineData("$.l[5]", false)]
    [InlineData("$.l[-1]", true)]
    [InlineData("$.l[*]", true)]
    [InlineData("$.l[?@ > 5]", false)]
    [InlineData("$.a.x", false)]
    public void IsPresent(string path, bool present)
    {
        const string document = """{"a":1,"n":null,"l":[1,2]}""";
        Assert.Equal(present, Matches($$"""{"Variable":"{{path}}","IsPresent":true}""", document));
        Assert.Equal(!present, Matches($$"""{"Variable":"{{path}}","IsPresent":false}""", document));
    }

    [Theory]
    [InlineData("""{"Not":{"Variable":"$.a","NumericEquals":1}}""", false)]
    [InlineData("""{"And":[{"Variable":"$.a","NumericEquals":1},{"Variable":"$.b","StringEquals":"x"}]}""", true)]
    [InlineData("""{"And":[{"Variable":"$.a","NumericEquals":2},{"Variable":"$.missing","StringEquals":"x"}]}""", false)]
    [InlineData("""{"Or":[{"Variable":"$.a","NumericEquals":1},{"Variable":"$.missing","StringEquals":"x"}]}""", true)]
    [InlineData("""{"Or":[{"Variable":"$.a","NumericEquals":2},{"Variable":"$.b","StringEquals":"y"}]}""", false)]
    [InlineData("""{"Or":[{"And":[{"Not":{"Variable":"$.a","IsString":true}},{"Variable":"$.b","IsString":true}]}]}""", true)]
    public void Conditions_combine(string rule, bool expected)
    {
        const string document = """{"a":1,"b":"x"}""";
        Assert.Equal(expected, Matches(rule, document));
        Assert.Equal(expected, Compile(rule).Rule.Trace(Document(document)).Matched);
    }

    [Theory]
    [InlineData("""{"Variable":"$.no","StringEquals":"x"}""", "$.no", "Variable")]
    [InlineData("""{"Variable":"$.no","IsNull":true}""", "$.no", "Variable")]
    [InlineData("""{"Variable":"$.a","StringEqualsPath":"$.no"}""", "$.no", "StringEqualsPath")]
    [InlineData("""{"Not":{"Variable":"$.no.x","IsString":true}}""", "$.no.x", "Variable")]
    public void A_missing_value_is_an_error_that_names_path_and_field(string rule, string path, string field)
    {
        FlowEvaluationException exception = Assert.Throws<FlowEvaluationException>(() => Matches(rule, """{"a":"x"}"""));
        Assert.Equal($"The path '{path}' specified for the field '{field}' could not be found in the state input.", exception.Message);
        Assert.Equal(field, exception.Field);
    }

    [Theory]
    [InlineData("""{"Variable":"$.a","Next":"E"}""", "$.States.C.Choices[0]", "needs an operator")]
    [InlineData("""{"Variable":"$.a","StringEquals":"x","NumericEquals":1,"Next":"E"}""", "$.States.C.Choices[0].NumericEquals", "has 'StringEquals' and 'NumericEquals'")]
    [InlineData("""{"Variable":"$.a","StringLooksLike":"x","Next":"E"}""", "$.States.C.Choices[0].StringLooksLike", "is not an operator")]
    [InlineData("""{"Variable":"$.a","BooleanLessThan":true,"Next":"E"}""", "$.States.C.Choices[0].BooleanLessThan", "is not an operator")]
    [InlineData("""{"StringEquals":"x","Next":"E"}""", "$.States.C.Choices[0]", "needs 'Variable'")]
    [InlineData("""{"Variable":"a","StringEquals":"x","Next":"E"}""", "$.States.C.Choices[0].Variable", "is not a JSONPath")]
    [InlineData("""{"Variable":"$.a","StringEquals":1,"Next":"E"}""", "$.States.C.Choices[0].StringEquals", "compares with a string, not with a number")]
    [InlineData("""{"Variable":"$.a","NumericEquals":"1","Next":"E"}""", "$.States.C.Choices[0].NumericEquals", "compares with a number, not with a string '1'")]
    [InlineData("""{"Variable":"$.a","TimestampEquals":"today","Next":"E"}""", "$.States.C.Choices[0].TimestampEquals", "compares with a timestamp")]
    [InlineData("""{"Variable":"$.a","IsPresent":"yes","Next":"E"}""", "$.States.C.Choices[0].IsPresent", "must be true or false")]
    [InlineData("""{"And":[],"Next":"E"}""", "$.States.C.Choices[0].And", "at least one entry")]
    [InlineData("""{"And":[{"Variable":"$.a","IsNull":true,"Next":"E"}],"Next":"E"}""", "$.States.C.Choices[0].And[0].Next", "Only the rule itself")]
    [InlineData("""{"Variable":"$.a","And":[{"Variable":"$.a","IsNull":true}],"Next":"E"}""", "$.States.C.Choices[0].Variable", "not beside it")]
    [InlineData("""{"Variable":"$.a","IsNull":true}""", "$.States.C.Choices[0]", "needs 'Next'")]
    [InlineData("""{"Variable":"$.a","IsNull":true,"Next":"X"}""", "$.States.C.Choices[0].Next", "no state named 'X'")]
    public void A_rule_that_is_none_says_where_and_why(string rule, string path, string message)
    {
        FlowDefinitionException exception = Assert.Throws<FlowDefinitionException>(() => Parse(rule));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(path, exception.Path);
    }

    private static bool Matches(string rule, string document) => Compile(rule).Rule.Matches(Document(document));

    private static RunDocument Document(string json) => new(FlowValue.Parse(json));

    private static ChoiceBranch Compile(string rule)
        => ((ChoiceState)Parse(((FlowObject)FlowValue.Parse(rule)).With("Next", FlowValue.From("E")).ToJson())["C"]).Choices[0];

    private static FlowDefinition Parse(string rule)
        => FlowDefinition.Parse(FlowValue.Parse($$$"""{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{{{rule}}}]},"E":{"Type":"Fail"} }}"""));
}
