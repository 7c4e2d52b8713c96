namespace Globus.Automate.Local.Services;

/// <summary>One page of a listing.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Limit">How many items a page has.</param>
/// <param name="Marker">The marker of the next page; null on the last one.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Limit, string? Marker)
{
    /// <summary>Cuts the page that a request asks for out of all items. It costs one look at each and keeps no more than the page.</summary>
    /// <param name="items">The items that fit the filters, in any order.</param>
    /// <param name="request">The request.</param>
    /// <param name="order">The order.</param>
    /// <param name="standardPerPage">How many items a page has where nothing is said.</param>
    /// <param name="isInLeadingOrder">Whether the items come in the order of the field that counts first: those behind the page are not looked at then.</param>
    public static Page<T> Cut(IEnumerable<T> items, ListRequest request, SortOrder<T> order, int standardPerPage, bool isInLeadingOrder = false)
    {
        int perPage = request.PerPage(standardPerPage);
        SortKey[]? after = After(request, order);
        int skip = after is null ? (request.Number("page", 1, 1, int.MaxValue / 200) - 1) * perPage : 0;
        int needed = skip + perPage + 1;
        List<(SortKey[] Keys, T Item)> first = isInLeadingOrder ? TakeInOrder(items, order, after, needed) : TakeBest(items, order, after, needed);
        first.Sort((left, right) => order.Compare(left.Keys, right.Keys));
        List<(SortKey[] Keys, T Item)> page = [.. first.Skip(skip).Take(perPage)];
        string? marker = first.Count >= needed ? request.MarkerAfter([.. page[^1].Keys.Select(static key => key.ToMarker())]) : null;
        return new Page<T>([.. page.Select(static entry => entry.Item)], perPage, marker);
    }

    /// <summary>The keys of the last item of the page before; null on the first page.</summary>
    /// <exception cref="ServiceException">The marker is not one of this listing in this order (400).</exception>
    public static SortKey[]? After(ListRequest request, SortOrder<T> order)
        => request.After is null ? null : order.ReadMarker(request.After) ?? throw ServiceException.BadRequest("The marker is not one that this service gave.");

    private static List<(SortKey[] Keys, T Item)> TakeInOrder(IEnumerable<T> items, SortOrder<T> order, SortKey[]? after, int needed)
    {
        var taken = new List<(SortKey[] Keys, T Item)>();
        foreach (T item in items)
        {
            SortKey leading = order.LeadingKeyOf(item);

            // Those that tie with the last one may still have to come before it.
            if (taken.Count >= needed && order.CompareLeading(leading, taken[^1].Keys[0]) > 0)
            {
                break;
            }

            SortKey[] keys = order.KeysOf(item, leading);
            if (after is null || order.Compare(keys, after) > 0)
            {
                taken.Add((keys, item));
            }
        }

        return taken;
    }

    private static List<(SortKey[] Keys, T Item)> TakeBest(IEnumerable<T> items, SortOrder<T> order, SortKey[]? after, int needed)
    {
        // The last of those that are kept is on top, to be thrown out for a better one.
        var best = new PriorityQueue<T, SortKey[]>(Comparer<SortKey[]>.Create((x, y) => order.Compare(y, x)));
        SortKey last = default;
        foreach (T item in items)
        {
            SortKey leading = order.LeadingKeyOf(item);
            bool isFull = best.Count >= needed;
            if ((isFull && order.CompareLeading(leading, last) > 0) || (after is not null && order.CompareLeading(leading, after[0]) < 0))
            {
                continue;
            }

            SortKey[] keys = order.KeysOf(item, leading);
            if (after is not null && order.Compare(keys, after) <= 0)
            {
                continue;
            }

            if (!isFull)
            {
                best.Enqueue(item, keys);
            }
            else
            {
                best.EnqueueDequeue(item, keys);
            }

            if (best.Count >= needed && best.TryPeek(out _, out SortKey[]? top))
            {
                last = top[0];
            }
        }

        return [.. best.UnorderedItems.Select(static entry => (entry.Priority, entry.Element))];
    }
}
