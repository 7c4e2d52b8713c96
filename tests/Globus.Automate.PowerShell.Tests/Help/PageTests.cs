using Globus.Automate.HelpBuilder.Module;
using Globus.Automate.HelpBuilder.Pages;

namespace Globus.Automate.PowerShell.Tests.Help;

public sealed class PageTests
{
    [Fact]
    public void A_page_is_read_into_its_parts()
    {
        CommandPage page = Read(Sample.Page);

        Assert.Equal(("Get-Thing", "Gets `things`.", "Get-Thing"), (page.Name, page.Synopsis, page.Field("title")));
        NamedSection example = Assert.Single(page.Examples);
        Assert.Equal("Example 1: one thing", example.Name);
        Assert.Contains("# Not a heading", example.Text, StringComparison.Ordinal);
        Assert.Contains("## Neither is this", example.Text, StringComparison.Ordinal);
        Assert.Equal(["Force", "Name"], page.Parameters.Select(p => p.Name));
        Assert.Equal("The names.", page.Parameters[1].Text);
        Assert.Equal(["a", "it's: b"], page.Parameters[1].Facts.AcceptedValues);
        Assert.Equal("This cmdlet supports the common parameters.", page.CommonParameters);
        Assert.Equal(Sample.Page, PageWriter.Write(page));
    }

    [Theory]
    [InlineData("---\ndocument type", "--\ndocument type", "page.md:1: A page starts with its fields")]
    [InlineData("## NOTES", "## REMARKS", "page.md:1", "A page has these sections")]
    [InlineData("## NOTES\n\nNone.\n\n", "", "The page has no section NOTES")]
    [InlineData("## NOTES", "## INPUTS", "A page has these sections, each once")]
    [InlineData("Type: System.String[]\n", "", "page.md:72: The YAML of this parameter cannot be read: Type is missing")]
    [InlineData("Type: System.String[]\n", "Type: x\nColour: y\n", "page.md:72: The YAML of this parameter cannot be read: There is no Colour")]
    [InlineData("Position: 0", "Position: first", "page.md:72: The YAML of this parameter cannot be read")]
    [InlineData("DontShow: false\nAcceptedValues:\n", "DontShow: [\nAcceptedValues:\n", "page.md:72: The YAML of this parameter cannot be read")]
    [InlineData("### -Name", "### Name", "page.md:72: A parameter is a heading with its dash")]
    public void What_is_no_page_says_where(string part, string instead, params string[] expected)
    {
        string text = Sample.Page.Replace(part, instead, StringComparison.Ordinal);
        Assert.NotEqual(Sample.Page, text);

        PageException e = Assert.Throws<PageException>(() => Read(text));

        Assert.All(expected, part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_page_is_as_its_cmdlet_is() =>
        Assert.Empty(PageComparison.Differences(Read(Sample.Page), Sample.Cmdlet));

    [Theory]
    [InlineData("Position: 0", "Position: 1", "-Name: the facts are others")]
    [InlineData("IsRequired: true", "IsRequired: false", "-Name: the facts are others")]
    [InlineData("ValueFromPipeline: true", "ValueFromPipeline: false", "-Name: the facts are others")]
    [InlineData("- Id\n", "- Key\n", "-Name: the facts are others")]
    [InlineData("Type: System.String[]", "Type: System.String", "-Name: the facts are others")]
    [InlineData("- Name: (All)\n  Position: 0", "- Name: One\n  Position: 0", "-Name: the facts are others")]
    [InlineData("### -Force", "### -Power", "-Power: the cmdlet has no such parameter|-Force: the page does not have it")]
    [InlineData("[-Force]", "[-Power]", "SYNTAX is another")]
    [InlineData("Even hidden ones.\n\n", "", "-Force: there is no text")]
    [InlineData("Even hidden ones.", "{{ Fill in what }}", "There is a place left to fill")]
    [InlineData("Get-Thing -Name a", "Get-Other", "No example calls the cmdlet")]
    [InlineData("Gets `things`.", "", "SYNOPSIS or DESCRIPTION is empty")]
    [InlineData("title: Get-Thing", "title: Get-Other", "The heading and the title are Get-Thing")]
    public void What_a_page_has_wrong_is_told(string part, string instead, string expected)
    {
        string text = Sample.Page.Replace(part, instead, StringComparison.Ordinal);

        string[] differences = [.. PageComparison.Differences(Read(text), Sample.Cmdlet)];

        Assert.Equal(expected.Split('|').Length, differences.Length);
        Assert.All(expected.Split('|').Zip(differences), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_page_has_all_facts_and_places_to_fill()
    {
        string text = PageWriter.Write(PageScaffold.New(Sample.Cmdlet, new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero)));
        CommandPage page = Read(text);

        Assert.Equal(text, PageWriter.Write(page));
        Assert.Equal("01/02/2030", page.Field("ms.date"));
        Assert.StartsWith("There is a place left to fill", Assert.Single(PageComparison.Differences(page, Sample.Cmdlet)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_brings_facts_and_keeps_prose()
    {
        CommandPage old = Read(Sample.Page
            .Replace("### -Force", "### -Gone", StringComparison.Ordinal)
            .Replace("Position: 0", "Position: 3", StringComparison.Ordinal)
            .Replace("[-Force]", "[-Gone]", StringComparison.Ordinal));

        CommandPage page = PageScaffold.Update(old, Sample.Cmdlet);

        Assert.Equal(["Force", "Name"], page.Parameters.Select(p => p.Name));
        Assert.Equal(("The names.", "all"), (page.Parameters[1].Text, page.Parameters[1].Facts.DefaultValue));
        Assert.Contains(CommandPage.FillPlace, page.Parameters[0].Text, StringComparison.Ordinal);
        Assert.Equal(Sample.Page, PageWriter.Write(page with { Parameters = [page.Parameters[0] with { Text = "Even hidden ones." }, page.Parameters[1]] }));
    }

    private static CommandPage Read(string text) => PageReader.Read(text, "page.md");
}
