using Markdig;
using Markdig.Syntax;

namespace Globus.Automate.HelpBuilder.Pages;

/// <summary>A heading of a markdown text, with what stands between it and the next heading of its level or a higher one.</summary>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">The heading's line, from 1.</param>
/// <param name="Text">What stands below it before the first lower heading, trimmed.</param>
/// <param name="Children">The headings one level below it.</param>
internal sealed record MarkdownSection(string Title, int Line, string Text, IReadOnlyList<MarkdownSection> Children);

/// <summary>Takes a markdown text apart at its headings. A parser finds them, so that what looks like one in a code block is none.</summary>
internal static class MarkdownSections
{
    /// <param name="text">The markdown.</param>
    /// <param name="level">The level of the headings wanted.</param>
    /// <param name="firstLine">The text's first line in its file.</param>
    public static IReadOnlyList<MarkdownSection> Of(string text, int level, int firstLine)
    {
        List<HeadingBlock> headings = [.. Markdown.Parse(text).OfType<HeadingBlock>().Where(h => h.Level <= level + 1)];
        List<MarkdownSection> sections = [];
        for (int i = 0; i < headings.Count; i++)
        {
            if (headings[i].Level != level)
            {
                continue;
            }

            int end = headings.FindIndex(i + 1, h => h.Level <= level);
            end = end < 0 ? headings.Count : end;
            List<MarkdownSection> children = [];
            for (int child = i + 1; child < end; child++)
            {
                children.Add(Section(text, headings, child, firstLine, []));
            }

            sections.Add(Section(text, headings, i, firstLine, children));
        }

        return sections;
    }

    private static MarkdownSection Section(string text, List<HeadingBlock> headings, int index, int firstLine, List<MarkdownSection> children)
    {
        HeadingBlock heading = headings[index];
        int start = heading.Span.End + 1;
        int end = index + 1 < headings.Count ? headings[index + 1].Span.Start : text.Length;
        return new MarkdownSection(TitleOf(text, heading), firstLine + heading.Line, text[start..end].Trim('\n', ' '), children);
    }

    private static string TitleOf(string text, HeadingBlock heading) =>
        text.Substring(heading.Span.Start, heading.Span.Length).TrimStart('#').Trim();
}
