using System.Management.Automation;

namespace Globus.Automate.ModuleHost;

/// <summary>Ctrl+C: stops what runs, and never ends the host while it can. A second Ctrl+C for a pipeline that does not stop ends a
/// process that has no prompt to come back to.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<PowerShell> _running = new();
    private readonly bool _endsOnSecond;
    private CancellationTokenSource _source = new();

    /// <param name="endsOnSecond">There is no prompt to come back to.</param>
    public Interrupts(bool endsOnSecond)
    {
        _endsOnSecond = endsOnSecond;
        Console.CancelKeyPress += OnCancelKeyPress;
    }

    /// <summary>The work since the last <see cref="Begin"/> at the outermost level was interrupted.</summary>
    public bool WasInterrupted => _source.IsCancellationRequested;

    /// <summary>Cancelled by Ctrl+C.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>A pipeline starts; a new outermost one forgets an earlier Ctrl+C.</summary>
    public void Begin(PowerShell pipeline)
    {
        lock (_lock)
        {
            if (_running.Count == 0 && _source.IsCancellationRequested)
            {
                _source.Dispose();
                _source = new CancellationTokenSource();
            }

            _running.Push(pipeline);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _running.Pop();
        }
    }

    /// <summary>Stops the innermost pipeline, without waiting for it.</summary>
    public void Interrupt()
    {
        PowerShell? pipeline;
        lock (_lock)
        {
            _ = _running.TryPeek(out pipeline);
            _source.Cancel();
        }

        try
        {
            pipeline?.BeginStop(callback: null, state: null);
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in this moment.
        }
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKeyPress;
        _source.Dispose();
    }

    private void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e)
    {
        if (e.SpecialKey == ConsoleSpecialKey.ControlBreak || (_endsOnSecond && WasInterrupted))
        {
            Environment.Exit(ExitCodes.Interrupted);
        }

        e.Cancel = true;
        Interrupt();
    }
}
