using Globus.Automate.HelpBuilder.Maml;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Globus.Automate.HelpBuilder.Topics;

/// <summary>A markdown table as columns of text, the last one wrapped.</summary>
internal static class TableText
{
    private const int Gap = 2;
    private const int NarrowestColumn = 20;

    public static IEnumerable<string> Lines(Table table, int columns)
    {
        List<string[]> rows = [.. table.OfType<TableRow>().Select(r => r.OfType<TableCell>().Select(Text).ToArray())];
        int count = rows.Max(r => r.Length);
        int[] widths = [.. Enumerable.Range(0, count).Select(c => rows.Max(r => c < r.Length ? r[c].Length : 0))];
        int before = widths[..^1].Sum(w => w + Gap);
        int last = Math.Max(NarrowestColumn, columns - before);
        for (int row = 0; row < rows.Count; row++)
        {
            string start = string.Concat(rows[row].Take(count - 1).Select((cell, c) => cell.PadRight(widths[c] + Gap)));
            bool isFirst = true;
            foreach (string line in WordWrap.Lines(rows[row].Length == count ? rows[row][^1] : "", last))
            {
                yield return (isFirst ? start : new string(' ', before)) + line;
                isFirst = false;
            }

            if (row == 0 && table[0] is TableRow { IsHeader: true })
            {
                yield return string.Concat(widths.Select((w, c) => new string('-', Math.Min(w, c == count - 1 ? last : w)).PadRight(c == count - 1 ? 0 : w + Gap)));
            }
        }
    }

    private static string Text(TableCell cell) => string.Join(' ', cell.OfType<Block>().SelectMany(b => MarkdownText.Block(b, "")));
}
