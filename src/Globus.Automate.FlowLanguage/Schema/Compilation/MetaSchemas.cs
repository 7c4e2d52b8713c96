using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>The official meta-schemas, which are part of this library.</summary>
internal static class MetaSchemas
{
    private static readonly Dictionary<string, string> s_resources = Names();
    private static readonly ConcurrentDictionary<string, FlowValue> s_documents = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, CompiledSchema> s_compiled = new(StringComparer.Ordinal);

    /// <summary>The meta-schema at a URI without fragment.</summary>
    public static bool TryGet(string uri, [NotNullWhen(true)] out FlowValue? document)
    {
        document = s_resources.TryGetValue(uri, out string? name) ? s_documents.GetOrAdd(uri, static (_, name) => Read(name), name) : null;
        return document is not null;
    }

    /// <summary>The compiled form of one of the official meta-schemas.</summary>
    public static CompiledSchema Compiled(string uri)
        => s_compiled.GetOrAdd(uri, static uri => TryGet(uri, out FlowValue? document)
            ? SchemaCompiler.CompileUnchecked(document, new SchemaOptions { AssertFormat = false })
            : throw new ArgumentException($"There is no meta-schema {uri}.", nameof(uri)));

    private static Dictionary<string, string> Names()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["http://json-schema.org/draft-04/schema"] = "draft4",
            ["http://json-schema.org/draft-06/schema"] = "draft6",
            ["http://json-schema.org/draft-07/schema"] = "draft7",
        };
        AddVocabularies("2019-09", "core", "applicator", "validation", "meta-data", "format", "content");
        AddVocabularies("2020-12", "core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "format-assertion", "content");
        return names;

        void AddVocabularies(string draft, params ReadOnlySpan<string> vocabularies)
        {
            names[$"https://json-schema.org/draft/{draft}/schema"] = $"draft{draft}.schema";
            foreach (string vocabulary in vocabularies)
            {
                names[$"https://json-schema.org/draft/{draft}/meta/{vocabulary}"] = $"draft{draft}.{vocabulary}";
            }
        }
    }

    private static FlowValue Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"MetaSchemas/{name}.json")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return FlowValue.Parse(copy.ToArray());
    }
}
