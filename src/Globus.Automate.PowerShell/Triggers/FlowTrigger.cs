using Globus.Automate.Client;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Runs;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Triggers;

/// <summary>What every trigger has.</summary>
/// <param name="Name">Its name, unique in the process.</param>
/// <param name="FlowId">The flow that it runs.</param>
/// <param name="FlowTitle">The flow's title.</param>
/// <param name="Input">What the input of a run is made of.</param>
/// <param name="Label">The label of runs; null for one that says what happened.</param>
/// <param name="Tags">The tags of runs; null for none.</param>
/// <param name="Session">What talks to the services. The trigger ends with it.</param>
internal sealed record TriggerSettings(string Name, string FlowId, string? FlowTitle, TriggerInput Input, string? Label, IReadOnlyList<string>? Tags, GlobusSession Session);

/// <summary>
/// Runs a flow each time something happens, for as long as this process lives: it waits in the background, and nothing of it is kept. What
/// became of it can be looked at at any time.
/// </summary>
internal abstract class FlowTrigger(TriggerSettings settings) : IAsyncDisposable
{
    private const int MaxLabel = 64;
    private readonly CancellationTokenSource _stop = new();
    private Task? _work;

    /// <summary>What every trigger has.</summary>
    public TriggerSettings Settings => settings;

    /// <summary><c>Path</c> or <c>Queue</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What it waits at: a folder, or the id of a queue.</summary>
    public abstract string Source { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset RegisteredAt { get; } = DateTimeOffset.Now;

    /// <summary>How many runs it has started.</summary>
    public int RunCount { get; private set; }

    /// <summary>How often something went wrong.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>The run that it started last; null for none.</summary>
    public Run? LastRun { get; private set; }

    /// <summary>What went wrong last; null for nothing.</summary>
    public string? LastError { get; private set; }

    /// <summary>Whether it waits for something to happen.</summary>
    public bool IsRunning => _work is { IsCompleted: false };

    /// <summary>Completes when the trigger waits no more.</summary>
    public Task Completion => _work ?? Task.CompletedTask;

    /// <summary>Told of each run that is started, away from the pipeline thread.</summary>
    public Action<Run>? OnRun { get; set; }

    /// <summary>Told of whatever goes wrong, away from the pipeline thread.</summary>
    public Action<Exception>? OnError { get; set; }

    /// <summary>Begins to wait: whatever happens from the return of this on is seen.</summary>
    public void Start()
    {
        Open();
        _work = Task.Run(WorkAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
        Close();
        _stop.Dispose();
    }

    /// <summary>Begins to listen.</summary>
    protected virtual void Open()
    {
    }

    /// <summary>Ends listening.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>Waits for what happens, and starts a run each time, until it is stopped.</summary>
    protected abstract Task WaitAsync(CancellationToken stop);

    /// <summary>Starts a run.</summary>
    /// <param name="what">What happened, in a few words, for the label.</param>
    /// <param name="happened">What happened, for the template.</param>
    /// <param name="carried">The input without a template.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Null where a run has been started or may have been; otherwise what went wrong.</returns>
    protected async Task<Exception?> FireAsync(string what, FlowObject happened, FlowObject carried, CancellationToken stop)
    {
        try
        {
            string label = settings.Label ?? $"{settings.Name}: {what}";
            var run = new RunSettings
            {
                Body = JsonText.ToElement(settings.Input.Make(happened, carried, stop)),
                Label = label.Length > MaxLabel ? label[..MaxLabel] : label,
                Tags = settings.Tags,
            };
            LastRun = await settings.Session.Flows.RunAsync(settings.FlowId, run, stop).ConfigureAwait(false);
            RunCount++;
            OnRun?.Invoke(LastRun);
            return null;
        }
        catch (Exception e) when (e is GlobusApiException or FlowEvaluationException)
        {
            Tell(e);
            return e is GlobusApiException { MayHaveStarted: true } ? null : e;
        }
    }

    /// <summary>Remembers what went wrong, and tells who listens.</summary>
    protected void Tell(Exception error)
    {
        ErrorCount++;
        LastError = error.Message;
        OnError?.Invoke(error);
    }

    /// <summary>Whether the same may go well a moment later.</summary>
    protected static bool IsTransient(Exception error) => error is GlobusApiException
    {
        Kind: GlobusErrorKind.Network or GlobusErrorKind.Timeout or GlobusErrorKind.RateLimited or GlobusErrorKind.ServiceUnavailable or GlobusErrorKind.ServiceError,
    };

    private async Task WorkAsync()
    {
        try
        {
            await WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped on purpose.
        }
        catch (ObjectDisposedException)
        {
            Tell(new InvalidOperationException("The connection through which the trigger worked has ended: register it again."));
        }
#pragma warning disable CA1031 // Nobody awaits a trigger: whatever ends it is told where people look.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Tell(e);
        }
    }
}
