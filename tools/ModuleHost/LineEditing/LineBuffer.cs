using System.Globalization;
using System.Text;

namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>The text being edited and the cursor in it. Lines are separated by a line feed; the cursor moves by what a
/// reader sees as one character.</summary>
internal sealed class LineBuffer
{
    private readonly StringBuilder _text = new();
    private int _cursor;

    public string Text => _text.ToString();

    public int Length => _text.Length;

    public int Cursor
    {
        get => _cursor;
        set => _cursor = Math.Clamp(value, 0, _text.Length);
    }

    public bool AtEnd => _cursor == _text.Length;

    public void Set(string text)
    {
        _text.Clear().Append(text);
        _cursor = _text.Length;
    }

    public void Insert(string text)
    {
        _text.Insert(_cursor, text);
        _cursor += text.Length;
    }

    public void Replace(int start, int length, string text)
    {
        _text.Remove(start, length).Insert(start, text);
        _cursor = start + text.Length;
    }

    /// <summary>Removes what is between the cursor and a place, and returns it.</summary>
    public string DeleteTo(int place)
    {
        int start = Math.Min(_cursor, place);
        string removed = _text.ToString(start, Math.Abs(_cursor - place));
        _text.Remove(start, removed.Length);
        _cursor = start;
        return removed;
    }

    public int NextCharacter() =>
        AtEnd ? _cursor : _cursor + StringInfo.GetNextTextElementLength(_text.ToString(_cursor, _text.Length - _cursor));

    public int PreviousCharacter()
    {
        int place = 0;
        string before = _text.ToString(0, _cursor);
        while (place < before.Length)
        {
            int next = place + StringInfo.GetNextTextElementLength(before, place);
            if (next >= before.Length)
            {
                break;
            }

            place = next;
        }

        return place;
    }

    /// <summary>The start of the word at or before the cursor: letters and digits are words.</summary>
    public int WordStart()
    {
        int place = _cursor;
        while (place > 0 && !IsWord(_text[place - 1]))
        {
            place--;
        }

        while (place > 0 && IsWord(_text[place - 1]))
        {
            place--;
        }

        return place;
    }

    /// <summary>The end of the word at or after the cursor.</summary>
    public int WordEnd()
    {
        int place = _cursor;
        while (place < _text.Length && !IsWord(_text[place]))
        {
            place++;
        }

        while (place < _text.Length && IsWord(_text[place]))
        {
            place++;
        }

        return place;
    }

    /// <summary>The start of the word before the cursor, where everything but white space is a word (Ctrl+W).</summary>
    public int ArgumentStart()
    {
        int place = _cursor;
        while (place > 0 && char.IsWhiteSpace(_text[place - 1]))
        {
            place--;
        }

        while (place > 0 && !char.IsWhiteSpace(_text[place - 1]))
        {
            place--;
        }

        return place;
    }

    public int LineStart() => Text.AsSpan(0, _cursor).LastIndexOf('\n') + 1;

    public int LineEnd()
    {
        int end = Text.AsSpan(_cursor).IndexOf('\n');
        return end < 0 ? _text.Length : _cursor + end;
    }

    /// <summary>Moves to the line above, to the same column where it has one.</summary>
    public bool MoveUp()
    {
        int start = LineStart();
        if (start == 0)
        {
            return false;
        }

        int column = _cursor - start;
        _cursor = start - 1;
        int above = LineStart();
        _cursor = Math.Min(above + column, start - 1);
        return true;
    }

    /// <summary>Moves to the line below, to the same column where it has one.</summary>
    public bool MoveDown()
    {
        int column = _cursor - LineStart();
        int end = LineEnd();
        if (end == _text.Length)
        {
            return false;
        }

        _cursor = end + 1;
        _cursor = Math.Min(end + 1 + column, LineEnd());
        return true;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
