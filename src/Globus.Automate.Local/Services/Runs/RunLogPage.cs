using System.Globalization;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Services;

/// <summary>
/// A page of a run's log: <c>limit</c> 1 to 100 (10), the newest first with <c>reverse_order</c>. A marker says where the page before ended, so
/// that entries that are written meanwhile neither repeat nor skip any.
/// </summary>
internal static class RunLogPage
{
    private const int StandardLimit = 10;
    private const int MaximumLimit = 100;

    public static FlowObject Read(RunLog log, ListRequest request)
    {
        int limit = request.Number("per_page", request.Number("limit", StandardLimit, 1, MaximumLimit), 1, MaximumLimit);
        bool reverse = request.Query.IsTrue("reverse_order");
        int count = log.Count;
        int start = reverse ? count - 1 : 0;
        if (request.After is { } after && (after.Count != 1 || !int.TryParse(after[0], NumberStyles.None, CultureInfo.InvariantCulture, out start) || start > count))
        {
            throw ServiceException.BadRequest("The marker is not one that this service gave.");
        }

        int step = reverse ? -1 : 1;
        var entries = new List<FlowValue>(limit);
        int place = start;
        for (; entries.Count < limit && place >= 0 && place < count; place += step)
        {
            entries.Add(RunDocuments.LogEntry(log[place]));
        }

        bool hasMore = place >= 0 && place < count;
        FlowObject page = FlowObject.Create(
            ("limit", FlowValue.From(limit)),
            ("has_next_page", FlowValue.From(hasMore)),
            ("entries", FlowArray.Create(entries)));
        return hasMore ? page.With("marker", FlowValue.From(request.MarkerAfter([place.ToString(CultureInfo.InvariantCulture)]))) : page;
    }
}
