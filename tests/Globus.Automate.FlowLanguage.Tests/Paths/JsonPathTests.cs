using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Paths;

public sealed partial class JsonPathTests
{
    private static readonly FlowValue s_document = FlowValue.Parse(
        """{"input": {"Hellos": ["a", "b", "c"], "n": 1.5, "none": null}, "_context": {"run_id": "r1"}, "a b": [{"c": 1}]}""");

    [Theory]
    [InlineData("$.input.Hellos[0]", "\"a\"")]
    [InlineData("$.input.Hellos[-1]", "\"c\"")]
    [InlineData("$._context.run_id", "\"r1\"")]
    [InlineData("$['a b'][0].c", "1")]
    [InlineData("$.input.none", "null")]
    public void A_singular_path_gives_the_value_of_its_node(string text, string expected)
    {
        var path = JsonPath.Parse(text);
        Assert.True(path.IsSingular);
        Assert.True(path.TryEvaluate(s_document, out FlowValue? value));
        Assert.Equal(FlowValue.Parse(expected), value);
    }

    [Theory]
    [InlineData("$.input.Hellos[1:]", """["b", "c"]""")]
    [InlineData("$.input.Hellos[0:1]", """["a"]""")]
    [InlineData("$.missing[*]", "[]")]
    [InlineData("$..c", "[1]")]
    [InlineData("$.input.Hellos[?@ == 'b']", """["b"]""")]
    [InlineData("$.input['n','n']", "[1.5, 1.5]")]
    public void Any_other_path_gives_a_list_even_of_one_or_none(string text, string expected)
    {
        var path = JsonPath.Parse(text);
        Assert.False(path.IsSingular);
        Assert.Null(path.SingularSteps);
        Assert.True(path.TryEvaluate(s_document, out FlowValue? value));
        Assert.Equal(FlowValue.Parse(expected), value);
    }

    [Theory]
    [InlineData("$.missing")]
    [InlineData("$.input.Hellos[3]")]
    [InlineData("$.input.Hellos[-4]")]
    [InlineData("$.input.Hellos.length")]
    [InlineData("$.input[0]")]
    [InlineData("$[9007199254740991]")]
    public void A_singular_path_to_nothing_has_no_value(string text)
    {
        Assert.False(JsonPath.Parse(text).TryEvaluate(s_document, out FlowValue? value));
        Assert.Null(value);
        Assert.Empty(JsonPath.Parse(text).Select(s_document));
    }

    [Fact]
    public void Steps_are_names_and_indices()
    {
        Assert.Equal<object>(["a", "b c", 0, -1], JsonPath.Parse("$.a['b c'][0][-1]").SingularSteps!);
        Assert.Equal<object>(["a", 0, "b"], JsonPath.Parse("$.a[0].b[*].c").LeadingSteps);
        Assert.Empty(JsonPath.Parse("$..a").LeadingSteps);
        Assert.Empty(JsonPath.Parse("$").SingularSteps!);
    }

    [Theory]
    [InlineData("", "The path is empty: a path starts with '$'.", 0)]
    [InlineData("input.name", "A path starts with '$': did you mean $.input.name?", 0)]
    [InlineData(".input", "A path starts with '$': did you mean $.input?", 0)]
    [InlineData(" $.a", "A path starts with '$', without blanks before it.", 0)]
    [InlineData("$.a ", "A path cannot end with blanks.", 3)]
    [InlineData("$_private.password", "'.' or '[' was expected here, not '_': did you mean $._private.password?", 1)]
    [InlineData("$$.Execution", "'$$' is the context object of other services: in a flow, it is $._context.", 0)]
    [InlineData("$.a.3d", "The name '3d' cannot stand after a dot, where only letters, digits, '_' and inner '-' may, the first no digit: write $.a['3d'] instead.", 4)]
    [InlineData("$.my-name-.x", "The name 'my-name-' cannot stand after a dot, where only letters, digits, '_' and inner '-' may, the first no digit: write $['my-name-'] instead.", 2)]
    [InlineData("$..-name", "The name '-name' cannot stand after a dot, where only letters, digits, '_' and inner '-' may, the first no digit: write $..['-name'] instead.", 3)]
    [InlineData("$.a.[0]", "There is no name between '.' and '[': leave the dot out.", 4)]
    [InlineData("$.a.", "A name or '*' was expected after '.', not the end of the path.", 4)]
    [InlineData("$[a]", "A name in brackets needs quotes: write ['a'].", 2)]
    [InlineData("$[]", "There is nothing between '[' and ']': a name in quotes, an index, a slice, '*' or a filter is needed.", 1)]
    [InlineData("$[0", "The bracket that opens here has no closing ']'.", 1)]
    [InlineData("$['a]", "The string that starts here has no closing '.", 2)]
    [InlineData("$[01]", "An index is written without leading zeros and never as -0: '01' is not one.", 2)]
    [InlineData("$[?@.a = 1]", "Equality is written '=='.", 7)]
    [InlineData("$[?@.* == 1]", "This path can find many values where one is needed: only names and indices may be in it.", 3)]
    [InlineData("$[?len(@.a) == 1]", "There is no function 'len': a path knows length, count, match, search and value.", 3)]
    [InlineData("$[?length(@.a, 1) == 1]", "length() takes 1 argument, not 2.", 3)]
    [InlineData("$[?foo == 1]", "'foo' means nothing here: a text needs quotes, a member of the current node is @.foo.", 3)]
    [InlineData("$[?1]", "A literal is no condition: compare it with something.", 3)]
    public void A_text_that_is_no_path_gets_one_sentence_and_its_place(string text, string message, int position)
    {
        Assert.False(JsonPath.TryParse(text, out _, out FlowSyntaxException? error));
        Assert.Equal(message, error.Message);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void Every_path_in_the_example_flows_compiles()
    {
        int paths = 0;
        foreach (string file in Directory.EnumerateFiles(Corpus.Path("flows"), "definition.*", SearchOption.AllDirectories))
        {
            foreach (Match match in PathValue().Matches(File.ReadAllText(file)))
            {
                Assert.True(JsonPath.TryParse(match.Groups[1].Value, out _, out FlowSyntaxException? error), $"{file}: {match.Value}: {error?.Message}");
                paths++;
            }
        }

        Assert.True(paths > 50, $"only {paths} paths were found");
    }

    [Theory]
    [InlineData("$[?@<'\U00010000']", """["\uE000", "\uD83D\uDE00"]""", "[\"\uE000\"]")]
    [InlineData("$[?@>9007199254740992]", "[9007199254740993, 9007199254740992.0, 1e400, 123456789012345678901234567890]", "[9007199254740993, 1e400, 123456789012345678901234567890]")]
    [InlineData("$[?@==1]", "[1, 1.0, true, \"1\"]", "[1, 1.0]")]
    [InlineData("$[?length(@)==1]", """["\uD83D\uDE00", "ab", [1], {"a": 1}, 1]""", "[\"\U0001F600\", [1], {\"a\": 1}]")]
    public void Comparisons_are_those_of_values_not_of_their_spelling(string path, string document, string expected)
        => Assert.Equal(FlowValue.Parse(expected), FlowArray.Create(JsonPath.Parse(path).Select(FlowValue.Parse(document))));

    [Theory]
    [InlineData(@"\\p{L}+", "äЖ𐐀", true)]
    [InlineData("[^a]", "😀", true)]
    [InlineData("[a-c-]", "-", true)]
    [InlineData("a{2,3}", "aaa", true)]
    [InlineData("a{2}", "aaa", false)]
    [InlineData("(a|b)*c", "abac", true)]
    [InlineData(@"\\d", "1", false)] // not in I-Regexp: matches nothing
    [InlineData("(a", "a", false)]
    [InlineData("((a{100}){100}){100}", "a", false)] // too large
    public void Patterns_are_those_of_I_Regexp(string pattern, string text, bool matches)
    {
        FlowValue document = FlowArray.OfStrings([text]);
        Assert.Equal(matches ? 1 : 0, JsonPath.Parse($"$[?match(@, '{pattern}')]").Select(document).Count);
    }

    [Fact]
    public void A_catastrophic_pattern_takes_no_time()
    {
        FlowValue document = FlowArray.OfStrings([new string('a', 5000) + "!"]);
        Timing.Within(TimeSpan.FromSeconds(1), () => Assert.Empty(JsonPath.Parse("$[?match(@, '(a+)+')]").Select(document)));
    }

    [Fact]
    public void A_path_that_multiplies_is_stopped()
    {
        FlowValue document = FlowValue.Parse(string.Concat(Enumerable.Repeat("[1,", 60)) + "0" + new string(']', 60));
        for (int i = 0; i < 3; i++)
        {
            document = FlowArray.Create(document, document, document);
        }

        Timing.Within(TimeSpan.FromSeconds(1), () =>
        {
            FlowSyntaxException error = Assert.Throws<FlowSyntaxException>(() => JsonPath.Parse("$..*..*..*..*..*").Select(document));
            Assert.StartsWith("The path takes more than 2,000,000 steps", error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Deep_nesting_of_either_side_overflows_no_stack()
    {
        FlowValue document = FlowValue.From(0);
        for (int i = 0; i < 100_000; i++)
        {
            document = FlowArray.Create(document);
        }

        Assert.Equal(100_000, JsonPath.Parse("$..*").Select(document).Count);
        Assert.False(JsonPath.TryParse("$" + string.Concat(Enumerable.Repeat("[?(@", 50_000)), out _, out FlowSyntaxException? error));
        Assert.Equal("The filter nests deeper than 64 levels.", error.Message);
        Assert.False(JsonPath.TryParse("$[?" + string.Concat(Enumerable.Repeat("length(", 50_000)), out _, out _));
        Assert.False(JsonPath.TryParse("$" + string.Concat(Enumerable.Repeat("['x']a", 20_000)), out _, out _));
        Assert.True(JsonPath.TryParse("$" + string.Concat(Enumerable.Repeat(".a", 50_000)), out JsonPath? path, out _));
        Assert.False(path.TryEvaluate(document, out _));
    }

    [Fact]
    public void Evaluating_a_singular_path_allocates_nothing()
    {
        var path = JsonPath.Parse("$.input.Hellos[0]");
        Assert.True(path.TryEvaluate(s_document, out _));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            path.TryEvaluate(s_document, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [GeneratedRegex("""(?:Path|\.\$)"?: *"?(\$[^"\r\n]*)"?""")]
    private static partial Regex PathValue();

    [Theory]
    [InlineData("$.my-name.x", """{"my-name": {"x": 1}}""", "1")]
    [InlineData("$.a.submitting-user-id", """{"a": {"submitting-user-id": "u"}}""", "\"u\"")]
    [InlineData("$..b--2", """{"a": {"b--2": 3}}""", "[3]")]
    [InlineData("$.list[?@.a-b == 1]", """{"list": [{"a-b": 1}, {"a-b": 2}]}""", """[{"a-b":1}]""")]
    public void Hyphens_inside_a_name_need_no_brackets(string path, string document, string expected)
    {
        Assert.True(JsonPath.Parse(path).TryEvaluate(FlowValue.Parse(document), out FlowValue? value));
        Assert.Equal(expected, value.ToJson());
    }
}
