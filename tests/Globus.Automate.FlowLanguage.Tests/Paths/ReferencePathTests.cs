using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Paths;

public sealed class ReferencePathTests
{
    [Theory]
    [InlineData("$", """{"a": 1}""", "\"X\"")]
    [InlineData("$.a", """{"a": 1, "b": 2}""", """{"a": "X", "b": 2}""")]
    [InlineData("$.a.b.c", "{}", """{"a": {"b": {"c": "X"}}}""")]
    [InlineData("$.a.b", """{"a": null}""", """{"a": {"b": "X"}}""")]
    [InlineData("$.a", "null", """{"a": "X"}""")]
    [InlineData("$.a[0]", """{"a": [1, 2]}""", """{"a": ["X", 2]}""")]
    [InlineData("$.a[2]", """{"a": [1, 2]}""", """{"a": [1, 2, "X"]}""")]
    [InlineData("$.a[0].b", "{}", """{"a": [{"b": "X"}]}""")]
    [InlineData("$['a b']['c\\'d']", "{}", """{"a b": {"c'd": "X"}}""")]
    [InlineData("$.a[1].b", """{"a": [1, {"c": 2}]}""", """{"a": [1, {"c": 2, "b": "X"}]}""")]
    public void Setting_assigns_and_makes_what_is_missing(string text, string document, string expected)
    {
        var path = ReferencePath.Parse(text);
        FlowValue before = FlowValue.Parse(document);
        FlowValue after = path.Set(before, FlowValue.From("X"));
        Assert.Equal(FlowValue.Parse(expected), after);
        Assert.Equal(FlowValue.Parse(document), before);
        Assert.True(path.TryGet(after, out FlowValue? value));
        Assert.Equal(FlowValue.From("X"), value);
    }

    [Theory]
    [InlineData("$.a.b", """{"a": 1}""", "$.a.b cannot be assigned in this document: the member 'b' cannot be set, because $.a is a number, not an object.", 3)]
    [InlineData("$.a.b", """{"a": "x"}""", "$.a.b cannot be assigned in this document: the member 'b' cannot be set, because $.a is a string, not an object.", 3)]
    [InlineData("$.a.b", """{"a": []}""", "$.a.b cannot be assigned in this document: the member 'b' cannot be set, because $.a is a list, not an object.", 3)]
    [InlineData("$.a", "true", "$.a cannot be assigned in this document: the member 'a' cannot be set, because $ is a boolean, not an object.", 1)]
    [InlineData("$.a[0]", """{"a": {}}""", "$.a[0] cannot be assigned in this document: the item [0] cannot be set, because $.a is an object, not a list.", 3)]
    [InlineData("$.a[3]", """{"a": [1, 2]}""", "$.a[3] cannot be assigned in this document: the item [3] cannot be set, because $.a has 2 items: [2] would append one.", 3)]
    [InlineData("$.a[1]", "{}", "$.a[1] cannot be assigned in this document: the item [1] cannot be set, because $.a has 0 items: [0] would append one.", 3)]
    public void What_is_in_the_way_is_never_replaced(string text, string document, string message, int position)
    {
        FlowSyntaxException error = Assert.Throws<FlowSyntaxException>(() => ReferencePath.Parse(text).Set(FlowValue.Parse(document), FlowValue.True));
        Assert.Equal(message, error.Message);
        Assert.Equal(position, error.Position);
    }

    [Theory]
    [InlineData("$.a[*]", "'*' finds many", 3)]
    [InlineData("$..a", "'..' finds many", 1)]
    [InlineData("$.a[-1]", "a negative index depends on how long the list is, count from 0", 3)]
    [InlineData("$.a[0:1]", "a slice finds many", 3)]
    [InlineData("$.a[?@.b]", "a filter can find many", 3)]
    [InlineData("$['a','b']", "brackets with several entries name many", 1)]
    [InlineData("$[4294967296]", "no list has an item at this index", 1)]
    public void Paths_that_can_name_many_places_are_refused(string text, string reason, int position)
    {
        Assert.False(ReferencePath.TryParse(text, out _, out FlowSyntaxException? error));
        Assert.Equal($"A reference path names one place: {reason}.", error.Message);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void Steps_tell_where_the_path_goes()
    {
        Assert.True(ReferencePath.Parse("$").IsRoot);
        var path = ReferencePath.Parse("$._context['x y'][2]");
        Assert.False(path.IsRoot);
        Assert.Equal<object>(["_context", "x y", 2], path.Steps);
        Assert.True(path.StartsWith("_context"));
        Assert.False(ReferencePath.Parse("$._contexts").StartsWith("_context"));
        Assert.False(ReferencePath.Parse("$[0]").StartsWith("_context"));
    }

    [Fact]
    public void A_path_deeper_than_a_document_is_refused()
    {
        Assert.True(ReferencePath.TryParse("$" + string.Concat(Enumerable.Repeat(".a", 256)), out _, out _));
        Assert.False(ReferencePath.TryParse("$" + string.Concat(Enumerable.Repeat(".a", 257)), out _, out FlowSyntaxException? error));
        Assert.Equal("A reference path has at most 256 steps, as deep as a document may be.", error.Message);
    }

    [Fact]
    public void Setting_shares_what_it_does_not_touch()
    {
        FlowValue document = FlowValue.Parse("""{"a": {"b": 1}, "c": {"d": [1, 2, 3]}}""");
        var after = (FlowObject)ReferencePath.Parse("$.a.b").Set(document, FlowValue.From(2));
        Assert.Same(((FlowObject)document)["c"], after["c"]);
    }
}
