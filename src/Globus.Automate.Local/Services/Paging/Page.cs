namespace Globus.Automate.Local.Services;

/// <summary>One page of a listing.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Limit">How many items a page has.</param>
/// <param name="Marker">The marker of the next page; null on the last one.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Limit, string? Marker)
{
    /// <summary>Cuts the page that a request asks for out of all items.</summary>
    /// <param name="items">The items that fit the filters, in any order.</param>
    /// <param name="request">The request.</param>
    /// <param name="order">The order.</param>
    /// <param name="standardPerPage">How many items a page has where nothing is said.</param>
    public static Page<T> Cut(IEnumerable<T> items, ListRequest request, SortOrder<T> order, int standardPerPage)
    {
        int perPage = request.PerPage(standardPerPage);
        int skip = 0;
        IEnumerable<(string[] Keys, T Item)> rest = items.Select(item => (order.KeysOf(item), item));
        if (request.After is { } after)
        {
            if (!order.Fits(after))
            {
                throw ServiceException.BadRequest("The marker is not one that this service gave.");
            }

            rest = rest.Where(entry => order.Compare(entry.Keys, after) > 0);
        }
        else
        {
            skip = (request.Number("page", 1, 1, int.MaxValue / 100) - 1) * perPage;
        }

        List<(string[] Keys, T Item)> sorted = [.. rest];
        sorted.Sort((left, right) => order.Compare(left.Keys, right.Keys));
        List<(string[] Keys, T Item)> page = [.. sorted.Skip(skip).Take(perPage)];
        string? marker = skip + perPage < sorted.Count ? request.MarkerAfter(page[^1].Keys) : null;
        return new Page<T>([.. page.Select(static entry => entry.Item)], perPage, marker);
    }
}
