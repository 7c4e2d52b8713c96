using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>A page of an action's log. The marker holds the whole query, as everywhere in the service.</summary>
internal static class ActionLogPage
{
    /// <summary>How many entries a page has where nothing is said.</summary>
    public const int DefaultLimit = 10;

    private const int MaximumLimit = 100;

    public static FlowObject Read(FlowArray log, int limit, bool reverse, string? marker)
    {
        int start = 0;
        if (marker is not null)
        {
            (limit, reverse, start) = Decode(marker);
        }

        if (limit is < 1 or > MaximumLimit)
        {
            throw ActionRefusedException.BadRequest($"'limit' must be a number from 1 to {MaximumLimit}.");
        }

        IEnumerable<FlowValue> entries = reverse ? log.Reverse() : log;
        int next = start + limit;
        bool more = next < log.Count;
        return FlowObject.Create(
            ("entries", FlowArray.Create(entries.Skip(start).Take(limit))),
            ("has_next_page", FlowValue.From(more)),
            ("limit", FlowValue.From(limit)),
            ("marker", more ? FlowValue.From(Encode(limit, reverse, next)) : FlowValue.Null));
    }

    private static string Encode(int limit, bool reverse, int start)
        => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{limit}|{(reverse ? 1 : 0)}|{start}")));

    private static (int Limit, bool Reverse, int Start) Decode(string marker)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (Convert.TryFromBase64String(marker, bytes, out int written)
            && Encoding.ASCII.GetString(bytes[..written]).Split('|') is [string limit, string reverse, string start]
            && int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out int limitNumber)
            && int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out int startNumber))
        {
            return (limitNumber, reverse == "1", startNumber);
        }

        throw ActionRefusedException.BadRequest("The pagination_token is not one that this service gave.");
    }
}
