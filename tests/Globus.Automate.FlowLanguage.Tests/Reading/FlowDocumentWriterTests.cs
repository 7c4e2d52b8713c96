using CsCheck;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Reading;

public sealed class FlowDocumentWriterTests
{
    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 12],
        Gen.Const("yes"), Gen.Const("012"), Gen.Const("1:30"), Gen.Const("null"), Gen.Const(" padded "), Gen.Const("a: b"), Gen.Const("- x"), Gen.Const("<<"),
        Gen.Const("one\ntwo\n"), Gen.Const("one\n\n  two"), Gen.Const("tail\n\n\n"), Gen.Const("\ttab\n"), Gen.Const("ü☃😀"), Gen.Const("a\u2028b"), Gen.Const("#c"), Gen.Const("trailing \nspace"));

    private static readonly Gen<FlowValue> s_value = Gen.Recursive<FlowValue>((depth, inner) => Gen.OneOf(
        s_text.Select(static t => FlowValue.From(t)),
        Gen.Long.Select(static n => (FlowValue)FlowValue.From(n)),
        Gen.Double.Where(double.IsFinite).Select(static n => (FlowValue)FlowValue.From(n)),
        Gen.Bool.Select(static b => (FlowValue)FlowValue.From(b)),
        Gen.Const(FlowValue.Null),
        depth > 3 ? Gen.Const((FlowValue)FlowArray.Empty) : inner.Array[0, 4].Select(static items => (FlowValue)FlowArray.Create(items)),
        depth > 3 ? Gen.Const((FlowValue)FlowObject.Empty) : Gen.Select(s_text, inner).Array[0, 4].Select(static members => (FlowValue)FlowObject.Create(members.Select(static m => KeyValuePair.Create(m.Item1, m.Item2))))));

    [Fact]
    public void Yaml_is_read_back_as_it_was()
        => s_value.Sample(value =>
        {
            string yaml = FlowDocumentWriter.ToYaml(value);
            FlowDocument back = FlowDocument.Load(Save(yaml, ".yaml"));
            Assert.True(value.ToJson() == back.Root.ToJson(), $"{value.ToJson()}\nbecame\n{back.Root.ToJson()}\nby\n{yaml}");
            Assert.Empty(back.Warnings);
        });

    [Fact]
    public void Json_is_read_back_as_it_was()
        => s_value.Sample(value => Assert.Equal(value.ToJson(), FlowDocument.Load(Save(FlowDocumentWriter.ToJson(value), ".json")).Root.ToJson()));

    [Fact]
    public void Definitions_are_written_in_block_style()
        => Assert.Equal(
            "StartAt: A\nStates:\n  A:\n    Type: Action\n    Parameters:\n      items:\n        - source.$: $.a\n          recursive: true\n      names: [a, 'yes']\n      text: |\n        one\n        two\n    End: true\n",
            FlowDocumentWriter.ToYaml(FlowValue.Parse("""{"StartAt":"A","States":{"A":{"Type":"Action","Parameters":{"items":[{"source.$":"$.a","recursive":true}],"names":["a","yes"],"text":"one\ntwo\n"},"End":true}}}""")));

    [Theory]
    [InlineData("transfer-mv", "definition.json")]
    [InlineData("transfer-mv-yaml", "definition.yaml")]
    [InlineData("loop-with-batch-processing", "definition.yaml")]
    [InlineData("send-notification", "definition.json")]
    public void Flows_of_the_corpus_come_back_equal(string folder, string file)
    {
        FlowValue definition = FlowDocument.Load(Corpus.Path("flows", folder, file)).Root;
        Assert.Equal(definition.ToJson(), FlowDocument.Parse(FlowDocumentWriter.ToYaml(definition)).Root.ToJson());
        Assert.Equal(definition.ToJson(), FlowDocument.Parse(FlowDocumentWriter.ToJson(definition)).Root.ToJson());
    }

    private static string Save(string text, string extension)
    {
        string path = Path.Combine(Path.GetTempPath(), $"globus-writer-{Environment.CurrentManagedThreadId}{extension}");
        File.WriteAllText(path, text);
        return path;
    }
}
