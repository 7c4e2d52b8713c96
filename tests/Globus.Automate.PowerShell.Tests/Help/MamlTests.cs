using System.Xml.Linq;
using Globus.Automate.HelpBuilder.Maml;
using Globus.Automate.HelpBuilder.Pages;

namespace Globus.Automate.PowerShell.Tests.Help;

public sealed class MamlTests
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _command = XDocument.Parse(MamlWriter.Write([PageReader.Read(Sample.Page, "page.md")])).Root!.Element(s_command + "command")!;

    [Fact]
    public void Prose_becomes_paragraphs_of_plain_text()
    {
        Assert.Equal(["Gets things."], Paragraphs(_command.Element(s_command + "details")!.Element(s_maml + "description")));
        Assert.Equal(["Gets things by name. See the site (https://example.org/).", "- one\n- two"], Paragraphs(_command.Element(s_maml + "description")));
    }

    [Fact]
    public void An_example_has_its_first_code_and_the_words_around_it()
    {
        XElement example = _command.Element(s_command + "examples")!.Elements().Single();

        Assert.Equal("------- Example 1: one thing -------", (string)example.Element(s_maml + "title")!);
        Assert.Equal(["First the words."], Paragraphs(example.Element(s_maml + "introduction")));
        Assert.Equal("# Not a heading\nGet-Thing -Name a", (string)example.Element(s_dev + "code")!);
        Assert.Equal(["    ## Neither is this", "Then more.", ""], Paragraphs(example.Element(s_dev + "remarks")));
    }

    [Fact]
    public void The_syntax_has_the_parameters_in_the_order_of_the_call_with_short_types()
    {
        XElement[] parameters = [.. _command.Element(s_command + "syntax")!.Element(s_command + "syntaxItem")!.Elements(s_command + "parameter")];

        Assert.Equal(["Name", "Force"], parameters.Select(p => (string)p.Element(s_maml + "name")!));
        Assert.Equal("string[]", (string)parameters[0].Element(s_command + "parameterValue")!);
        Assert.Null(parameters[1].Element(s_command + "parameterValue"));
        Assert.Equal(("true", "0"), ((string)parameters[0].Attribute("required")!, (string)parameters[0].Attribute("position")!));
    }

    [Fact]
    public void A_parameter_has_its_facts()
    {
        XElement name = _command.Element(s_command + "parameters")!.Elements().Last();

        Assert.Equal(
            "required=true variableLength=true globbing=true pipelineInput=true (ByValue, ByPropertyName) position=0 aliases=Id",
            string.Join(' ', name.Attributes().Select(a => $"{a.Name.LocalName}={a.Value}")));
        Assert.Equal(["The names.", "Accepted values: a, it's: b."], Paragraphs(name.Element(s_maml + "description")));
        Assert.Equal("all", (string)name.Element(s_dev + "defaultValue")!);
    }

    [Fact]
    public void Links_to_pages_are_names_and_others_addresses() =>
        Assert.Equal(
            ["about_Demo=", "The site=https://example.org/"],
            _command.Element(s_command + "relatedLinks")!.Elements().Select(l => $"{(string)l.Element(s_maml + "linkText")!}={(string)l.Element(s_maml + "uri")!}"));

    [Fact]
    public void A_parameter_that_is_not_to_be_shown_is_not()
    {
        string page = Sample.Page.Replace("DontShow: false\nAcceptedValues: []", "DontShow: true\nAcceptedValues: []", StringComparison.Ordinal);

        Assert.DoesNotContain("Force", MamlWriter.Write([PageReader.Read(page, "page.md")]), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paragraphs(XElement? parent) => parent!.Elements(s_maml + "para").Select(p => p.Value);
}
