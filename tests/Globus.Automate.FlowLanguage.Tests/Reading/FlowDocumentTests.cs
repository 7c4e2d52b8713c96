using CsCheck;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Reading;

public sealed class FlowDocumentTests
{
    private static readonly string[] s_pieces = ["{", "}", "[", "]", ":", ",", "\"", "a", "- ", "\n", "  ", "\t", "&x ", "*x", "<<: ", "|", ">", "'", "#", "1", "true", "!!str ", "? ", "---\n"];

    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: true\nb: ~\nc: 1.5\nd: 'no'\ne: 0x1F\nf: 0o17", """{"a":true,"b":null,"c":1.5,"d":"no","e":31,"f":15}""")]
    [InlineData("{a: [1, two]}", """{"a":[1,"two"]}""")]
    [InlineData("base: &b {x: 1, y: 2}\nderived:\n  <<: *b\n  y: 3", """{"base":{"x":1,"y":2},"derived":{"y":3,"x":1}}""")]
    [InlineData("text: |\n  one\n  two\n", """{"text":"one\ntwo\n"}""")]
    [InlineData("# comment\n- a\n- b # more", """["a","b"]""")]
    [InlineData("""{"a": "\u00e4\n", "b": [1e2, -0.5, 12345678901234567890]}""", """{"a":"ä\n","b":[100.0,-0.5,12345678901234567890]}""")]
    public void Text_is_read_as_its_value(string text, string json)
        => Assert.Equal(json, FlowDocument.Parse(text).Root.ToJson());

    [Theory]
    [InlineData("a: yes", 1, 4)]
    [InlineData("a: 1\nb:\n  - on", 3, 5)]
    [InlineData("mode: 012", 1, 7)]
    [InlineData("at: 1:30", 1, 5)]
    [InlineData("day: 2026-11-24", 1, 6)]
    [InlineData("n: 1_000", 1, 4)]
    [InlineData("n: -.inf", 1, 4)]
    [InlineData("n: .nan", 1, 4)]
    [InlineData("a: 1\non: 2", 2, 1)]
    [InlineData("2026-11-24: 1", 1, 1)]
    [InlineData("n: 1e3", 1, 4)]
    [InlineData("n: -1.5e3", 1, 4)]
    public void What_older_yaml_took_otherwise_is_warned_about_at_its_place(string text, int line, int column)
        => Assert.Equal(new SourcePosition(line, column), Assert.Single(FlowDocument.Parse(text).Warnings).Position);

    [Theory]
    [InlineData("a: 'yes'\nb: plain text\nc: 12\nd: 1.5")]
    [InlineData("x: 1\ny: 2\n'on': 3")]
    [InlineData("x: 1.5e+3\ny: .5\nz: 1.e-2")]
    public void What_all_readers_take_alike_is_not_warned_about(string text)
        => Assert.Empty(FlowDocument.Parse(text).Warnings);

    [Theory]
    [InlineData("""{"a": 1,}""", 1, 9, "comma before")]
    [InlineData("""{"a": 1 "b": 2}""", 1, 9, "comma missing")]
    [InlineData("{\n  \"a\": 1,\n  \"a\": 2\n}", 3, 3, "line 2 already")]
    [InlineData("{\"a\": [1, 2}", 1, 12, "']' was expected")]
    [InlineData("{\"a\": {\"b\": 1}", 1, 1, "no closing")]
    [InlineData("{\"a\": \"x\ny\"}", 1, 7, "does not end in its line")]
    [InlineData("{\"a\": True}", 1, 7, "true in JSON")]
    [InlineData("{\"a\": 01}", 1, 7, "no number")]
    [InlineData("{\"a\": \"\\q\"}", 1, 8, "no escape")]
    [InlineData("{\"a\": 1} // done", 1, 10, "more text")]
    [InlineData("{\"a\": 1e400}", 1, 7, "too large")]
    [InlineData("{\"a\": -1E+999}", 1, 7, "too large")]
    [InlineData("{\"a\": 0x1F}", 1, 7, "'0x1F' is no number")]
    [InlineData("{\"a\": +1}", 1, 7, "no '+'")]
    [InlineData("{\"a\": 1, // one\n\"b\": 2}", 1, 10, "no comments")]
    [InlineData("{\"a\": 1 // one\n}", 1, 9, "no comments")]
    [InlineData("{\"a\": \u201Cx\u201D}", 1, 7, "typographic")]
    [InlineData("{\"a\": 1, \u201Cb\u201D: 2}", 1, 10, "typographic")]
    [InlineData("{\"a\": \u00A01}", 1, 7, "U+00A0")]
    [InlineData("{\"a\": 1,\r\"b\":}", 2, 5, "value was expected")]
    [InlineData("{\"a\": 1,\r\n\"b\":}", 2, 5, "value was expected")]
    public void A_mistake_in_json_is_named_with_its_place(string text, int line, int column, string words)
    {
        DocumentException error = Assert.Throws<DocumentException>(() => FlowDocument.Parse(text));
        Assert.Equal(new SourcePosition(line, column), error.Position);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains($"line {line}, column {column}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:\n  b: 1\n c: 2", 3)]
    [InlineData("a: 1\na: 2", 2)]
    [InlineData("a:\n\tb: 1", 2)]
    [InlineData("a: [1, 2", 1)]
    [InlineData("a: *nowhere", 1)]
    [InlineData("a: 1\n---\nb: 2", 2)]
    [InlineData("? [x]\n: 1", 1)]
    [InlineData("a: 1e400", 1)]
    public void A_mistake_in_yaml_is_named_with_its_line(string text, int line)
    {
        DocumentException error = Assert.Throws<DocumentException>(() => FlowDocument.Parse(text));
        Assert.Equal(line, error.Position?.Line);
        Assert.Contains($"line {line}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: b: c", 1, 5, "a second ':' stands in this line")]
    [InlineData("a: 1\n b: 2", 2, 3, "a second ':' stands in this line, or the line is indented differently")]
    [InlineData("a: \"b\nc: 1", 1, 4, "no closing quote in its line")]
    [InlineData("a:\n\n\tb:\n\t\tc: 1", 3, 1, "indented by spaces")]
    [InlineData("a:\n  b: {c: 1\n  d: {c: 1}", 2, 0, "the '}' that closes the '{' in line 2, column 6")]
    [InlineData("a: [1, 2", 1, 9, "the ']' that closes the '[' in line 1, column 4")]
    [InlineData("a: {b: 1\nc: x\n", 1, 0, "the '}' that closes the '{' in line 1, column 4")]
    [InlineData("a:\n  y.=: 'a' + 'b'\n", 2, 12, "goes on after its value has ended")]
    [InlineData("y.=: [x for x in y] + [1]", 1, 21, "goes on after its value has ended")]
    [InlineData("a:b\nc:\n  d: 1\n", 2, 2, "line 1 has no space after its ':'")]
    [InlineData("a b\nc:\n  d: 1\n", 2, 2, "the text that began in a line before")]
    [InlineData("a: {{ x }}", 1, 5, "put in quotes")]
    public void A_mistake_in_yaml_is_explained_for_a_person(string text, int line, int column, string words)
    {
        DocumentException error = Assert.Throws<DocumentException>(() => FlowDocument.Parse(text));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Position!.Value.Line);
        Assert.True(column == 0 || column == error.Position.Value.Column, error.Message);
    }

    [Fact]
    public void The_wrongly_indented_schema_of_the_corpus_is_refused_with_line_and_column()
    {
        DocumentException error = Assert.Throws<DocumentException>(() => FlowDocument.Load(Corpus.Path("flows", "hello-world-yaml", "invalid-input-schema.yaml")));
        Assert.Equal(3, error.Position?.Line);
        Assert.Contains("invalid-input-schema.yaml", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"States\": {\n    \"A\": {\"Type\": \"Pass\",\n          \"End\": true}\n  }\n}", 4, 11, 4, 18)]
    [InlineData("States:\n  A:\n    Type: Pass\n    End: true\n", 4, 5, 4, 10)]
    public void Keys_and_values_know_where_they_stood(string text, int keyLine, int keyColumn, int valueLine, int valueColumn)
    {
        FlowDocument document = FlowDocument.Parse(text);
        Assert.Equal(new SourcePosition(keyLine, keyColumn), document.Locate(["States", "A", "End"], key: true));
        Assert.Equal(new SourcePosition(valueLine, valueColumn), document.Locate(["States", "A", "End"]));
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused()
    {
        var text = new System.Text.StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 10)).Append("]\n");
        }

        DocumentException error = Assert.Throws<DocumentException>(() => FlowDocument.Parse(text.ToString()));
        Assert.Contains("aliases", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: *")]
    [InlineData("a: !")]
    [InlineData("a: 1e")]
    [InlineData("a: 1\na: &")]
    public void A_message_stays_short_for_a_long_word(string start)
    {
        string text = start + new string('9', 3_000);
        DocumentException? error = Record.Exception(() => FlowDocument.Parse(text)) as DocumentException;
        Assert.InRange(error?.Message.Length ?? 1, 1, 300);
    }

    [Fact]
    public void Mappings_that_merge_one_another_take_no_time()
    {
        var text = new System.Text.StringBuilder("a0: &a0 {k: 1}\n");
        for (int i = 1; i < 2_000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} {{<<: *a{i - 1}, k{i}: 1}}\n");
        }

        Timing.Within(TimeSpan.FromSeconds(5), () => Assert.Equal(2_000, ((Globus.Automate.FlowLanguage.Values.FlowObject)FlowDocument.Parse(text.ToString()).Root).Count), () => "a chain of merges");
        Assert.Contains("aliases", Assert.Throws<DocumentException>(() => FlowDocument.Parse(text + $"z:\n  <<: [{string.Join(", ", Enumerable.Repeat("*a1999", 3_000))}]")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    [InlineData("- ", "")]
    public void Deep_nesting_is_refused_and_does_not_overflow_the_stack(string open, string close)
    {
        string text = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        Assert.Throws<DocumentException>(() => FlowDocument.Parse(text));
    }

    [Fact]
    public void A_file_that_is_not_there_or_not_text_is_named()
    {
        Assert.Contains("There is no file", Assert.Throws<DocumentException>(() => FlowDocument.Load("no/such.json")).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<DocumentException>(() => FlowDocument.Load(Path.GetTempPath())).Message, StringComparison.Ordinal);
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, [0x61, 0x3A, 0x20, 0xFF, 0xFE, 0x21]);
        DocumentException notText = Assert.Throws<DocumentException>(() => FlowDocument.Load(file));
        Assert.Contains("line 1, column 4: this is not UTF-8 text: the byte FF does not belong here. Save the file as UTF-8.", notText.Message, StringComparison.Ordinal);
        File.WriteAllBytes(file, [.. "a: 1\r\nb: caf"u8, 0xE9, 0x0A]);
        Assert.Equal(new SourcePosition(2, 7), Assert.Throws<DocumentException>(() => FlowDocument.Load(file)).Position);
        File.WriteAllBytes(file, System.Text.Encoding.Unicode.GetBytes("a: caf\u00e9"));
        Assert.Contains("UTF-16", Assert.Throws<DocumentException>(() => FlowDocument.Load(file)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(file, System.Text.Encoding.Unicode.GetBytes("{\"a\": 1}"));
        Assert.Contains("UTF-16", Assert.Throws<DocumentException>(() => FlowDocument.Load(file)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(file, [0xFF, 0xFE, 0x61, 0, 0x3A, 0, 0x20, 0, 0x31, 0]);
        Assert.Equal("""{"a":1}""", FlowDocument.Load(file).Root.ToJson());
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_a_place()
        => Gen.String.Sample(text =>
        {
            try
            {
                Assert.NotNull(FlowDocument.Parse(text).Root);
            }
            catch (DocumentException e)
            {
                Assert.NotEmpty(e.Message);
            }
        });

    [Fact]
    public void Pieces_of_json_and_yaml_in_any_order_are_read_or_refused()
        => Gen.Int[0, s_pieces.Length - 1].Array[0, 60].Sample(indices =>
        {
            string[] pieces = [.. indices.Select(i => s_pieces[i])];
            try
            {
                Assert.NotNull(FlowDocument.Parse(string.Concat(pieces)).Root);
            }
            catch (DocumentException e)
            {
                Assert.NotEmpty(e.Message);
            }
        });
}
