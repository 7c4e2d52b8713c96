namespace Globus.Automate.ModuleHost.Output;

/// <summary>Standard output, standard error and the progress pane, which share one screen: a text makes the pane go and
/// come back below it. Safe to call from any thread.</summary>
internal sealed class ConsoleOutput
{
    private readonly Lock _lock = new();
    private readonly TextOutput _output;
    private readonly TextOutput _error;
    private readonly ProgressPane _progress;

    public ConsoleOutput(TextOutput output, TextOutput error, Func<int> width, TimeProvider time)
    {
        _output = output;
        _error = error;
        _progress = new ProgressPane(error, width, time);
    }

    public bool OutputIsTerminal => _output.IsTerminal;

    public bool OutputHasColour => _output.HasColour;

    public bool ErrorHasColour => _error.HasColour;

    /// <summary>Opens the streams of this process.</summary>
    public static ConsoleOutput OfProcess()
    {
        bool colour = ColourPolicy.Allows(Environment.GetEnvironmentVariable);
        bool outputIsTerminal = !Console.IsOutputRedirected;
        bool errorIsTerminal = !Console.IsErrorRedirected;
        if (OperatingSystem.IsWindows())
        {
            outputIsTerminal = outputIsTerminal && WindowsTerminal.UnderstandsSequences(WindowsTerminal.StandardOutput);
            errorIsTerminal = errorIsTerminal && WindowsTerminal.UnderstandsSequences(WindowsTerminal.StandardError);
        }

        return new ConsoleOutput(
            new TextOutput(Console.Out, outputIsTerminal, colour),
            new TextOutput(Console.Error, errorIsTerminal, colour),
            RawUserInterface.Width,
            TimeProvider.System);
    }

    public void Write(string text) => Write(_output, text);

    public void WriteError(string text) => Write(_error, text);

    public void WriteProgress(long sourceId, System.Management.Automation.ProgressRecord record)
    {
        lock (_lock)
        {
            _progress.Update(sourceId, record, besideOpenLine: _output.OpenLine.Length > 0);
        }
    }

    /// <summary>Ends every activity: the pipeline that reported them is over.</summary>
    public void ClearProgress()
    {
        lock (_lock)
        {
            _progress.Clear();
        }
    }

    /// <summary>A question, the line editor or a native program takes the screen over; afterwards the cursor is at the start of a line.</summary>
    /// <returns>The text before the cursor, which whoever draws this line has to draw too.</returns>
    public string YieldScreen()
    {
        lock (_lock)
        {
            _progress.Hide();
            string openLine = _output.OpenLine;
            _output.AtLineStart();
            return openLine;
        }
    }

    private void Write(TextOutput stream, string text)
    {
        lock (_lock)
        {
            _progress.Hide();
            stream.Write(text);
        }
    }
}
