namespace Globus.Automate.Local;

/// <summary>A Globus on this machine: one object owns its users, flows, runs, actions and clock. Safe to use from many threads.</summary>
public sealed class LocalGlobus : IAsyncDisposable
{
    /// <summary>Makes an empty Globus with the user <c>you@local</c>.</summary>
    public LocalGlobus(LocalGlobusOptions? options = null) => throw new NotImplementedException();

    /// <summary>A handler that answers as all the Globus services do, to put under an <see cref="HttpClient"/>: no port is opened.</summary>
    public HttpMessageHandler CreateHandler() => throw new NotImplementedException();

    /// <summary>An access token for a user (<c>you@local</c> when null) and a scope, as a login would give it.</summary>
    public string IssueToken(string scope, string? username = null) => throw new NotImplementedException();

    /// <summary>The identity URN of a user (<c>alice@local</c>), who is made when it is not there yet.</summary>
    public string PrincipalOf(string username) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>How a <see cref="LocalGlobus"/> behaves.</summary>
public sealed record LocalGlobusOptions
{
    /// <summary>The clock: runs wait on it. A fake one makes waiting free.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The folder in which flows, runs and logs are kept; null keeps them in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>Whether actions outside the local Globus are called over the network.</summary>
    public bool AllowNetwork { get; init; }
}
