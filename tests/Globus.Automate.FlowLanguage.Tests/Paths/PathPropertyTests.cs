using CsCheck;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Paths;

/// <summary>Whatever the text: an answer or one sentence, and soon.</summary>
public sealed class PathPropertyTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private static readonly FlowValue s_document = FlowValue.Parse(
        """{"a": {"b": [1, 2.5, "x", null, {"a": [true, {"b": "aab"}]}], "c d": "aaaa"}, "_b": [[[]]], "ä": {"": {}}}""");

    private static readonly Gen<string> s_fragments = Gen.OneOf(
        "$", "@", ".", "..", "[", "]", "*", "?", "a", "b", "'a'", "\"c d\"", "0", "-1", ":", ",", "(", ")", "!", "&&", "||", "==", "<", ">=", "length(", "count(",
        "match(", "search(", "value(", "'a+'", "'(a|b)*'", "true", "null", "1e3", " ", "ä", "\\", "'\\u0041'", "..*", "[?@.a]", "[0:2]", ".a", "['c d']", "{", "$..")
        .Array[0, 14].Select(string.Concat);

    [Fact]
    public void Random_text_is_a_path_or_an_error_with_a_place() => Gen.String[0, 40].Sample(Check, iter: 20_000);

    [Fact]
    public void Random_pieces_of_paths_are_a_path_or_an_error_with_a_place()
        => s_fragments.Select(static rest => "$" + rest).Sample(Check, iter: 40_000);

    [Fact]
    public void Random_filters_are_a_path_or_an_error_with_a_place()
        => s_fragments.Select(static rest => $"$..[?{rest}]").Sample(Check, iter: 40_000);

    [Fact]
    public void Random_patterns_never_take_long()
        => Gen.OneOf("a", "b", "(", ")", "*", "+", "?", "|", "[ab]", ".", "{2,9}", "(a*)*", "[^a]", "\\\\.", "\\\\p{L}").Array[0, 12].Select(string.Concat)
            .Sample(static pattern => Check($"$..[?search(@, '{pattern}')]"), iter: 20_000);

    [Fact]
    public void What_is_set_can_be_got_and_nothing_else_changes()
        => Gen.OneOf(Gen.OneOf<object>("a", "b", "c d", "_b", "z"), Gen.Int[0, 4].Select(static i => (object)i)).Array[1, 5].Sample(static steps =>
        {
            var path = ReferencePath.Parse(PathText.Format(steps));
            FlowValue after;
            try
            {
                after = path.Set(s_document, FlowValue.From("new"));
            }
            catch (FlowSyntaxException)
            {
                return;
            }

            Assert.True(path.TryGet(after, out FlowValue? value));
            Assert.Equal(FlowValue.From("new"), value);
            if (path.TryGet(s_document, out FlowValue? old))
            {
                Assert.Equal(s_document, path.Set(after, old));
            }
        }, iter: 5000);

    private static void Check(string text) => Timing.Within(s_limit, () => Examine(text), () => text);

    private static void Examine(string text)
    {
        if (JsonPath.TryParse(text, out JsonPath? path, out FlowSyntaxException? error))
        {
            IReadOnlyList<PathNode> nodes = path.SelectNodes(s_document);
            Assert.Equal(path.Select(s_document), nodes.Select(static node => node.Value));
            foreach (PathNode node in nodes)
            {
                Assert.True(JsonPath.Parse(node.NormalizedPath).TryEvaluate(s_document, out FlowValue? same));
                Assert.Same(node.Value, same);
            }
        }
        else
        {
            Assert.NotEmpty(error.Message);
            Assert.InRange(error.Position + error.Length, 0, text.Length);
            Assert.False(ReferencePath.TryParse(text, out _, out _));
        }
    }
}
