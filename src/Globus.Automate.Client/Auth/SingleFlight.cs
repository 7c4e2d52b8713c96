namespace Globus.Automate.Client.Auth;

/// <summary>
/// Lets only one of several callers do the same thing at the same time; the others wait for its result. One caller's cancellation ends its own
/// wait only: the work goes on for the rest, and stops when nobody waits any more.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    public async Task<T> RunAsync(string key, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flight flight = Join(key, work);
        try
        {
            return await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    private Flight Join(string key, Func<CancellationToken, Task<T>> work)
    {
        lock (_flights)
        {
            if (!_flights.TryGetValue(key, out Flight? flight))
            {
                flight = new Flight();
                CancellationToken token = flight.Cancellation.Token;
                flight.Task = Task.Run(() => work(token), CancellationToken.None);
                _flights.Add(key, flight);
            }

            flight.Waiting++;
            return flight;
        }
    }

    private void Leave(string key, Flight flight)
    {
        lock (_flights)
        {
            if (--flight.Waiting > 0)
            {
                return;
            }

            if (_flights.TryGetValue(key, out Flight? current) && ReferenceEquals(current, flight))
            {
                _flights.Remove(key);
            }
        }

        flight.End();
    }

    private sealed class Flight
    {
        public CancellationTokenSource Cancellation { get; } = new();

        public Task<T> Task { get; set; } = null!;

        public int Waiting { get; set; }

        public void End()
        {
            if (!Task.IsCompleted)
            {
                Cancellation.Cancel();

                // What a stopped flight ends with concerns nobody.
                _ = Task.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            Cancellation.Dispose();
        }
    }
}
