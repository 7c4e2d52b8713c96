using System.Text;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>The client behind a request to Globus Auth: by HTTP Basic or by <c>client_id</c> and <c>client_secret</c> in the form (RFC 6749, section 2.3).</summary>
/// <param name="Id">The client's id.</param>
/// <param name="IsVerified">Whether it showed the right secret.</param>
internal sealed record ClientAuthentication(string Id, bool IsVerified)
{
    /// <summary>Reads the client of a request.</summary>
    /// <returns>Null where none is named or its secret is wrong.</returns>
    public static ClientAuthentication? Read(ServiceRequest request, QueryParameters form, ClientDirectory clients)
    {
        if (request.Header("Authorization") is { } header && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return ReadBasic(header["Basic ".Length..].Trim(), out string id, out string secret) && clients.Verify(id, secret)
                ? new ClientAuthentication(id, IsVerified: true)
                : null;
        }

        string? clientId = form["client_id"];
        if (string.IsNullOrEmpty(clientId) || clientId.Length > 128)
        {
            return null;
        }

        return form["client_secret"] is { } given
            ? (clients.Verify(clientId, given) ? new ClientAuthentication(clientId, IsVerified: true) : null)
            : (clients.IsConfidential(clientId) ? null : new ClientAuthentication(clientId, IsVerified: false));
    }

    private static bool ReadBasic(string credentials, out string id, out string secret)
    {
        id = secret = string.Empty;
        byte[] bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out int length))
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return false;
        }

        // RFC 6749, section 2.3.1: both parts are form-encoded inside; plain ones of today's clients read the same.
        id = Uri.UnescapeDataString(text[..colon]);
        secret = text[(colon + 1)..];
        return true;
    }
}
