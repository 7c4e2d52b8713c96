using System.Security.Cryptography;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>Signs id tokens (OpenID Connect Core, section 2) with RS512, as Globus Auth does; the key is made when it is first needed.</summary>
internal sealed class IdTokenSigner : IDisposable
{
    private const string KeyId = "local";
    private readonly Lazy<RSA> _key = new(static () => RSA.Create(2048));
    private readonly object _gate = new();

    /// <summary>The public key as a JSON Web Key Set (RFC 7517).</summary>
    public FlowObject ToKeySet()
    {
        RSAParameters key;
        lock (_gate)
        {
            key = _key.Value.ExportParameters(includePrivateParameters: false);
        }

        return FlowObject.Create(("keys", FlowArray.Create(FlowObject.Create(
            ("alg", FlowValue.From("RS512")),
            ("kty", FlowValue.From("RSA")),
            ("use", FlowValue.From("sig")),
            ("kid", FlowValue.From(KeyId)),
            ("n", FlowValue.From(Base64UrlText.Encode(key.Modulus))),
            ("e", FlowValue.From(Base64UrlText.Encode(key.Exponent)))))));
    }

    /// <summary>Makes an id token for the owner of a grant.</summary>
    public string Sign(string issuer, TokenGrant grant, string? nonce)
    {
        FlowObject claims = FlowObject.Create(
            ("sub", FlowValue.From(grant.Owner.Id.ToString())),
            ("iss", FlowValue.From(issuer)),
            ("aud", FlowValue.From(grant.ClientId)),
            ("iat", FlowValue.From(grant.IssuedAt.ToUnixTimeSeconds())),
            ("exp", FlowValue.From(grant.ExpiresAt.ToUnixTimeSeconds())),
            ("preferred_username", FlowValue.From(grant.Owner.Username)),
            ("name", FlowValue.From(grant.Owner.Name)),
            ("email", FlowValue.From(grant.Owner.Email)),
            ("last_authentication", FlowValue.From(grant.IssuedAt.ToUnixTimeSeconds())),
            ("identity_set", FlowArray.Create(IdentityDocuments.InSet(grant.Owner))));
        if (nonce is not null)
        {
            claims = claims.With("nonce", FlowValue.From(nonce));
        }

        FlowObject header = FlowObject.Create(("alg", FlowValue.From("RS512")), ("typ", FlowValue.From("JWT")), ("kid", FlowValue.From(KeyId)));
        string text = $"{Part(header)}.{Part(claims)}";
        lock (_gate)
        {
            byte[] signature = _key.Value.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
            return $"{text}.{Base64UrlText.Encode(signature)}";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    private static string Part(FlowObject json) => Base64UrlText.Encode(Encoding.UTF8.GetBytes(json.ToJson()));
}
