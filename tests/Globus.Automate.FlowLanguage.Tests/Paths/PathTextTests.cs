using CsCheck;
using Globus.Automate.FlowLanguage.Paths;

namespace Globus.Automate.FlowLanguage.Tests.Paths;

public sealed class PathTextTests
{
    [Fact]
    public void Steps_become_the_shortest_path()
    {
        Assert.Equal("$", PathText.Format([]));
        Assert.Equal("$.a['b c'][0]", PathText.Format(["a", "b c", 0]));
        Assert.Equal("$['a']['b c'][0]", PathText.Normalize(["a", "b c", 0]));
        Assert.Equal("$['3d']['my-name']['']['it\\'s']['\\n\\u0001']", PathText.Format(["3d", "my-name", "", "it's", "\n\u0001"]));
        Assert.Equal("$.a['b.c']", PathText.Member("$.a", "b.c"));
        Assert.Equal("$.a[3]", PathText.Item("$.a", 3));
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same_steps()
    {
        Gen<object> name = Gen.String[0, 8].Where(static s => s.EnumerateRunes().All(static r => r != System.Text.Rune.ReplacementChar)).Select(static s => (object)s);
        Gen<object> index = Gen.Int[0, int.MaxValue].Select(static i => (object)i);
        Gen.OneOf(name, index).Array[0, 6].Sample(static steps =>
        {
            Assert.Equal(steps, JsonPath.Parse(PathText.Format(steps)).SingularSteps!);
            Assert.Equal(steps, JsonPath.Parse(PathText.Normalize(steps)).SingularSteps!);
        }, iter: 5000);
    }
}
