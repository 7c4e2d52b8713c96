using System.Globalization;
using System.Net.Mail;

namespace Globus.Automate.Local.Providers;

/// <summary>Reads email addresses so that nothing but an address can get into a header or an SMTP command.</summary>
internal static class MailAddressText
{
    /// <summary>Reads <c>user@example.org</c> or <c>Name &lt;user@example.org&gt;</c>.</summary>
    /// <exception cref="ActionRefusedException">The text is no address.</exception>
    public static MailAddress Parse(string text, string location)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1F') && MailAddress.TryCreate(text, out MailAddress? address)
            && (address.DisplayName.Length == 0 || text.EndsWith('>'))
            && ToAscii(address) is { } plain)
        {
            return plain;
        }

        throw ActionRefusedException.Input($"'{Visible(text)}' is not an email address.", location);
    }

    /// <summary>The address with its domain in ASCII (RFC 5891); null where the name before the @ is not ASCII.</summary>
    private static MailAddress? ToAscii(MailAddress address)
    {
        try
        {
            string host = new IdnMapping().GetAscii(address.Host);
            string plain = $"{address.User}@{host}";
            return System.Text.Ascii.IsValid(plain) && !plain.Contains(' ', StringComparison.Ordinal) && !plain.Contains('>', StringComparison.Ordinal)
                ? new MailAddress(plain, address.DisplayName)
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static string Visible(string text) => string.Concat(text.Take(128).Select(static letter => char.IsControl(letter) ? '\uFFFD' : letter));
}
