using System.Text;
using Globus.Automate.HelpBuilder.Maml;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace Globus.Automate.HelpBuilder.Topics;

/// <summary>Turns an about_ page into the text file that Get-Help shows: 80 columns, headings in capitals of their own lines, what stands below them
/// indented. The engine takes the paragraph below SHORT DESCRIPTION for the topic's synopsis.</summary>
internal static class AboutTopic
{
    private const int Columns = 80;
    private const string Indent = "    ";

    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    public static string Write(string markdown)
    {
        string source = markdown.ReplaceLineEndings("\n");
        StringBuilder text = new();
        foreach (Block block in Markdown.Parse(source, s_markdown))
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Append(heading, source, text);
                    break;
                case Table table:
                    AppendLines(text, TableText.Lines(table, Columns - Indent.Length), Indent);
                    break;
                case YamlFrontMatterBlock:
                    break;
                case CodeBlock code:
                    AppendLines(text, MarkdownText.CodeOf(code).Split('\n'), Indent + Indent);
                    break;
                default:
                    foreach (string paragraph in MarkdownText.Block(block, source))
                    {
                        AppendLines(text, WordWrap.Lines(paragraph, Columns - Indent.Length), Indent);
                    }

                    break;
            }
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(HeadingBlock heading, string source, StringBuilder text)
    {
        string title = string.Join(' ', MarkdownText.Block(heading, source));
        switch (heading.Level)
        {
            case 1:
                text.Append("TOPIC\n").Append(Indent).Append(title).Append("\n\n");
                break;
            case 2:
                text.Append(title.ToUpperInvariant()).Append('\n');
                break;
            default:
                text.Append("  ").Append(title).Append('\n');
                break;
        }
    }

    private static void AppendLines(StringBuilder text, IEnumerable<string> lines, string indent)
    {
        foreach (string line in lines)
        {
            text.Append((indent + line).TrimEnd()).Append('\n');
        }

        text.Append('\n');
    }
}
