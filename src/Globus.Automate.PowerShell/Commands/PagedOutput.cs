using System.Management.Automation;

namespace Globus.Automate.PowerShell.Commands;

/// <summary>Listings that stream: each object leaves as it comes, and the next page is asked for only when it is needed.</summary>
internal static class PagedOutput
{
    private const int MaxPageSize = 100;

    /// <summary>Writes a listing, honouring -First and -Skip.</summary>
    public static async Task WriteAsync<T>(PSCmdlet cmdlet, IAsyncEnumerable<T> items, Action<T> write)
    {
        ulong skip = cmdlet.PagingParameters?.Skip ?? 0;
        ulong first = cmdlet.PagingParameters?.First ?? ulong.MaxValue;
        if (cmdlet.PagingParameters?.IncludeTotalCount is { IsPresent: true })
        {
            cmdlet.WriteObject(cmdlet.PagingParameters.NewTotalCount(0, 0));
        }

        if (first == 0)
        {
            return;
        }

        await foreach (T item in items)
        {
            if (skip > 0)
            {
                skip--;
                continue;
            }

            write(item);
            if (--first == 0)
            {
                return;
            }
        }
    }

    /// <summary>A page no larger than what was asked for; null leaves it to the service.</summary>
    public static int? PageSize(PagingParameters? paging)
        => paging is null || paging.First == ulong.MaxValue ? null : (int)Math.Clamp(Math.Min(paging.First, MaxPageSize) + Math.Min(paging.Skip, MaxPageSize), 1, MaxPageSize);
}
