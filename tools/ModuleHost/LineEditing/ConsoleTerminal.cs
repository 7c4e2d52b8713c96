namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>The process's own terminal, with Ctrl+C as a key and pasted text marked as such while it is in use.</summary>
internal sealed class ConsoleTerminal : ITerminal, IDisposable
{
    private const string BracketedPasteOn = "\e[?2004h";
    private const string BracketedPasteOff = "\e[?2004l";

    private readonly bool _controlCWasInput = Console.TreatControlCAsInput;

    public ConsoleTerminal()
    {
        Console.TreatControlCAsInput = true;
        Write(BracketedPasteOn);
    }

    public int Width => RawUserInterface.Width();

    public bool KeyAvailable => Console.KeyAvailable;

    public ConsoleKeyInfo ReadKey() => Console.ReadKey(intercept: true);

    public void Write(string text)
    {
        Console.Out.Write(text);
        Console.Out.Flush();
    }

    public void Dispose()
    {
        Write(BracketedPasteOff);
        Console.TreatControlCAsInput = _controlCWasInput;
    }
}
