using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local;

/// <summary>How a <see cref="LocalGlobus"/> behaves.</summary>
public sealed record LocalGlobusOptions
{
    /// <summary>The clock: runs wait on it. A fake one makes waiting free.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// The folder in which flows, runs, logs, queues and local collections are kept, mails in its <c>outbox</c> and the tutorial collections in its
    /// <c>collections</c>; null keeps all in memory and temporary folders.
    /// </summary>
    public string? DataPath { get; init; }

    /// <summary>Whether actions outside the local Globus are called over the network.</summary>
    public bool AllowNetwork { get; init; }

    /// <summary>The access token for a call over the network; null calls without one. The tokens of the local Globus never leave it.</summary>
    public Func<ActionCall, CancellationToken, ValueTask<string?>>? NetworkToken { get; init; }

    /// <summary>How long an access token lives: two days, as Globus Auth has it.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromSeconds(172800);

    /// <summary>The secret with which clients log in (<c>POST /v2/oauth2/token</c>): id <c>local</c> acts as <c>you@local</c>, a local person's name or id as that person.</summary>
    public string ClientSecret { get; init; } = "local";

    /// <summary>Whether a login in the browser (<c>GET /v2/oauth2/authorize</c>) is agreed to at once, without its page.</summary>
    public bool AutoConsent { get; init; }
}
