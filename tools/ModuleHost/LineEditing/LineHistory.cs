namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>The lines of this session, oldest first, and the walk through them. They stay in memory: what is typed at a prompt may hold secrets.</summary>
internal sealed class LineHistory
{
    private const int MaximumLines = 4096;

    private readonly List<string> _lines = [];
    private int _place;
    private string _draft = "";

    /// <summary>Remembers a line, unless it is blank or the last one again, and ends the walk.</summary>
    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (_lines.Count == 0 || !string.Equals(_lines[^1], line, StringComparison.Ordinal)))
        {
            _lines.Add(line);
            if (_lines.Count > MaximumLines)
            {
                _lines.RemoveAt(0);
            }
        }

        _place = _lines.Count;
    }

    /// <summary>The line before; the first step keeps what was being typed.</summary>
    public string? Previous(string current)
    {
        if (_place == 0)
        {
            return null;
        }

        if (_place == _lines.Count)
        {
            _draft = current;
        }

        return _lines[--_place];
    }

    /// <summary>The line after, and behind the last one what was being typed.</summary>
    public string? Next()
    {
        if (_place >= _lines.Count)
        {
            return null;
        }

        _place++;
        return _place == _lines.Count ? _draft : _lines[_place];
    }
}
