using System.Globalization;
using System.Text;

namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>Draws the prompt, the text over as many rows as it takes, and a hint below; and puts the cursor where it belongs.</summary>
internal sealed class LineDisplay(ITerminal terminal, string prompt, bool colour)
{
    private const string ContinuationPrompt = ">> ";

    // A prompt of several lines is written once; only its last line is drawn again.
    private readonly string _promptLine = prompt[(prompt.LastIndexOf('\n') + 1)..];
    private int _cursorRow;

    public void Start()
    {
        terminal.Write(prompt[..(prompt.Length - _promptLine.Length)]);
        _cursorRow = 0;
    }

    /// <summary>Draws everything anew.</summary>
    public void Draw(LineBuffer buffer, string hint)
    {
        int width = Math.Max(2, terminal.Width);
        StringBuilder frame = new();
        frame.Append(ToFirstRow()).Append("\e[J").Append(_promptLine);

        Position end = new(0, CellWidth.Of(WithoutSequences(_promptLine)));
        end = new Position(end.Column / width, end.Column % width);
        Position cursor = end;
        string text = buffer.Text;
        int index = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (index == buffer.Cursor)
            {
                cursor = end;
            }

            index += rune.Utf16SequenceLength;
            end = Put(frame, rune, end, width);
        }

        if (index == buffer.Cursor)
        {
            cursor = end;
        }

        if (end.Column == width)
        {
            // The last column is full: terminals wait with the new row until there is something to put on it.
            frame.Append("\r\n");
            end = new Position(end.Row + 1, 0);
        }

        if (cursor.Column == width)
        {
            cursor = new Position(cursor.Row + 1, 0);
        }

        if (hint.Length > 0)
        {
            string line = CellWidth.Truncate(hint, width - 1);
            frame.Append("\r\n").Append(colour ? $"\e[2m{line}\e[0m" : line);
            end = new Position(end.Row + 1, CellWidth.Of(line));
        }

        frame.Append(Up(end.Row - cursor.Row)).Append('\r').Append(Right(cursor.Column));
        _cursorRow = cursor.Row;
        terminal.Write(frame.ToString());
    }

    /// <summary>Leaves the text as it is and goes to a new line below it.</summary>
    public void Finish(LineBuffer buffer)
    {
        buffer.Cursor = buffer.Length;
        Draw(buffer, hint: "");
        terminal.Write("\r\n");
    }

    public void ClearScreen()
    {
        terminal.Write("\e[H\e[2J");
        _cursorRow = 0;
    }

    private static Position Put(StringBuilder frame, Rune rune, Position at, int width)
    {
        if (rune.Value == '\n')
        {
            frame.Append("\r\n").Append(ContinuationPrompt);
            return new Position(at.Row + 1, ContinuationPrompt.Length);
        }

        // Control characters that were pasted are shown as a space, so that they do nothing to the terminal.
        Rune shown = Rune.IsControl(rune) ? new Rune(' ') : rune;
        int cells = CellWidth.Of(shown);
        frame.Append(shown.ToString());
        return at.Column + cells > width ? new Position(at.Row + 1, cells) : at with { Column = at.Column + cells };
    }

    private static string WithoutSequences(string text) =>
        new System.Management.Automation.Internal.StringDecorated(text).ToString(System.Management.Automation.OutputRendering.PlainText);

    private static string Up(int rows) => rows > 0 ? string.Create(CultureInfo.InvariantCulture, $"\e[{rows}A") : "";

    private static string Right(int columns) => columns > 0 ? string.Create(CultureInfo.InvariantCulture, $"\e[{columns}C") : "";

    private string ToFirstRow() => Up(_cursorRow) + "\r";

    private readonly record struct Position(int Row, int Column);
}
