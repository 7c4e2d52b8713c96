using System.Text;
using System.Text.RegularExpressions;

namespace Globus.Automate.Client.Transport;

/// <summary>
/// Keeps secrets out of whatever a person or a log may see: by name where the name tells (see <see cref="SecretNames"/>), and by value for
/// the token and the secrets of the request at hand, wherever they turn up, also in what the service says back.
/// </summary>
internal sealed partial class SecretMask
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Masked = "***";

    // Shorter values are masked by name alone: replacing each "ab" in a text would hide more than it protects.
    private const int ShortestByValue = 4;

    private readonly string? _credential;
    private readonly ReadOnlyMemory<byte>? _requestBody;
    private readonly string _requestType;
    private List<string>? _values;

    /// <summary>A mask for one request.</summary>
    /// <param name="credential">The token or credentials that the request carries.</param>
    /// <param name="requestBody">The request's body, whose secrets are masked by value.</param>
    /// <param name="requestType">The body's media type.</param>
    public SecretMask(string? credential, ReadOnlyMemory<byte>? requestBody, string requestType)
    {
        _credential = credential;
        _requestBody = requestBody;
        _requestType = requestType;
    }

    /// <summary>A URL without the values of secret query parameters and without user name and password.</summary>
    public static string Url(string url)
    {
        string masked = SecretQuery().Replace(url, "${lead}" + Masked);
        return UserInfo().Replace(masked, "${scheme}" + Masked + "@");
    }

    public string MaskUrl(Uri url) => MaskValues(Url(url.IsAbsoluteUri ? url.AbsoluteUri : url.OriginalString));

    public string MaskText(string text) => MaskValues(BearerOrBasic().Replace(SecretQuery().Replace(text, "${lead}" + Masked), "${kind} " + Masked));

    /// <summary>A body as text, its secrets masked.</summary>
    public string MaskBody(ReadOnlyMemory<byte> body, string contentType)
    {
        if (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return MaskValues(MaskForm(Encoding.UTF8.GetString(body.Span), found: null));
        }

        if (Json.TryParse(body) is { } json)
        {
            return JsonMask.Write(json, MaskText);
        }

        const int shown = 2_000;
        string text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, shown)]);
        return MaskText(text) + (body.Length > shown ? " ..." : "");
    }

    private string MaskValues(string text)
    {
        _values ??= CollectValues();
        foreach (string value in _values)
        {
            text = text.Replace(value, Masked, StringComparison.Ordinal);
        }

        return text;
    }

    private List<string> CollectValues()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (_credential is not null)
        {
            found.Add(_credential);
            AddSecretOfBasic(_credential, found);
        }

        if (_requestBody is { Length: > 0 } body)
        {
            if (_requestType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            {
                MaskForm(Encoding.UTF8.GetString(body.Span), found);
            }
            else if (Json.TryParse(body) is { } json)
            {
                JsonMask.Collect(json, found);
            }
        }

        // The longest first, so that no secret that holds another is left in part.
        return [.. found.Where(static value => value.Length >= ShortestByValue).OrderByDescending(static value => value.Length)];
    }

    /// <summary>Basic credentials hold id and secret, form-encoded (RFC 6749, 2.3.1).</summary>
    private static void AddSecretOfBasic(string credential, HashSet<string> found)
    {
        Span<byte> decoded = stackalloc byte[1024];
        if (credential.Length <= 1024 && Convert.TryFromBase64String(credential, decoded, out int length))
        {
            string text = Encoding.UTF8.GetString(decoded[..length]);
            int colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                found.Add(text[(colon + 1)..]);
                found.Add(Uri.UnescapeDataString(text[(colon + 1)..].Replace('+', ' ')));
            }
        }
    }

    private static string MaskForm(string form, HashSet<string>? found)
    {
        string[] parts = form.Split('&');
        for (int i = 0; i < parts.Length; i++)
        {
            int equals = parts[i].IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && SecretNames.IsSecretParameter(parts[i][..equals]))
            {
                found?.Add(Uri.UnescapeDataString(parts[i][(equals + 1)..].Replace('+', ' ')));
                parts[i] = parts[i][..(equals + 1)] + Masked;
            }
        }

        return string.Join('&', parts);
    }

    [GeneratedRegex(@"(?<lead>[?&#](code|code_verifier|token|access_token|refresh_token|id_token|client_secret|password|assertion)=)[^&#\s""'<>]*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SecretQuery();

    [GeneratedRegex(@"^(?<scheme>[a-z][a-z0-9+.-]*://)[^/@?#]*@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\b(?<kind>Bearer|Basic) +[A-Za-z0-9+/=._~-]{8,}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex BearerOrBasic();
}
