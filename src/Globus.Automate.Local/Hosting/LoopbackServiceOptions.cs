namespace Globus.Automate.Local.Hosting;

/// <summary>How a <see cref="LoopbackService"/> listens and what it bears.</summary>
public sealed record LoopbackServiceOptions
{
    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The most bytes of a request's body: 10 MiB.</summary>
    public int MaximumBody { get; init; } = 10 * 1024 * 1024;

    /// <summary>The most bytes of a request's target and headers: 32 KiB.</summary>
    public int MaximumHeaders { get; init; } = 32 * 1024;

    /// <summary>The most connections that are open at once; further ones are told to come again (503).</summary>
    public int MaximumConnections { get; init; } = 512;

    /// <summary>How long a request may take to arrive and to be answered: 60 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection may stay without a request: 60 seconds.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stop waits for the requests under way: 5 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
