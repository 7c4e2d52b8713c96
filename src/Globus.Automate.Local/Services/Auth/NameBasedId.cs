using System.Security.Cryptography;
using System.Text;

namespace Globus.Automate.Local.Services;

/// <summary>Ids made of names: UUIDs of version 5 (RFC 9562, section 5.5).</summary>
internal static class NameBasedId
{
    /// <summary>The namespace of names in the local Globus: the version 5 UUID of <c>local.globus.invalid</c> in the DNS namespace of RFC 9562.</summary>
    public static readonly Guid Namespace = Create(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "local.globus.invalid");

    public static Guid Create(Guid space, string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        byte[] input = new byte[16 + text.Length];
        space.TryWriteBytes(input, bigEndian: true, out _);
        text.CopyTo(input, 16);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 9562 prescribes SHA-1 here; nothing rests on its strength.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        Span<byte> id = hash[..16];
        id[6] = (byte)((id[6] & 0x0F) | 0x50);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
