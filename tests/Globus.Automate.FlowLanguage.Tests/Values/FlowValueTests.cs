using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Values;

public sealed class FlowValueTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("12345678901234567890123")]
    [InlineData("-7")]
    [InlineData("2.0")]
    [InlineData("2.5")]
    [InlineData("1E+30")]
    [InlineData("\"naïve ☃\"")]
    [InlineData("""{"b":1,"a":[1,{"c":null}],"":{}}""")]
    public void Json_comes_back_as_it_was_written(string json)
        => Assert.Equal(json, FlowValue.Parse(json).ToJson());

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""")]
    [InlineData("[1,[2.0]]", "[1,[2]]")]
    public void Equal_data_is_equal(string left, string right)
    {
        FlowValue a = FlowValue.Parse(left);
        FlowValue b = FlowValue.Parse(right);
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Theory]
    [InlineData("1", "true")]
    [InlineData("0", "null")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("""{"a":1}""", """{"a":1,"b":1}""")]
    [InlineData("9007199254740993", "9007199254740992.0")]
    public void Other_data_is_not_equal(string left, string right)
        => Assert.NotEqual(FlowValue.Parse(left), FlowValue.Parse(right));

    [Fact]
    public void With_keeps_the_place_of_a_member_and_leaves_the_original_alone()
    {
        FlowObject original = FlowObject.Create(("a", FlowValue.From(1)), ("b", FlowValue.From(2)));
        FlowObject changed = original.With("a", FlowValue.From("new")).With("c", FlowValue.Null);
        Assert.Equal("""{"a":"new","b":2,"c":null}""", changed.ToJson());
        Assert.Equal("""{"a":1,"b":2}""", original.ToJson());
        Assert.Equal("""{"a":1}""", original.Without("b").ToJson());
    }

    [Fact]
    public void Members_are_found_in_large_objects_too()
    {
        FlowObject large = FlowObject.Create(Enumerable.Range(0, 1000).Select(i => KeyValuePair.Create($"k{i}", (FlowValue)FlowValue.From(i))));
        Assert.Equal(FlowValue.From(777), large["k777"]);
        Assert.Null(large["k1000"]);
        Assert.Equal(1000, large.Count);
    }

    [Theory]
    [InlineData("""{"a":[1,2.5,"ü"],"b":{"c":null,"d":true,"e":false}}""")]
    [InlineData("[]")]
    public void The_size_is_that_of_the_compact_json(string json)
        => Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(json), FlowValue.Parse(json).Utf8Size);

    [Fact]
    public void Integers_have_no_bound()
    {
        FlowInteger big = FlowValue.From(BigInteger.Pow(2, 100));
        Assert.False(big.TryGetInt64(out _));
        Assert.Equal("1267650600228229401496703205376", big.ToJson());
        Assert.True(FlowValue.From(new BigInteger(5)).TryGetInt64(out long small));
        Assert.Equal(5, small);
    }
}
