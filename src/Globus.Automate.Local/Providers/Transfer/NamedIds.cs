using System.Security.Cryptography;
using System.Text;

namespace Globus.Automate.Local.Providers;

/// <summary>UUIDs made of names (RFC 9562, version 8 over SHA-256): the same name gives the same id on every machine.</summary>
internal static class NamedIds
{
    public static Guid Create(string name)
    {
        byte[] bytes = SHA256.HashData(Encoding.UTF8.GetBytes("globus-local:" + name))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
