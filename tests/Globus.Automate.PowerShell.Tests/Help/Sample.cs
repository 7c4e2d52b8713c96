using Globus.Automate.HelpBuilder.Module;
using Globus.Automate.HelpBuilder.Pages;

namespace Globus.Automate.PowerShell.Tests.Help;

/// <summary>A small page, and the cmdlet that it is about.</summary>
internal static class Sample
{
    public const string Page = """
        ---
        document type: cmdlet
        title: Get-Thing
        ---

        # Get-Thing

        ## SYNOPSIS

        Gets `things`.

        ## SYNTAX

        ### __AllParameterSets

        ```
        Get-Thing [-Name] <string[]> [-Force] [<CommonParameters>]
        ```

        ## ALIASES

        This cmdlet has no aliases.

        ## DESCRIPTION

        Gets things by
        name. See [the site](https://example.org/).

        - one
        - two

        ## EXAMPLES

        ### Example 1: one thing

        First the words.

        ```powershell
        # Not a heading
        Get-Thing -Name a
        ```

        ```output
        ## Neither is this
        ```

        Then more.

        ## PARAMETERS

        ### -Force

        Even hidden ones.

        ```yaml
        Type: System.Management.Automation.SwitchParameter
        DefaultValue: ''
        SupportsWildcards: false
        Aliases: []
        ParameterSets:
        - Name: (All)
          Position: Named
          IsRequired: false
          ValueFromPipeline: false
          ValueFromPipelineByPropertyName: false
          ValueFromRemainingArguments: false
        DontShow: false
        AcceptedValues: []
        HelpMessage: ''
        ```

        ### -Name

        The names.

        ```yaml
        Type: System.String[]
        DefaultValue: all
        SupportsWildcards: true
        Aliases:
        - Id
        ParameterSets:
        - Name: (All)
          Position: 0
          IsRequired: true
          ValueFromPipeline: true
          ValueFromPipelineByPropertyName: true
          ValueFromRemainingArguments: false
        DontShow: false
        AcceptedValues:
        - a
        - 'it''s: b'
        HelpMessage: ''
        ```

        ### CommonParameters

        This cmdlet supports the common parameters.

        ## INPUTS

        ### System.String[]

        Names.

        ## OUTPUTS

        ### Demo.Thing

        A thing.

        ## NOTES

        None.

        ## RELATED LINKS

        - [about_Demo](about_Demo.md)
        - [The site](https://example.org/)

        """;

    public static CommandFacts Cmdlet { get; } = new(
        "Get-Thing",
        [new("__AllParameterSets", IsDefault: false, "Get-Thing [-Name] <string[]> [-Force] [<CommonParameters>]")],
        [
            new("Force", new()
            {
                Type = "System.Management.Automation.SwitchParameter",
                Sets = [new(ParameterFacts.AllSets, Position: null, IsRequired: false, FromPipeline: false, FromPipelineByName: false, FromRemaining: false)],
            }),
            new("Name", new()
            {
                Type = "System.String[]",
                SupportsWildcards = true,
                Aliases = ["Id"],
                Sets = [new(ParameterFacts.AllSets, Position: 0, IsRequired: true, FromPipeline: true, FromPipelineByName: true, FromRemaining: false)],
                AcceptedValues = ["a", "it's: b"],
            }),
        ],
        ["Demo.Thing"]);
}
