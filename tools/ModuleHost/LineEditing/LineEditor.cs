namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>How the editing of a line ended.</summary>
internal enum LineOutcome
{
    /// <summary>Enter: the text is to be run.</summary>
    Entered,

    /// <summary>Ctrl+C: the text is dropped.</summary>
    Abandoned,

    /// <summary>Ctrl+D on an empty line: there is no more to come.</summary>
    Ended,
}

/// <summary>Reads a command of one or more lines from a terminal: arrow keys, Home, End, words with Ctrl, the Emacs keys
/// (Ctrl+A, E, K, U, W, Y, L), history, completion with Tab, pasted text as text.</summary>
internal sealed class LineEditor(ITerminal terminal, ILineLanguage language, LineHistory history, bool colour)
{
    private readonly LineBuffer _buffer = new();
    private readonly Queue<ConsoleKeyInfo> _pending = new();
    private CompletionCycle? _cycle;
    private string _hint = "";
    private string _killed = "";

    public LineOutcome Read(string prompt, out string text)
    {
        LineDisplay display = new(terminal, prompt, colour);
        _buffer.Set("");
        _cycle = null;
        _hint = "";
        display.Start();
        display.Draw(_buffer, _hint);
        while (true)
        {
            ConsoleKeyInfo key = _pending.TryDequeue(out ConsoleKeyInfo waiting) ? waiting : terminal.ReadKey();
            if (Finishes(key) is LineOutcome outcome)
            {
                display.Finish(_buffer);
                text = outcome == LineOutcome.Entered ? _buffer.Text : "";
                history.Add(text);
                return outcome;
            }

            if (Control(key) == ConsoleKey.L)
            {
                display.ClearScreen();
            }
            else if (key.Key == ConsoleKey.Tab)
            {
                Complete(backwards: key.Modifiers.HasFlag(ConsoleModifiers.Shift));
            }
            else
            {
                _cycle = null;
                _hint = "";
                Edit(key);
            }

            // A burst of keys (a paste in a terminal that does not mark it) is drawn once.
            if (_pending.Count == 0 && !terminal.KeyAvailable)
            {
                display.Draw(_buffer, _hint);
            }
        }
    }

    private LineOutcome? Finishes(ConsoleKeyInfo key)
    {
        switch (Control(key))
        {
            case ConsoleKey.C:
                return LineOutcome.Abandoned;
            case ConsoleKey.D when _buffer.Length == 0:
                return LineOutcome.Ended;
        }

        // Enter asks for another line while the command is open; a blank last line says that it is meant so.
        return key.Key == ConsoleKey.Enter && (LastLineIsBlank() || language.IsComplete(_buffer.Text)) ? LineOutcome.Entered : null;
    }

    private void Edit(ConsoleKeyInfo key)
    {
        bool byWord = key.Modifiers.HasFlag(ConsoleModifiers.Control) || key.Modifiers.HasFlag(ConsoleModifiers.Alt);
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                _buffer.Cursor = _buffer.Length;
                _buffer.Insert("\n");
                return;
            case ConsoleKey.LeftArrow:
                _buffer.Cursor = byWord ? _buffer.WordStart() : _buffer.PreviousCharacter();
                return;
            case ConsoleKey.RightArrow:
                _buffer.Cursor = byWord ? _buffer.WordEnd() : _buffer.NextCharacter();
                return;
            case ConsoleKey.UpArrow:
                if (!_buffer.MoveUp())
                {
                    Recall(history.Previous(_buffer.Text));
                }

                return;
            case ConsoleKey.DownArrow:
                if (!_buffer.MoveDown())
                {
                    Recall(history.Next());
                }

                return;
            case ConsoleKey.Home:
                _buffer.Cursor = byWord ? 0 : _buffer.LineStart();
                return;
            case ConsoleKey.End:
                _buffer.Cursor = byWord ? _buffer.Length : _buffer.LineEnd();
                return;
            case ConsoleKey.Backspace:
                _ = _buffer.DeleteTo(byWord ? _buffer.WordStart() : _buffer.PreviousCharacter());
                return;
            case ConsoleKey.Delete:
                _ = _buffer.DeleteTo(byWord ? _buffer.WordEnd() : _buffer.NextCharacter());
                return;
            case ConsoleKey.Escape:
                ReadEscape();
                return;
        }

        if (Control(key) is ConsoleKey controlled)
        {
            EditLikeEmacs(controlled);
        }
        else if (key.KeyChar >= ' ' && !key.Modifiers.HasFlag(ConsoleModifiers.Alt))
        {
            _buffer.Insert(key.KeyChar.ToString());
        }
    }

    private void EditLikeEmacs(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A:
                _buffer.Cursor = _buffer.LineStart();
                break;
            case ConsoleKey.E:
                _buffer.Cursor = _buffer.LineEnd();
                break;
            case ConsoleKey.B:
                _buffer.Cursor = _buffer.PreviousCharacter();
                break;
            case ConsoleKey.F:
                _buffer.Cursor = _buffer.NextCharacter();
                break;
            case ConsoleKey.D:
                _ = _buffer.DeleteTo(_buffer.NextCharacter());
                break;
            case ConsoleKey.H:
                _ = _buffer.DeleteTo(_buffer.PreviousCharacter());
                break;
            case ConsoleKey.K:
                _killed = _buffer.DeleteTo(_buffer.LineEnd());
                break;
            case ConsoleKey.U:
                _killed = _buffer.DeleteTo(_buffer.LineStart());
                break;
            case ConsoleKey.W:
                _killed = _buffer.DeleteTo(_buffer.ArgumentStart());
                break;
            case ConsoleKey.Y:
                _buffer.Insert(_killed);
                break;
            case ConsoleKey.P:
                Recall(history.Previous(_buffer.Text));
                break;
            case ConsoleKey.N:
                Recall(history.Next());
                break;
        }
    }

    private void ReadEscape()
    {
        if (PasteReader.TryRead(terminal, out string pasted, out IReadOnlyList<ConsoleKeyInfo> other))
        {
            _buffer.Insert(pasted);
            return;
        }

        if (other.Count == 0 || other[0].KeyChar != '[')
        {
            _buffer.Set("");
        }

        foreach (ConsoleKeyInfo key in other)
        {
            _pending.Enqueue(key);
        }
    }

    private void Complete(bool backwards)
    {
        if (_cycle is null or { IsSettled: true })
        {
            Completions completions = language.Complete(_buffer.Text, _buffer.Cursor);
            _cycle = completions.Matches.Count == 0 ? null : new CompletionCycle(completions);
        }

        _cycle?.Step(_buffer, backwards);
        _hint = _cycle?.Hint ?? "";
    }

    private void Recall(string? line)
    {
        if (line is not null)
        {
            _buffer.Set(line);
        }
    }

    private bool LastLineIsBlank()
    {
        string text = _buffer.Text;
        int lastLine = text.LastIndexOf('\n');
        return lastLine >= 0 && string.IsNullOrWhiteSpace(text[lastLine..]);
    }

    /// <summary>The letter of Ctrl and a letter, however the terminal tells it.</summary>
    private static ConsoleKey? Control(ConsoleKeyInfo key)
    {
        if (key.Modifiers.HasFlag(ConsoleModifiers.Alt) || key.Key is ConsoleKey.Tab or ConsoleKey.Enter or ConsoleKey.Backspace or ConsoleKey.Escape)
        {
            return null;
        }

        if (key.KeyChar is >= '\u0001' and <= '\u001a')
        {
            return ConsoleKey.A + (key.KeyChar - 1);
        }

        return key.Modifiers.HasFlag(ConsoleModifiers.Control) && key.Key is >= ConsoleKey.A and <= ConsoleKey.Z ? key.Key : null;
    }
}
