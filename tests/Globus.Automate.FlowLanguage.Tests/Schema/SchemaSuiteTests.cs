using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Schema;

/// <summary>The official JSON Schema test suite: all required cases of draft-07 and 2020-12, and the optional ones.</summary>
public sealed class SchemaSuiteTests(ITestOutputHelper output)
{
    /// <summary>The optional cases that give another answer than the suite's, and why. One that begins to pass fails its test.</summary>
    private static readonly Dictionary<string, string[]> s_known = new(StringComparer.Ordinal);

    public static TheoryData<string, string> Required => [.. FilesOf(string.Empty, recursive: false)];

    public static TheoryData<string, string> Optional => [.. FilesOf("optional", recursive: true)];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Required))]
    public void The_required_suite_passes(string draft, string file)
    {
        // In both drafts the required cases have format as an annotation only.
        (int cases, List<SuiteFailure> failures) = SchemaSuite.Run(draft, file, new SchemaOptions { AssertFormat = false });
        output.WriteLine($"{draft}/{file}: {cases} cases");
        Assert.NotEqual(0, cases);
        Assert.Empty(failures);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Optional))]
    public void The_optional_suite_passes_but_for_what_is_listed(string draft, string file)
    {
        (int cases, List<SuiteFailure> failures) = SchemaSuite.Run(draft, file, new SchemaOptions { AssertContent = true });
        output.WriteLine($"{draft}/{file}: {cases} cases, {failures.Count} known not to pass");
        Assert.NotEqual(0, cases);
        failures.ForEach(failure => output.WriteLine(failure.ToString()));
        Assert.Equal(s_known.GetValueOrDefault($"{draft}/{file}", []), failures.Select(static failure => failure.Case), StringComparer.Ordinal);
    }

    [Fact]
    public void The_suite_is_there_and_whole()
    {
        Corpus.Path("json-schema-test-suite");
        int required = Required.Sum(static row => SchemaSuite.Run(row.Data.Item1, row.Data.Item2, new SchemaOptions { AssertFormat = false }).Cases);
        int optional = Optional.Sum(static row => SchemaSuite.Run(row.Data.Item1, row.Data.Item2, new SchemaOptions { AssertContent = true }).Cases);
        output.WriteLine($"suite: JSON Schema draft-07 and 2020-12: {required} required cases, {optional} optional ones, {s_known.Values.Sum(static names => names.Length)} of these known not to pass");
        Assert.Equal((2226, 1720), (required, optional));
    }

    private static IEnumerable<TheoryDataRow<string, string>> FilesOf(string folder, bool recursive)
        => new[] { "draft7", "draft2020-12" }.SelectMany(draft => SchemaSuite.Files(draft, folder, recursive).Select(file => new TheoryDataRow<string, string>(draft, file)));
}
