namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>The keys and the screen that the line editor works with.</summary>
internal interface ITerminal
{
    /// <summary>The screen's columns.</summary>
    int Width { get; }

    /// <summary>A key waits to be read.</summary>
    bool KeyAvailable { get; }

    /// <summary>Waits for a key. Ctrl+C comes as a key too.</summary>
    ConsoleKeyInfo ReadKey();

    /// <summary>Writes text and escape sequences as they are.</summary>
    void Write(string text);
}
