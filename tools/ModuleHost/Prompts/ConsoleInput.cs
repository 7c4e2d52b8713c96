using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost.Prompts;

/// <summary>Reads answers: from the terminal key by key, so that Ctrl+C stops the pipeline that asks and secrets are not shown; without a
/// terminal a line of standard input.</summary>
internal sealed class ConsoleInput(TextReader reader, bool isTerminal, Interrupts interrupts)
{
    private Task<string?>? _reading;

    /// <summary>An error instead of a question (-NonInteractive).</summary>
    public bool Refuses { get; init; }

    /// <summary>Standard input of this process.</summary>
    public static ConsoleInput OfProcess(Interrupts interrupts, bool refuses) =>
        new(Console.In, !Console.IsInputRedirected, interrupts) { Refuses = refuses };

    /// <summary>The next line of standard input, or null at its end. Ctrl+C ends the wait; the line then goes to the next reader.</summary>
    public string? ReadRedirectedLine()
    {
        _reading ??= Task.Run(reader.ReadLine);
        try
        {
            _reading.Wait(interrupts.Token);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        string? line = _reading.GetAwaiter().GetResult();
        _reading = null;
        return line;
    }

    /// <summary>A line that is shown while it is typed.</summary>
    /// <param name="question">What is asked, for errors.</param>
    /// <param name="openLine">The text before the cursor, which stays there while the line is edited.</param>
    /// <exception cref="HostException">Standard input is at its end, or questions are refused.</exception>
    public string ReadLine(string question, string openLine)
    {
        Expect(question);
        if (!isTerminal)
        {
            return ReadRedirectedLine() ?? throw EndOfInput(question);
        }

        using ConsoleTerminal terminal = new(interrupts.Token);
        LineEditor editor = new(terminal, PlainText.Instance, new LineHistory(), colour: false);
        return editor.Read(openLine, out string text) switch
        {
            LineOutcome.Entered => text,
            LineOutcome.Abandoned => throw Stopped(),
            _ => throw EndOfInput(question),
        };
    }

    /// <summary>A line that is not shown.</summary>
    /// <exception cref="HostException">Standard input is at its end, or questions are refused.</exception>
    public SecureString ReadSecret(string question)
    {
        Expect(question);
        SecureString secret = new();
        if (!isTerminal)
        {
            foreach (char c in ReadRedirectedLine() ?? throw EndOfInput(question))
            {
                secret.AppendChar(c);
            }

            return secret;
        }

        using ConsoleTerminal terminal = new(interrupts.Token);
        SecretReader.Read(terminal, secret, Stopped);
        return secret;
    }

    private void Expect(string question)
    {
        if (Refuses)
        {
            throw new HostException($"ModuleHost was started with -NonInteractive and does not ask: {Named(question)}.");
        }
    }

    private static HostException EndOfInput(string question) =>
        new($"Standard input ended where an answer was expected: {Named(question)}.");

    private static string Named(string question) => string.IsNullOrWhiteSpace(question) ? "a line of text" : question.Trim().TrimEnd(':');

    private PipelineStoppedException Stopped()
    {
        interrupts.Interrupt();
        return new PipelineStoppedException();
    }

    /// <summary>An answer is one line and completes to nothing.</summary>
    private sealed class PlainText : ILineLanguage
    {
        public static PlainText Instance { get; } = new();

        public bool IsComplete(string text) => true;

        public Completions Complete(string text, int cursor) => Completions.None;
    }
}
