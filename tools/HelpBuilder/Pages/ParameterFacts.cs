namespace Globus.Automate.HelpBuilder.Pages;

/// <summary>What a page's YAML block says of a parameter, which is what the cmdlet's metadata say of it.</summary>
internal sealed record ParameterFacts
{
    /// <summary>The name under which a parameter of every parameter set is told once.</summary>
    public const string AllSets = "(All)";

    /// <summary>The type's full name.</summary>
    public required string Type { get; init; }

    /// <summary>What the cmdlet does without the parameter. Metadata do not know it: it is prose.</summary>
    public string DefaultValue { get; init; } = "";

    public bool SupportsWildcards { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<ParameterSetFacts> Sets { get; init; } = [];

    public bool DontShow { get; init; }

    /// <summary>The only values there are, where they are few: of a ValidateSet or an enumeration.</summary>
    public IReadOnlyList<string> AcceptedValues { get; init; } = [];

    public string HelpMessage { get; init; } = "";
}

/// <summary>A parameter's part in one parameter set.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Position">Null: the parameter has to be named.</param>
/// <param name="IsRequired">The cmdlet asks for it.</param>
/// <param name="FromPipeline">Objects from the pipeline are its values.</param>
/// <param name="FromPipelineByName">Properties of objects from the pipeline are its values.</param>
/// <param name="FromRemaining">It takes the arguments that no other parameter takes.</param>
internal sealed record ParameterSetFacts(string Set, int? Position, bool IsRequired, bool FromPipeline, bool FromPipelineByName, bool FromRemaining);
