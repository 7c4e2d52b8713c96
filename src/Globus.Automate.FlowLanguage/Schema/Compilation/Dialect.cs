using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>The drafts, in their order.</summary>
internal enum SchemaDraft
{
    Draft4,
    Draft6,
    Draft7,
    Draft201909,
    Draft202012,
}

/// <summary>The groups of keywords that a meta-schema of 2019-09 or later turns on (<c>$vocabulary</c>).</summary>
[Flags]
internal enum Vocabularies
{
    None = 0,
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    Format = 32,
    FormatAssertion = 64,
    Content = 128,
    All = Core | Applicator | Unevaluated | Validation | MetaData | Format | Content,
}

/// <summary>What a schema's <c>$schema</c> says: its draft, and which keywords count.</summary>
internal sealed record Dialect(SchemaDraft Draft, Vocabularies Vocabularies, string MetaSchema)
{
    private static readonly Dictionary<string, Dialect> s_known = new(StringComparer.Ordinal)
    {
        ["http://json-schema.org/draft-04/schema"] = new(SchemaDraft.Draft4, Vocabularies.All, "http://json-schema.org/draft-04/schema"),
        ["http://json-schema.org/draft-06/schema"] = new(SchemaDraft.Draft6, Vocabularies.All, "http://json-schema.org/draft-06/schema"),
        ["http://json-schema.org/draft-07/schema"] = new(SchemaDraft.Draft7, Vocabularies.All, "http://json-schema.org/draft-07/schema"),
        ["https://json-schema.org/draft/2019-09/schema"] = new(SchemaDraft.Draft201909, Vocabularies.All, "https://json-schema.org/draft/2019-09/schema"),
        ["https://json-schema.org/draft/2020-12/schema"] = new(SchemaDraft.Draft202012, Vocabularies.All, "https://json-schema.org/draft/2020-12/schema"),
    };

    /// <summary>Draft-07, what Globus Flows takes a schema without <c>$schema</c> for.</summary>
    public static Dialect Default { get; } = s_known["http://json-schema.org/draft-07/schema"];

    /// <summary>The name of the keyword that gives a schema its URI.</summary>
    public string IdKeyword => Draft == SchemaDraft.Draft4 ? "id" : "$id";

    /// <summary>Whether a <c>$ref</c> makes everything beside it not count, as it did before 2019-09.</summary>
    public bool RefStandsAlone => Draft < SchemaDraft.Draft201909;

    public bool Has(Vocabularies vocabulary) => (Vocabularies & vocabulary) != Vocabularies.None;

    public static bool TryGetKnown(string uri, [NotNullWhen(true)] out Dialect? dialect) => s_known.TryGetValue(uri, out dialect);

    /// <summary>The dialect that a meta-schema of somebody's own describes.</summary>
    /// <param name="uri">The URI of the meta-schema.</param>
    /// <param name="metaSchema">The meta-schema.</param>
    /// <param name="basis">The dialect that the meta-schema itself is written in.</param>
    /// <param name="unknown">A vocabulary that it requires and that is not known here, or null.</param>
    public static Dialect Describe(string uri, FlowObject metaSchema, Dialect basis, out string? unknown)
    {
        unknown = null;
        if (!metaSchema.TryGetValue("$vocabulary", out FlowValue? declared) || declared is not FlowObject vocabularies)
        {
            return basis with { MetaSchema = uri };
        }

        Vocabularies on = Vocabularies.Core;
        foreach ((string name, FlowValue required) in vocabularies.Members)
        {
            Vocabularies vocabulary = Name(name);
            on |= vocabulary;
            if (vocabulary == Vocabularies.None && required.Equals(FlowValue.True))
            {
                unknown ??= name;
            }
        }

        return basis with { Vocabularies = on, MetaSchema = uri };
    }

    private static Vocabularies Name(string uri) => uri switch
    {
        "https://json-schema.org/draft/2020-12/vocab/core" or "https://json-schema.org/draft/2019-09/vocab/core" => Vocabularies.Core,
        "https://json-schema.org/draft/2020-12/vocab/applicator" => Vocabularies.Applicator,
        "https://json-schema.org/draft/2019-09/vocab/applicator" => Vocabularies.Applicator | Vocabularies.Unevaluated,
        "https://json-schema.org/draft/2020-12/vocab/unevaluated" => Vocabularies.Unevaluated,
        "https://json-schema.org/draft/2020-12/vocab/validation" or "https://json-schema.org/draft/2019-09/vocab/validation" => Vocabularies.Validation,
        "https://json-schema.org/draft/2020-12/vocab/meta-data" or "https://json-schema.org/draft/2019-09/vocab/meta-data" => Vocabularies.MetaData,
        "https://json-schema.org/draft/2020-12/vocab/format-annotation" or "https://json-schema.org/draft/2019-09/vocab/format" => Vocabularies.Format,
        "https://json-schema.org/draft/2020-12/vocab/format-assertion" => Vocabularies.Format | Vocabularies.FormatAssertion,
        "https://json-schema.org/draft/2020-12/vocab/content" or "https://json-schema.org/draft/2019-09/vocab/content" => Vocabularies.Content,
        _ => Vocabularies.None,
    };
}
