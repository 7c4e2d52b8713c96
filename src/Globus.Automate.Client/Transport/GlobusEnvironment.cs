using System.Net;

namespace Globus.Automate.Client.Transport;

/// <summary>
/// Where the services of one Globus stand. Production by default; another by <c>GLOBUS_SDK_ENVIRONMENT</c>; single services by
/// <c>GLOBUS_SDK_SERVICE_URL_FLOWS</c>, <c>_AUTH</c>, <c>_QUEUES</c>, <c>_TIMER</c>, as for the official SDK, and by the older
/// <c>GLOBUS_AUTOMATE_FLOWS_ENDPOINT</c>.
/// </summary>
public sealed record GlobusEnvironment
{
    private static readonly string[] s_names = ["production", "preview", "sandbox", "integration", "test", "staging"];

    /// <summary>Production, without any override.</summary>
    public static GlobusEnvironment Production { get; } = FromVariables(static _ => null);

    /// <summary>The environment's name: <c>production</c>, <c>preview</c>, <c>sandbox</c>, <c>integration</c>, <c>test</c>, <c>staging</c>, or what an own one is called.</summary>
    public required string Name { get; init; }

    /// <summary>The base of the Flows service: flows, runs, batch, registered APIs and web inputs hang below it.</summary>
    public required Uri FlowsUrl { get; init; }

    /// <summary>The base of Globus Auth; its routes begin with <c>/v2</c>.</summary>
    public required Uri AuthUrl { get; init; }

    /// <summary>The base of the queues service, with its <c>/v1</c>.</summary>
    public required Uri QueuesUrl { get; init; }

    /// <summary>The base of the timers service.</summary>
    public required Uri TimersUrl { get; init; }

    /// <summary>The environment that the process's environment variables name.</summary>
    /// <param name="read">Reads a variable; <see cref="Environment.GetEnvironmentVariable(string)"/> when null.</param>
    /// <exception cref="ArgumentException">A variable holds a name or a URL that cannot be used; the message says which.</exception>
    public static GlobusEnvironment FromVariables(Func<string, string?>? read = null)
        => FromName(null, read);

    /// <summary>An environment by its name; the variables for single services still count.</summary>
    /// <param name="name">One of the names of <see cref="Name"/>; null asks <c>GLOBUS_SDK_ENVIRONMENT</c>, then production.</param>
    /// <param name="read">Reads a variable; <see cref="Environment.GetEnvironmentVariable(string)"/> when null.</param>
    /// <exception cref="ArgumentException">The name or a URL cannot be used; the message says which.</exception>
    public static GlobusEnvironment FromName(string? name, Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        name = (NotEmpty(name) ?? NotEmpty(read("GLOBUS_SDK_ENVIRONMENT")) ?? "production").ToLowerInvariant();
        if (!s_names.Contains(name, StringComparer.Ordinal))
        {
            throw new ArgumentException($"'{name}' is not a Globus environment: use one of {string.Join(", ", s_names)}.", nameof(name));
        }

        bool isProduction = name is "production";
        string auth = name switch
        {
            "production" => "https://auth.globus.org",
            "preview" => "https://auth.preview.globus.org",
            _ => $"https://auth.{name}.globuscs.info",
        };
        string prefix = isProduction ? "" : name + ".";
        return new GlobusEnvironment
        {
            Name = name,
            FlowsUrl = Pick(read, $"https://{prefix}flows.automate.globus.org", "GLOBUS_SDK_SERVICE_URL_FLOWS", "GLOBUS_AUTOMATE_FLOWS_ENDPOINT"),
            AuthUrl = Pick(read, auth, "GLOBUS_SDK_SERVICE_URL_AUTH"),
            QueuesUrl = Pick(read, $"https://{prefix}queues.api.globus.org/v1", "GLOBUS_SDK_SERVICE_URL_QUEUES"),
            TimersUrl = Pick(read, $"https://{prefix}timer.automate.globus.org", "GLOBUS_SDK_SERVICE_URL_TIMER"),
        };
    }

    /// <summary>A Globus whose services all stand at one place, each at its own paths, as the local one has it.</summary>
    /// <param name="name">What it is called, such as <c>local</c>.</param>
    /// <param name="baseUrl">The one place: https, or http on loopback.</param>
    public static GlobusEnvironment AtOnePlace(string name, Uri baseUrl)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(baseUrl);
        Uri safe = Checked(baseUrl.OriginalString, nameof(baseUrl));
        return new GlobusEnvironment
        {
            Name = name,
            FlowsUrl = safe,
            AuthUrl = safe,
            QueuesUrl = UrlPath.Append(safe, "v1"),
            TimersUrl = safe,
        };
    }

    /// <summary>Whether a URL may carry a token at all: https, or http to this very machine.</summary>
    internal static bool IsSafeForSecrets(Uri url)
        => url.Scheme is "https" || (url.Scheme is "http" && IsLoopback(url));

    /// <summary>Whether the host is this very machine by name or number. No name is resolved: a resolver could lie.</summary>
    internal static bool IsLoopback(Uri url)
        => url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static Uri Pick(Func<string, string?> read, string standard, params string[] variables)
    {
        foreach (string variable in variables)
        {
            if (NotEmpty(read(variable)) is { } value)
            {
                return Checked(value, variable);
            }
        }

        return new Uri(standard);
    }

    private static Uri Checked(string text, string origin)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.UserInfo.Length > 0 || url.Query.Length > 0 || !IsSafeForSecrets(url))
        {
            throw new ArgumentException(
                $"{origin} must be an https URL, or an http URL of this machine, without user name and query; '{SecretMask.Url(text)}' is not.",
                nameof(origin));
        }

        return url;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
