using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Reading;

/// <summary>A few places are looked for one by one, many are kept: both ways find the same.</summary>
public sealed class PlaceTests
{
    private const string Nasty = """
        { "a\"b": [1, "x]}\\", {"é\u0041": {}, "": [[], [ [true , null]] ]}],
          "n" : -1.5e3 ,
        	"\n": {"deep": {"deeper": [ "\\", "," , ":" ]}}, "last": "}" }
        """;

    [Fact]
    public void Places_in_a_nasty_text_are_found_alike_either_way() => Compare(Nasty);

    [Theory]
    [InlineData("hello-world")]
    [InlineData("transfer-mv")]
    [InlineData("multi-transfer")]
    [InlineData("web-option")]
    public void Places_in_a_definition_are_found_alike_either_way(string folder)
        => Compare(File.ReadAllText(Corpus.Path("flows", folder, "definition.json")));

    [Theory]
    [InlineData("a: 1\nb:\n  - x\n  - {c: [1, [2, {}]], 'd d': }\n  -\n    - y\n\"e\\nf\": |\n  text\n  more\n1: !!str 5\n")]
    [InlineData("- &a {x: 1}\n- {y: *a, z: 2}\n- <<: *a\n  w: [*a, 3]\n")]
    public void Places_in_YAML_are_found_alike_either_way(string text) => Compare(text);

    [Theory]
    [InlineData("hello-world-yaml")]
    [InlineData("loop-with-batch-processing")]
    public void Places_in_a_YAML_definition_are_found_alike_either_way(string folder)
        => Compare(File.ReadAllText(Corpus.Path("flows", folder, "definition.yaml")));

    [Fact]
    public void A_repeated_key_names_the_line_of_the_first()
    {
        var error = Assert.Throws<DocumentException>(() => FlowDocument.Parse("{\"x\": {\"k\": 0},\n \"k\": {\"k\": [1, 2]},\n \"k\": 2}"));

        Assert.Contains("line 3, column 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("it stands in line 2 already", error.Message, StringComparison.Ordinal);
    }

    private static void Compare(string text)
    {
        FlowDocument keeping = FlowDocument.Parse(text);
        for (int i = 0; i < 20; i++)
        {
            keeping.Locate([]);
        }

        int count = 0;
        foreach (IReadOnlyList<object> steps in Places(keeping.Root, []))
        {
            foreach (bool key in (ReadOnlySpan<bool>)[true, false])
            {
                Assert.Equal(keeping.Locate(steps, key), FlowDocument.Parse(text).Locate(steps, key));
                Assert.Equal(keeping.Locate([.. steps, "nowhere", 7], key), FlowDocument.Parse(text).Locate([.. steps, "nowhere", 7], key));
                Assert.Equal(keeping.Locate([.. steps, 99], key), FlowDocument.Parse(text).Locate([.. steps, 99], key));
            }

            count++;
        }

        Assert.True(count > 5);
    }

    private static IEnumerable<IReadOnlyList<object>> Places(FlowValue value, IReadOnlyList<object> steps)
    {
        yield return steps;
        IEnumerable<(object Step, FlowValue Child)> children = value switch
        {
            FlowObject fields => fields.Select(static m => ((object)m.Key, m.Value)),
            FlowArray list => list.Select(static (item, i) => ((object)i, item)),
            _ => [],
        };
        foreach ((object step, FlowValue child) in children)
        {
            foreach (IReadOnlyList<object> place in Places(child, [.. steps, step]))
            {
                yield return place;
            }
        }
    }
}
