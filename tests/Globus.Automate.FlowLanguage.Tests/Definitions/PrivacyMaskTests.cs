using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Definitions;

public sealed class PrivacyMaskTests
{
    [Theory]
    [InlineData("""{"a":1,"_private":2,"_private_x":3,"_privateer":4,"_tokens":5,"private":6,"n":[{"_private":7,"b":8}]}""", """{"a":1,"private":6,"n":[{"b":8}]}""")]
    [InlineData("""[1,"_private",{"_tokens":{}}]""", """[1,"_private",{}]""")]
    [InlineData("\"_private\"", "\"_private\"")]
    public void Names_hide_themselves_at_any_depth(string value, string shown)
        => Assert.Equal(shown, PrivacyMask.None.Apply(FlowValue.Parse(value)).ToJson());

    [Fact]
    public void A_value_without_anything_to_hide_is_not_copied()
    {
        FlowValue value = FlowValue.Parse("""{"a":[{"b":1}]}""");
        Assert.Same(value, PrivacyMask.None.Apply(value));
    }

    [Fact]
    public void A_mask_moves_with_what_it_hides()
    {
        PrivacyMask secret = PrivacyMask.Of([KeyValuePair.Create<object, PrivacyMask>("pw", PrivacyMask.All)]);
        PrivacyMask mask = PrivacyMask.None.With(["a", 1], secret);
        Assert.Equal("""{"a":[{"pw":1},{"u":3}]}""", mask.Apply(FlowValue.Parse("""{"a":[{"pw":1},{"pw":2,"u":3}]}""")).ToJson());
        Assert.Equal("""{"u":1}""", mask.At(["a", 1]).Apply(FlowValue.Parse("""{"pw":0,"u":1}""")).ToJson());
        Assert.True(mask.At(["b"]).IsNone);
        Assert.True(mask.With(["a", 1, "pw"], PrivacyMask.None).IsNone);
        Assert.True(mask.With([], PrivacyMask.None).IsNone);
        Assert.False(mask.With(["a", 0], PrivacyMask.None).IsNone);
    }

    [Fact]
    public void What_is_hidden_as_a_whole_shows_nothing()
    {
        Assert.Equal("{}", PrivacyMask.All.Apply(FlowValue.Parse("""{"a":1}""")).ToJson());
        Assert.Equal("null", PrivacyMask.All.Apply(FlowValue.From("x")).ToJson());
        Assert.Equal("[1,null]", PrivacyMask.None.With([1], PrivacyMask.All).Apply(FlowValue.Parse("[1,2]")).ToJson());
    }
}
