using System.Globalization;
using System.Text;

namespace Globus.Automate.Client.Transport;

/// <summary>Puts URLs together from a base, path segments and a query, escaping what came from a person.</summary>
internal static class UrlPath
{
    /// <summary>The base, then the segments, each escaped.</summary>
    /// <exception cref="ArgumentException">A segment is empty, <c>.</c> or <c>..</c>: it would name another route.</exception>
    public static Uri Append(Uri baseUrl, params ReadOnlySpan<string> segments)
    {
        var text = new StringBuilder(baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        foreach (string segment in segments)
        {
            if (string.IsNullOrWhiteSpace(segment) || segment is "." or "..")
            {
                throw new ArgumentException($"'{segment}' is not an id.", nameof(segments));
            }

            text.Append('/').Append(Uri.EscapeDataString(segment));
        }

        return new Uri(text.ToString());
    }
}

/// <summary>A query, written in the order in which its parts are added. What is null or empty is left out.</summary>
internal sealed class Query
{
    private readonly StringBuilder _text = new();

    public Query Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public Query Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>A list, joined by commas as the service takes it.</summary>
    public Query Add(string name, IReadOnlyCollection<string>? values)
        => values is { Count: > 0 } ? Add(name, string.Join(',', values)) : this;

    /// <summary>A span of time, <c>FROM,TO</c>, open on the side that is null.</summary>
    public Query Add(string name, DateTimeOffset? from, DateTimeOffset? to)
        => from is null && to is null ? this : Add(name, $"{Iso(from)},{Iso(to)}");

    public Uri On(Uri url) => _text.Length == 0 ? url : new Uri(url.GetLeftPart(UriPartial.Path) + _text);

    private static string Iso(DateTimeOffset? time)
        => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture) ?? "";
}
