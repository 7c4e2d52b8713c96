using System.Text;

namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>Reads the text that a terminal marks as pasted (ESC [ 200 ~ ... ESC [ 201 ~). The console hands the marks over as single keys.</summary>
internal static class PasteReader
{
    private const string Opening = "[200~";
    private const string Closing = "\e[201~";

    /// <summary>After an Escape key: true with the pasted text if a paste follows. Keys that were something else are returned in
    /// <paramref name="other"/>.</summary>
    public static bool TryRead(ITerminal terminal, out string pasted, out IReadOnlyList<ConsoleKeyInfo> other)
    {
        pasted = "";
        List<ConsoleKeyInfo> keys = [];
        other = keys;
        foreach (char expected in Opening)
        {
            if (!terminal.KeyAvailable)
            {
                return false;
            }

            ConsoleKeyInfo key = terminal.ReadKey();
            keys.Add(key);
            if (key.KeyChar != expected)
            {
                return false;
            }
        }

        keys.Clear();
        StringBuilder text = new();
        while (!EndsWith(text, Closing))
        {
            ConsoleKeyInfo key = terminal.ReadKey();
            text.Append(key.Key == ConsoleKey.Enter ? '\n' : key.KeyChar);
        }

        text.Length -= Closing.Length;
        pasted = text.ToString().ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal);
        return true;
    }

    private static bool EndsWith(StringBuilder text, string ending) =>
        text.Length >= ending.Length && string.Equals(text.ToString(text.Length - ending.Length, ending.Length), ending, StringComparison.Ordinal);
}
