using System.Globalization;
using System.Text;
using System.Text.Json;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>
/// A request for one page of a listing. The first one carries filters, order and page size; each further one only the marker of the page
/// before, which holds the whole first query and where that page ended, so that what is added or removed meanwhile moves nothing.
/// </summary>
internal sealed class ListRequest
{
    private const int MaximumPerPage = 100;
    private readonly string _query;

    private ListRequest(string query, IReadOnlyList<string>? after)
    {
        _query = query;
        After = after;
        Query = QueryParameters.Parse(query);
    }

    /// <summary>The query of the first request.</summary>
    public QueryParameters Query { get; }

    /// <summary>The order keys of the last item of the page before; null on the first page.</summary>
    public IReadOnlyList<string>? After { get; }

    /// <summary>Reads a request's query.</summary>
    /// <exception cref="ServiceException">The marker is not one that this service gave (400).</exception>
    public static ListRequest Read(ServiceRequest request)
    {
        QueryParameters query = QueryParameters.Parse(request.Url.Query);
        string? marker = query["marker"] ?? query["pagination_token"];
        return string.IsNullOrEmpty(marker) ? new ListRequest(request.Url.Query.TrimStart('?'), null) : Decode(marker);
    }

    /// <summary>The values of a list parameter, whether repeated or joined by commas; without empty ones.</summary>
    public IReadOnlyList<string> Values(string name) => Query.Values(name);

    /// <summary>The values of a list parameter, of which each must be one of the known ones.</summary>
    public IReadOnlyList<string> Values(string name, IReadOnlyCollection<string> known)
    {
        IReadOnlyList<string> values = Values(name);
        string? wrong = values.FirstOrDefault(value => !known.Contains(value, StringComparer.Ordinal));
        return wrong is null ? values : throw ServiceException.BadRequest($"'{wrong}' is not a valid value of {name}: use one of {string.Join(", ", known)}.");
    }

    /// <summary>How many items a page has.</summary>
    public int PerPage(int standard) => Number("per_page", standard, 1, MaximumPerPage);

    /// <summary>A number of the query within its bounds.</summary>
    public int Number(string name, int standard, int minimum, int maximum)
    {
        string? text = Query[name];
        if (string.IsNullOrEmpty(text))
        {
            return standard;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
            ? number
            : throw ServiceException.BadRequest($"{name} must be a number from {minimum} to {maximum}.");
    }

    /// <summary>The marker for the page after the item with these order keys.</summary>
    public string MarkerAfter(IReadOnlyList<string> keys)
        => Base64UrlText.Encode(Encoding.UTF8.GetBytes(FlowArray.OfStrings([_query, .. keys]).ToJson()));

    private static ListRequest Decode(string marker)
    {
        try
        {
            if (FlowValue.Parse(Base64UrlText.Decode(marker)) is FlowArray { Count: > 1 } parts && parts.All(static part => part.AsString() is not null))
            {
                return new ListRequest(parts[0].AsString()!, [.. parts.Skip(1).Select(static part => part.AsString()!)]);
            }
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            // Whatever it is, it did not come from here.
        }

        throw ServiceException.BadRequest("The marker is not one that this service gave.");
    }
}
