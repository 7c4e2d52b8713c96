using System.Management.Automation.Host;
using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost;

/// <summary>The console's cells, keys and sizes. Without a terminal the sizes are those of a wide page and there are no keys.</summary>
internal sealed class RawUserInterface : PSHostRawUserInterface
{
    private const int PageWidth = 120;
    private const int PageHeight = 50;

    private string _title = "";
    private int _cursorSize = 25;

    public override ConsoleColor ForegroundColor
    {
        get => Console.ForegroundColor;
        set => Console.ForegroundColor = value;
    }

    public override ConsoleColor BackgroundColor
    {
        get => Console.BackgroundColor;
        set => Console.BackgroundColor = value;
    }

    public override Size BufferSize
    {
        get => WindowSize;
        set => throw NotPossible("change the size of the console's buffer");
    }

    public override Size WindowSize
    {
        get => new(Width(), Height());
        set => throw NotPossible("change the size of the console's window");
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates WindowPosition
    {
        get => new(0, 0);
        set => throw NotPossible("move the console's window");
    }

    public override Coordinates CursorPosition
    {
        get
        {
            if (Console.IsOutputRedirected || Console.IsInputRedirected)
            {
                return new Coordinates(0, 0);
            }

            (int left, int top) = Console.GetCursorPosition();
            return new Coordinates(left, top);
        }

        set
        {
            if (!Console.IsOutputRedirected)
            {
                Console.SetCursorPosition(value.X, value.Y);
            }
        }
    }

    public override int CursorSize
    {
        get => OperatingSystem.IsWindows() && !Console.IsOutputRedirected ? Console.CursorSize : _cursorSize;
        set
        {
            _cursorSize = value;
            if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
            {
                Console.CursorSize = value;
            }
        }
    }

    public override string WindowTitle
    {
        get => _title;
        set
        {
            _title = value ?? "";
            if (!Console.IsOutputRedirected)
            {
                Console.Title = _title;
            }
        }
    }

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public static int Width() => Console.IsOutputRedirected ? PageWidth : AtLeastOne(Console.BufferWidth, PageWidth);

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!options.HasFlag(ReadKeyOptions.IncludeKeyDown) && !options.HasFlag(ReadKeyOptions.IncludeKeyUp))
        {
            throw new ArgumentException("A key is read when it goes down, when it comes up, or both: none was asked for.", nameof(options));
        }

        if (Console.IsInputRedirected)
        {
            throw NotPossible("read a key, because standard input is no terminal");
        }

        bool asInput = Console.TreatControlCAsInput;
        try
        {
            Console.TreatControlCAsInput = options.HasFlag(ReadKeyOptions.AllowCtrlC);
            ConsoleKeyInfo key = Console.ReadKey(intercept: options.HasFlag(ReadKeyOptions.NoEcho));
            return new KeyInfo((int)key.Key, key.KeyChar, StateOf(key.Modifiers), keyDown: options.HasFlag(ReadKeyOptions.IncludeKeyDown));
        }
        finally
        {
            Console.TreatControlCAsInput = asInput;
        }
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            _ = Console.ReadKey(intercept: true);
        }
    }

    /// <summary>Clears the screen, which is how the engine asks for it; other rectangles a terminal does not offer.</summary>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (rectangle != new Rectangle(-1, -1, -1, -1))
        {
            throw NotPossible("fill a part of the screen");
        }

        if (!Console.IsOutputRedirected)
        {
            Console.Clear();
        }
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotPossible("place cells on the screen");

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotPossible("read the screen");

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw NotPossible("scroll a part of the screen");

    public override int LengthInBufferCells(char source) => CellWidth.Of([source]);

    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source.AsSpan(offset));

    private static int Height() => Console.IsOutputRedirected ? PageHeight : AtLeastOne(Console.WindowHeight, PageHeight);

    // A terminal that does not know its size says 0.
    private static int AtLeastOne(int size, int otherwise) => size > 0 ? size : otherwise;

    private static ControlKeyStates StateOf(ConsoleModifiers modifiers)
    {
        ControlKeyStates state = default;
        if (modifiers.HasFlag(ConsoleModifiers.Shift))
        {
            state |= ControlKeyStates.ShiftPressed;
        }

        if (modifiers.HasFlag(ConsoleModifiers.Control))
        {
            state |= ControlKeyStates.LeftCtrlPressed;
        }

        if (modifiers.HasFlag(ConsoleModifiers.Alt))
        {
            state |= ControlKeyStates.LeftAltPressed;
        }

        return state;
    }

    private static HostException NotPossible(string what) => new($"ModuleHost cannot {what}.");
}
