using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost.Tests.LineEditing;

/// <summary>Keys from a list, and a screen as a terminal would show it.</summary>
internal sealed class FakeTerminal(int width = 80) : ITerminal
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();

    public int Width { get; } = width;

    public FakeScreen Screen { get; } = new(width);

    public bool KeyAvailable => _keys.Count > 0;

    public ConsoleKeyInfo ReadKey() =>
        _keys.TryDequeue(out ConsoleKeyInfo key) ? key : throw new InvalidOperationException("The editor waits for more keys.");

    public void Write(string text) => Screen.Write(text);

    public FakeTerminal Type(string text)
    {
        foreach (char c in text)
        {
            _keys.Enqueue(c switch
            {
                '\e' => new ConsoleKeyInfo(c, ConsoleKey.Escape, shift: false, alt: false, control: false),
                '\n' => new ConsoleKeyInfo('\r', ConsoleKey.Enter, shift: false, alt: false, control: false),
                _ => new ConsoleKeyInfo(c, ConsoleKey.None, shift: false, alt: false, control: false),
            });
        }

        return this;
    }

    public FakeTerminal Press(params ConsoleKey[] keys) => Press(ConsoleModifiers.None, keys);

    public FakeTerminal Press(ConsoleModifiers modifiers, params ConsoleKey[] keys)
    {
        foreach (ConsoleKey key in keys)
        {
            char c = key switch
            {
                ConsoleKey.Enter => '\r',
                ConsoleKey.Tab => '\t',
                ConsoleKey.Backspace => '\u007f',
                _ => '\0',
            };
            _keys.Enqueue(new ConsoleKeyInfo(
                c,
                key,
                modifiers.HasFlag(ConsoleModifiers.Shift),
                modifiers.HasFlag(ConsoleModifiers.Alt),
                modifiers.HasFlag(ConsoleModifiers.Control)));
        }

        return this;
    }

    public FakeTerminal Control(params ConsoleKey[] keys) => Press(ConsoleModifiers.Control, keys);
}
