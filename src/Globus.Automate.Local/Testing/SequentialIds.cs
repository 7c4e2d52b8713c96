using System.Buffers.Binary;

namespace Globus.Automate.Local.Testing;

/// <summary>Ids that are the same in every test: <c>00000000-0000-4000-8000-000000000001</c> and on.</summary>
internal sealed class SequentialIds
{
    private long _last;

    public Guid Next() => At(Interlocked.Increment(ref _last));

    /// <summary>The id of a number.</summary>
    public static Guid At(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], number);
        bytes[6] = 0x40; // a version 4 UUID by its form (RFC 9562)
        bytes[8] |= 0x80;
        return new Guid(bytes, bigEndian: true);
    }
}
