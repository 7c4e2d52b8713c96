using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Schema;

/// <summary>The official JSON Schema test suite, with its remote documents in memory.</summary>
internal static class SchemaSuite
{
    private static readonly Lazy<SchemaDocuments> s_remotes = new(LoadRemotes);

    /// <summary>The files of a draft below a folder, without their endings, as in <c>optional/format/date</c>.</summary>
    public static IEnumerable<string> Files(string draft, string folder, bool recursive)
    {
        if (Corpus.TryPath("json-schema-test-suite", "tests", draft) is not { } root)
        {
            return [];
        }

        return Directory.EnumerateFiles(Path.Combine(root, folder), "*.json", recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(root, file), null).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    /// <summary>Runs all cases of a file.</summary>
    /// <returns>How many there are, and a line for each that gives another answer than the suite's.</returns>
    public static (int Cases, List<SuiteFailure> Failures) Run(string draft, string file, SchemaOptions options)
    {
        var failures = new List<SuiteFailure>();
        int cases = 0;
        string text = Corpus.ReadText("json-schema-test-suite", "tests", draft, file + ".json");
        foreach (FlowObject group in ((FlowArray)FlowValue.Parse(text)).Cast<FlowObject>())
        {
            string name = group["description"]!.AsString()!;
            var tests = (FlowArray)group["tests"]!;
            IJsonSchema schema;
            try
            {
                schema = JsonSchema.Compile(WithDraft(draft, group["schema"]!), options with { Documents = s_remotes.Value });
            }
            catch (SchemaException e)
            {
                cases += tests.Count;
                failures.AddRange(tests.Cast<FlowObject>().Select(test => new SuiteFailure($"{name} / {test["description"]!.AsString()}", $"refused at {e.Path}: {e.Message}")));
                continue;
            }

            foreach (FlowObject test in tests.Cast<FlowObject>())
            {
                cases++;
                SchemaResult result = schema.Validate(test["data"]!);
                if (result.IsValid != test["valid"]!.Equals(FlowValue.True))
                {
                    failures.Add(new SuiteFailure($"{name} / {test["description"]!.AsString()}", result.IsValid ? "taken" : result.Errors[0].ToString()));
                }
                else
                {
                    CheckErrors(result, test["data"]!);
                }
            }
        }

        return (cases, failures);
    }

    /// <summary>Whatever is wrong has a place that is there, a rule and a sentence.</summary>
    public static void CheckErrors(SchemaResult result, FlowValue instance)
    {
        foreach (SchemaError error in result.Errors)
        {
            Assert.True(
                FlowLanguage.Paths.JsonPath.Parse(error.InstancePath).TryEvaluate(instance, out _),
                $"There is no {error.InstancePath} in {instance} ({error.Message})");
            Assert.NotEmpty(error.Message);
            Assert.NotEmpty(error.Keyword);
        }
    }

    /// <summary>Each draft's cases say which draft they are, save those of draft-07, which is the default.</summary>
    private static FlowValue WithDraft(string draft, FlowValue schema)
        => draft is "draft7" or "draft2020-12" || schema is not FlowObject fields || fields.ContainsKey("$schema")
            ? schema
            : fields.With("$schema", FlowValue.From($"http://json-schema.org/draft-0{draft[^1]}/schema#"));

    private static SchemaDocuments LoadRemotes()
    {
        string root = Corpus.Path("json-schema-test-suite", "remotes");
        return new SchemaDocuments(Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Select(file => KeyValuePair.Create(
            "http://localhost:1234/" + Path.GetRelativePath(root, file).Replace('\\', '/'),
            FlowValue.Parse(File.ReadAllText(file)))));
    }
}

/// <summary>A case of the suite with another answer than the suite's.</summary>
/// <param name="Case">The group and the case.</param>
/// <param name="Reason">What was answered.</param>
internal sealed record SuiteFailure(string Case, string Reason);
