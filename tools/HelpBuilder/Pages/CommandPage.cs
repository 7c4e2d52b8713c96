namespace Globus.Automate.HelpBuilder.Pages;

/// <summary>A cmdlet's page in the form of Microsoft.PowerShell.PlatyPS (schema 2024-05-01). Prose is kept as the markdown that it was
/// written in, so that a page can be written again without loss.</summary>
internal sealed record CommandPage
{
    /// <summary>What stands in prose that is still to be written.</summary>
    public const string FillPlace = "{{ Fill";

    /// <summary>The fields before the page, in order: name and YAML text.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }

    public required string Name { get; init; }

    public required string Synopsis { get; init; }

    public required IReadOnlyList<SyntaxEntry> Syntax { get; init; }

    public required string Aliases { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyList<NamedSection> Examples { get; init; }

    public required IReadOnlyList<ParameterEntry> Parameters { get; init; }

    /// <summary>What stands below CommonParameters; null where the page has no such heading.</summary>
    public required string? CommonParameters { get; init; }

    public required IReadOnlyList<NamedSection> Inputs { get; init; }

    public required IReadOnlyList<NamedSection> Outputs { get; init; }

    public required string Notes { get; init; }

    public required string RelatedLinks { get; init; }

    /// <summary>A field before the page, or nothing.</summary>
    public string Field(string name) => Fields.FirstOrDefault(f => string.Equals(f.Key, name, StringComparison.Ordinal)).Value ?? "";
}

/// <summary>A heading and the markdown below it.</summary>
internal sealed record NamedSection(string Name, string Text);

/// <summary>How a cmdlet is called with one of its parameter sets.</summary>
/// <param name="Set">The set's name; __AllParameterSets where there is but one.</param>
/// <param name="IsDefault">The set that is taken where several would do; only told where the cmdlet has several.</param>
/// <param name="Text">The call, as Get-Command -Syntax tells it.</param>
internal sealed record SyntaxEntry(string Set, bool IsDefault, string Text);

/// <summary>A parameter: prose and facts.</summary>
internal sealed record ParameterEntry(string Name, string Text, ParameterFacts Facts);
