using System.Globalization;
using Globus.Automate.HelpBuilder.Pages;

namespace Globus.Automate.HelpBuilder.Module;

/// <summary>Makes pages from cmdlets: a new one with places to fill, or an old one with its facts brought up to date.</summary>
internal static class PageScaffold
{
    private const string CommonParametersText = """
        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
        """;

    /// <summary>A page for a cmdlet that has none.</summary>
    public static CommandPage New(CommandFacts cmdlet, DateTimeOffset now) => new()
    {
        Fields =
        [
            new("document type", "cmdlet"),
            new("external help file", "Globus.Automate.PowerShell.dll-Help.xml"),
            new("HelpUri", "''"),
            new("Locale", "en-US"),
            new("Module Name", "Globus.Automate"),
            new("ms.date", now.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture)),
            new("PlatyPS schema version", "2024-05-01"),
            new("title", cmdlet.Name),
        ],
        Name = cmdlet.Name,
        Synopsis = "{{ Fill in the Synopsis }}",
        Syntax = cmdlet.Syntax,
        Aliases = "This cmdlet has no aliases.",
        Description = "{{ Fill in the Description }}",
        Examples = [new("Example 1: {{ Fill in what for }}", $"```powershell\n{cmdlet.Name}\n```\n\n{{{{ Fill in what it shows }}}}")],
        Parameters = [.. cmdlet.Parameters.Select(NewEntry)],
        CommonParameters = CommonParametersText,
        Inputs =
        [
            .. cmdlet.Parameters
                .Where(p => p.Value.Sets.Any(s => s.FromPipeline || s.FromPipelineByName))
                .Select(p => p.Value.Type)
                .Distinct(StringComparer.Ordinal)
                .DefaultIfEmpty("None")
                .Select(type => new NamedSection(type, "{{ Fill in what it is }}")),
        ],
        Outputs = [.. cmdlet.Outputs.DefaultIfEmpty("None").Select(type => new NamedSection(type, "{{ Fill in what it is }}"))],
        Notes = "None.",
        RelatedLinks = "- [about_Globus.Automate](about_Globus.Automate.md)",
    };

    /// <summary>A page whose syntax and parameters are those of the cmdlet, with the prose that it had; parameters that are gone go with theirs.</summary>
    public static CommandPage Update(CommandPage page, CommandFacts cmdlet) => page with
    {
        Syntax = cmdlet.Syntax,
        Parameters =
        [
            .. cmdlet.Parameters.Select(fact =>
                page.Parameters.FirstOrDefault(p => string.Equals(p.Name, fact.Key, StringComparison.OrdinalIgnoreCase)) is ParameterEntry entry
                    ? new ParameterEntry(fact.Key, entry.Text, fact.Value with { DefaultValue = entry.Facts.DefaultValue })
                    : NewEntry(fact)),
        ],
    };

    private static ParameterEntry NewEntry(KeyValuePair<string, ParameterFacts> parameter) => new(
        parameter.Key,
        parameter.Key switch
        {
            "Confirm" => "Asks before anything is changed.",
            "WhatIf" => "Shows what would happen, and changes nothing.",
            _ => $"{{{{ Fill in what {parameter.Key} is }}}}",
        },
        parameter.Value);
}
