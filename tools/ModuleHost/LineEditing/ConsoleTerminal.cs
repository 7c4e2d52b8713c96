using System.Management.Automation;

namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>The process's own terminal, with Ctrl+C as a key and pasted text marked as such while it is in use.</summary>
internal sealed class ConsoleTerminal : ITerminal, IDisposable
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(15);


    private const string BracketedPasteOn = "\e[?2004h";
    private const string BracketedPasteOff = "\e[?2004l";

    private readonly bool _controlCWasInput = Console.TreatControlCAsInput;
    private readonly CancellationToken _stopped;

    /// <param name="stopped">Ends the wait for a key: the pipeline that asks was stopped from elsewhere, or by a Ctrl+C that was still a signal.</param>
    public ConsoleTerminal(CancellationToken stopped)
    {
        _stopped = stopped;
        Console.TreatControlCAsInput = true;
        Write(BracketedPasteOn);
    }

    public int Width => RawUserInterface.Width();

    public bool KeyAvailable => Console.KeyAvailable;

    /// <exception cref="PipelineStoppedException">The wait was ended.</exception>
    public ConsoleKeyInfo ReadKey()
    {
        // The console's own wait cannot be ended. Keys that came after a Ctrl+C are for whoever reads next.
        while (_stopped.CanBeCanceled)
        {
            if (_stopped.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }

            if (Console.KeyAvailable)
            {
                break;
            }

            _stopped.WaitHandle.WaitOne(s_betweenLooks);
        }

        return Console.ReadKey(intercept: true);
    }

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
