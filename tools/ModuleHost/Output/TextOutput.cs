using System.Management.Automation;
using System.Management.Automation.Internal;

namespace Globus.Automate.ModuleHost.Output;

/// <summary>One of the process's two output streams: knows whether it is a terminal, lets escape sequences through
/// only where they belong, and knows the line that is still open.</summary>
internal sealed class TextOutput(TextWriter writer, bool isTerminal, bool hasColour)
{
    public bool IsTerminal { get; } = isTerminal;

    /// <summary>A terminal that is to show colours.</summary>
    public bool HasColour { get; } = isTerminal && hasColour;

    /// <summary>What was written since the last line ended.</summary>
    public string OpenLine { get; private set; } = "";

    public void Write(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        string shown = HasColour || !text.Contains('\e') ? text : new StringDecorated(text).ToString(OutputRendering.PlainText);
        writer.Write(shown);
        writer.Flush();
        if (IsTerminal)
        {
            int end = shown.LastIndexOfAny(['\n', '\r']);
            OpenLine = end < 0 ? OpenLine + shown : shown[(end + 1)..];
        }
    }

    /// <summary>Writes a sequence that moves the cursor or erases: for terminals, whether they show colours or not.</summary>
    public void Control(string sequence)
    {
        if (IsTerminal)
        {
            writer.Write(sequence);
            writer.Flush();
        }
    }

    /// <summary>Someone else (a native program, the line editor) left the cursor at the start of a line.</summary>
    public void AtLineStart() => OpenLine = "";
}
