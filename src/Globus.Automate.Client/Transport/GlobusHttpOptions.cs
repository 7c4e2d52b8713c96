using System.Globalization;
using System.Reflection;

namespace Globus.Automate.Client.Transport;

/// <summary>The bounds within which <see cref="GlobusHttp"/> sends.</summary>
public sealed record GlobusHttpOptions
{
    /// <summary>The clock for time-outs, waiting and durations.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long one attempt may take, its body included; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no bound.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many times a request is repeated after its first attempt.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>The longest wait between attempts that this client chooses itself.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest <c>Retry-After</c> that is waited for; a longer one ends in an error that names it.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>No attempt begins later than this after the first.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest body that is read, in bytes, after decompression.</summary>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many redirects within one host are followed.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>The version that <c>User-Agent</c> and <c>X-Globus-Client-Info</c> name.</summary>
    public string ClientVersion { get; init; } = OwnVersion();

    /// <summary>The standard bounds, with the time-out from <c>GLOBUS_SDK_HTTP_TIMEOUT</c> (seconds; -1 for none) where it is set.</summary>
    /// <param name="read">Reads a variable; <see cref="Environment.GetEnvironmentVariable(string)"/> when null.</param>
    /// <exception cref="ArgumentException">The variable is no number of seconds.</exception>
    public static GlobusHttpOptions FromVariables(Func<string, string?>? read = null)
    {
        string? text = (read ?? Environment.GetEnvironmentVariable)("GLOBUS_SDK_HTTP_TIMEOUT");
        if (string.IsNullOrWhiteSpace(text))
        {
            return new GlobusHttpOptions();
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            || !(seconds is -1 or (> 0 and <= 86_400)))
        {
            throw new ArgumentException($"GLOBUS_SDK_HTTP_TIMEOUT must be a number of seconds up to 86400, or -1 for no bound; '{text}' is not.", nameof(read));
        }

        return new GlobusHttpOptions
        {
            Timeout = seconds < 0 ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds),
        };
    }

    private static string OwnVersion()
    {
        string version = typeof(GlobusHttpOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        return version.Split('+')[0];
    }
}
