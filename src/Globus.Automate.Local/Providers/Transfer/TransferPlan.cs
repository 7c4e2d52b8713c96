using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Globus.Automate.Local.Providers;

/// <summary>What a transfer does, read from its body.</summary>
internal sealed record TransferPlan
{
    public required LocalCollection Source { get; init; }

    public required LocalCollection Destination { get; init; }

    public required IReadOnlyList<TransferItem> Items { get; init; }

    /// <summary>0: missing ones; 1: another size; 2: older; 3: another checksum; null: everything.</summary>
    public int? SyncLevel { get; init; }

    public bool DeleteDestinationExtra { get; init; }

    public bool PreserveTimestamp { get; init; }

    public bool VerifyChecksum { get; init; }

    public bool SkipSourceErrors { get; init; }

    public LinkTreatment Links { get; init; }

    public FilterRules Filter { get; init; } = new(null);
}

/// <summary>An item of a transfer, its paths as they were written.</summary>
internal sealed record TransferItem(string Source, string Destination, bool? Recursive, ExternalChecksum? Checksum);

/// <summary>What a recursive transfer does with symbolic links (<c>recursive_symlinks</c>).</summary>
internal enum LinkTreatment
{
    /// <summary>Leaves them out.</summary>
    Ignore,

    /// <summary>Makes the same links.</summary>
    Keep,

    /// <summary>Copies what they lead to, as long as that is in the collection.</summary>
    Copy,
}

/// <summary>A checksum that a file must have (<c>external_checksum</c>, <c>checksum_algorithm</c>).</summary>
internal sealed record ExternalChecksum(string Algorithm, string Value)
{
    /// <exception cref="TransferFault">There is no such algorithm.</exception>
    public static ExternalChecksum? Read(string? value, string? algorithm)
    {
        if (value is null)
        {
            return null;
        }

        string name = (algorithm ?? "MD5").ToUpperInvariant().Replace("-", string.Empty, StringComparison.Ordinal);
        return name is "MD5" or "SHA1" or "SHA256" or "SHA384" or "SHA512"
            ? new ExternalChecksum(name, value.Trim())
            : throw TransferFault.Conflict("ClientError.BadRequest", $"'checksum_algorithm' must be MD5, SHA1, SHA256, SHA384 or SHA512; it is '{algorithm}'.");
    }

    /// <summary>Whether a file has the checksum.</summary>
    public bool Matches(SafeFileHandle file, Action<long> progress)
    {
        using var hash = IncrementalHash.CreateHash(new HashAlgorithmName(Algorithm));
        CollectionFiles.Read(file, chunk =>
        {
            hash.AppendData(chunk);
            progress(chunk.Length);
        });
        return Convert.ToHexString(hash.GetHashAndReset()).Equals(Value, StringComparison.OrdinalIgnoreCase);
    }
}
