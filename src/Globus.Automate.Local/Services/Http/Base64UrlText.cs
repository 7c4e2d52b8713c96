namespace Globus.Automate.Local.Services;

/// <summary>Base64 for URLs (RFC 4648, section 5), without padding.</summary>
internal static class Base64UrlText
{
    public static string Encode(ReadOnlySpan<byte> bytes)
        => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <exception cref="FormatException">The text is not of this form.</exception>
    public static byte[] Decode(string text)
        => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
}
