using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost.Tests.LineEditing;

/// <summary>The cells of a terminal, with the sequences that the host uses and the deferred wrap at the last column. Wide characters
/// fill their second cell with nothing.</summary>
internal sealed partial class FakeScreen(int width)
{
    private readonly List<string[]> _rows = [];
    private int _row;
    private int _column;

    public (int Row, int Column) Cursor => (_row, _column);

    public string Text => string.Join('\n', _rows.Select(r => string.Concat(r).TrimEnd())).TrimEnd();

    public void Write(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            if (text[i] == '\e')
            {
                Match sequence = Sequence().Match(text, i);
                Assert.True(sequence.Success, $"A sequence that the screen does not know: {text[i..].Replace("\e", "ESC", StringComparison.Ordinal)}");
                Do(sequence.Groups[2].Value[0], sequence.Groups[1].Value);
                i += sequence.Length;
                continue;
            }

            Rune rune = Rune.GetRuneAt(text, i);
            i += rune.Utf16SequenceLength;
            Put(rune);
        }
    }

    [GeneratedRegex(@"\G\e\[\??([0-9;]*)([A-Za-z])")]
    private static partial Regex Sequence();

    private string[] Row(int row)
    {
        while (_rows.Count <= row)
        {
            _rows.Add([.. Enumerable.Repeat(" ", width)]);
        }

        return _rows[row];
    }

    private void Put(Rune rune)
    {
        switch (rune.Value)
        {
            case '\r':
                _column = 0;
                return;
            case '\n':
                _row++;
                return;
        }

        int cells = CellWidth.Of(rune);
        if (_column + cells > width)
        {
            _row++;
            _column = 0;
        }

        Row(_row)[_column] = rune.ToString();
        if (cells == 2)
        {
            Row(_row)[_column + 1] = "";
        }

        _column += cells;
    }

    private void Do(char command, string arguments)
    {
        int count = arguments.Length == 0 ? 1 : int.Parse(arguments.Split(';')[0], CultureInfo.InvariantCulture);
        switch (command)
        {
            case 'A':
                _row = Math.Max(0, _row - count);
                break;
            case 'C':
                _column = Math.Min(width - 1, _column + count);
                break;
            case 'H':
                (_row, _column) = (0, 0);
                break;
            case 'J' when arguments is "2":
                _rows.Clear();
                break;
            case 'J':
                Array.Fill(Row(_row), " ", _column, width - _column);
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            case 'm' or 'h' or 'l':
                break;
            default:
                Assert.Fail($"A sequence that the screen does not know: ESC[{arguments}{command}");
                break;
        }
    }
}
