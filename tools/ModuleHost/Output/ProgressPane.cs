using System.Globalization;
using System.Management.Automation;
using System.Text;
using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost.Output;

/// <summary>Shows the running activities as a few lines below the cursor of a terminal, and leaves nothing behind. The cursor
/// stays at the pane's first column, so that erasing it is one sequence.</summary>
internal sealed class ProgressPane(TextOutput screen, Func<int> width, TimeProvider time)
{
    private const int MaximumLines = 4;
    private const int BarWidth = 24;
    private static readonly TimeSpan s_betweenDrawings = TimeSpan.FromMilliseconds(50);

    private readonly List<(long Source, ProgressRecord Record)> _activities = [];
    private long _lastDrawing;
    private bool _isDrawn;

    /// <param name="sourceId">Which pipeline reports.</param>
    /// <param name="record">What it reports.</param>
    /// <param name="besideOpenLine">The cursor stands behind text that drawing would erase.</param>
    public void Update(long sourceId, ProgressRecord record, bool besideOpenLine)
    {
        if (!screen.IsTerminal)
        {
            return;
        }

        int index = _activities.FindIndex(a => a.Source == sourceId && a.Record.ActivityId == record.ActivityId);
        bool changesLines = index < 0 || record.RecordType == ProgressRecordType.Completed;
        if (record.RecordType == ProgressRecordType.Completed)
        {
            if (index < 0)
            {
                return;
            }

            _activities.RemoveAt(index);
        }
        else if (index < 0)
        {
            _activities.Add((sourceId, record));
        }
        else
        {
            _activities[index] = (sourceId, record);
        }

        if (changesLines || time.GetElapsedTime(_lastDrawing) >= s_betweenDrawings)
        {
            Hide();
            if (!besideOpenLine)
            {
                Draw();
            }
        }
    }

    public void Hide()
    {
        if (_isDrawn)
        {
            screen.Control("\r\e[J");
            _isDrawn = false;
        }
    }

    public void Clear()
    {
        _activities.Clear();
        Hide();
    }

    /// <summary>One line for a terminal of that width: activity, bar and percentage if known, status, current operation, time left.</summary>
    internal static string Line(ProgressRecord record, int width)
    {
        StringBuilder line = new();
        if (record.ParentActivityId >= 0)
        {
            line.Append("  ");
        }

        line.Append(record.Activity);
        if (record.PercentComplete is int percent and >= 0)
        {
            int filled = percent * BarWidth / 100;
            line.Append(" [").Append('#', filled).Append('-', BarWidth - filled).Append("] ")
                .Append(percent.ToString(CultureInfo.CurrentCulture)).Append('%');
        }

        AppendPart(record.StatusDescription);
        AppendPart(record.CurrentOperation);
        if (record.SecondsRemaining >= 0)
        {
            AppendPart(TimeSpan.FromSeconds(record.SecondsRemaining).ToString("c", CultureInfo.CurrentCulture) + " left");
        }

        line.Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ').Replace('\e', ' ');
        return CellWidth.Truncate(line.ToString(), Math.Max(1, width - 1));

        void AppendPart(string? text)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                line.Append("  ").Append(text);
            }
        }
    }

    private void Draw()
    {
        _lastDrawing = time.GetTimestamp();
        if (_activities.Count == 0)
        {
            return;
        }

        // The newest ones are the innermost: with more than the pane holds, the outer ones give way.
        string[] lines = [.. _activities.Skip(_activities.Count - MaximumLines).Select(a => Line(a.Record, width()))];
        string up = lines.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"\e[{lines.Length - 1}A") : "";
        string text = string.Join('\n', lines);
        screen.Control((screen.HasColour ? PSStyle.Instance.Progress.Style + text.Replace("\n", "\e[0m\n" + PSStyle.Instance.Progress.Style, StringComparison.Ordinal) + "\e[0m" : text) + up + "\r");
        _isDrawn = true;
    }
}
