using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;

namespace Globus.Automate.HelpBuilder.Pages;

/// <summary>Reads a cmdlet's page.</summary>
internal sealed partial class PageReader
{
    private static readonly string[] s_sections =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private const string CommonParameters = "CommonParameters";

    private readonly string _file;
    private readonly Dictionary<string, MarkdownSection> _sections = new(StringComparer.Ordinal);

    private PageReader(string file) => _file = file;

    /// <param name="text">The page.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <exception cref="PageException">The text is not in the form of a page.</exception>
    public static CommandPage Read(string text, string file) => new PageReader(file).Read(text.ReplaceLineEndings("\n"));

    private CommandPage Read(string text)
    {
        Match front = FrontMatter().Match(text);
        if (!front.Success)
        {
            throw PageException.At(_file, 1, "A page starts with its fields between two lines of three dashes.");
        }

        string body = text[front.Length..];
        int firstLine = front.Value.Count(c => c == '\n') + 1;
        if (MarkdownSections.Of(body, 1, firstLine) is not [MarkdownSection title])
        {
            throw PageException.At(_file, firstLine, "A page has one heading of the first level: the cmdlet's name.");
        }

        foreach (MarkdownSection section in MarkdownSections.Of(body, 2, firstLine))
        {
            if (!s_sections.Contains(section.Title, StringComparer.Ordinal) || !_sections.TryAdd(section.Title, section))
            {
                throw PageException.At(_file, section.Line, $"A page has these sections, each once: {string.Join(", ", s_sections)}.");
            }
        }

        MarkdownSection parameters = Section("PARAMETERS");
        return new CommandPage
        {
            Fields = [.. front.Groups["line"].Captures.Select(c => Field(c.Value))],
            Name = title.Title,
            Synopsis = Section("SYNOPSIS").Text,
            Syntax = [.. Section("SYNTAX").Children.Select(ReadSyntax)],
            Aliases = Section("ALIASES").Text,
            Description = Section("DESCRIPTION").Text,
            Examples = [.. Section("EXAMPLES").Children.Select(Named)],
            Parameters = [.. parameters.Children.Where(c => c.Title is not CommonParameters).Select(ReadParameter)],
            CommonParameters = parameters.Children.FirstOrDefault(c => c.Title is CommonParameters)?.Text,
            Inputs = [.. Section("INPUTS").Children.Select(Named)],
            Outputs = [.. Section("OUTPUTS").Children.Select(Named)],
            Notes = Section("NOTES").Text,
            RelatedLinks = Section("RELATED LINKS").Text,
        };
    }

    private static NamedSection Named(MarkdownSection section) => new(section.Title, section.Text);

    private MarkdownSection Section(string name) =>
        _sections.TryGetValue(name, out MarkdownSection? section) ? section : throw PageException.At(_file, 1, $"The page has no section {name}.");

    private KeyValuePair<string, string> Field(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new KeyValuePair<string, string>(line[..colon], line[(colon + 1)..].Trim())
            : throw PageException.At(_file, 1, $"'{line}' is no field.");
    }

    private SyntaxEntry ReadSyntax(MarkdownSection section)
    {
        const string Default = " (Default)";
        bool isDefault = section.Title.EndsWith(Default, StringComparison.Ordinal);
        string set = isDefault ? section.Title[..^Default.Length] : section.Title;
        return CodeBlocks(section) is [FencedCodeBlock code]
            ? new SyntaxEntry(set, isDefault, code.Lines.ToString().Trim())
            : throw PageException.At(_file, section.Line, "The syntax of a parameter set is one block of code.");
    }

    private ParameterEntry ReadParameter(MarkdownSection section)
    {
        if (!section.Title.StartsWith('-') || CodeBlocks(section) is not [.., { Info: "yaml" } yaml])
        {
            throw PageException.At(_file, section.Line, "A parameter is a heading with its dash, prose, and a block of yaml at the end.");
        }

        return new ParameterEntry(
            section.Title[1..],
            section.Text[..yaml.Span.Start].TrimEnd(),
            ParameterYaml.Read(yaml.Lines.ToString(), _file, section.Line));
    }

    private static List<FencedCodeBlock> CodeBlocks(MarkdownSection section) => [.. Markdown.Parse(section.Text).OfType<FencedCodeBlock>()];

    [GeneratedRegex(@"\A---\n(?:(?<line>[^\n]+)\n)*?---\n", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FrontMatter();
}
