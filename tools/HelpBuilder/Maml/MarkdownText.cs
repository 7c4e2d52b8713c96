using System.Globalization;
using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Globus.Automate.HelpBuilder.Maml;

/// <summary>Markdown as the plain text that Get-Help shows: paragraphs in one line, lists with their marks, code as it is.</summary>
internal static class MarkdownText
{
    private const string CodeIndent = "    ";

    /// <summary>The text's blocks, one string each.</summary>
    public static IReadOnlyList<string> Paragraphs(string markdown) => [.. Markdown.Parse(markdown).SelectMany(b => Block(b, markdown))];

    /// <summary>A text of one paragraph.</summary>
    public static string Line(string markdown) => string.Join(' ', Paragraphs(markdown));

    /// <summary>A block as one text, or several for a block of blocks.</summary>
    public static IEnumerable<string> Block(Block block, string source) => block switch
    {
        CodeBlock code => [Indent(CodeOf(code))],
        ListBlock list => [List(list, source)],
        LeafBlock { Inline: ContainerInline inlines } => [Inlines(inlines)],
        ContainerBlock container => container.SelectMany(b => Block(b, source)),
        LinkReferenceDefinition or ThematicBreakBlock => [],
        LeafBlock leaf => [source.Substring(leaf.Span.Start, leaf.Span.Length)],
        _ => [],
    };

    /// <summary>The lines of a block of code.</summary>
    public static string CodeOf(CodeBlock code) => code.Lines.ToString().TrimEnd('\n');

    /// <summary>Text without its marks; a link is followed by its address where that can be opened.</summary>
    public static string Inlines(ContainerInline inlines)
    {
        StringBuilder text = new();
        Append(inlines);
        return text.ToString();

        void Append(ContainerInline container)
        {
            foreach (Inline inline in container)
            {
                switch (inline)
                {
                    case LiteralInline literal:
                        text.Append(literal.Content.ToString());
                        break;
                    case CodeInline code:
                        text.Append(code.Content);
                        break;
                    case LineBreakInline lineBreak:
                        text.Append(lineBreak.IsHard ? '\n' : ' ');
                        break;
                    case HtmlEntityInline entity:
                        text.Append(entity.Transcoded.ToString());
                        break;
                    case AutolinkInline autolink:
                        text.Append(autolink.Url);
                        break;
                    case HtmlInline html:
                        // Not a tag but a place for a word, such as <name>.
                        text.Append(html.Tag);
                        break;
                    case LinkInline link:
                        Append(link);
                        if (Uri.TryCreate(link.Url, UriKind.Absolute, out _))
                        {
                            text.Append(" (").Append(link.Url).Append(')');
                        }

                        break;
                    case ContainerInline inner:
                        Append(inner);
                        break;
                }
            }
        }
    }

    private static string List(ListBlock list, string source)
    {
        StringBuilder text = new();
        int number = int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out int first) ? first : 1;
        foreach (ListItemBlock item in list.OfType<ListItemBlock>())
        {
            string mark = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ";
            string body = string.Join("\n\n", item.SelectMany(b => Block(b, source)));
            text.Append(mark).Append(body.Replace("\n", "\n" + new string(' ', mark.Length), StringComparison.Ordinal)).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Indent(string text) => CodeIndent + text.Replace("\n", "\n" + CodeIndent, StringComparison.Ordinal);
}
