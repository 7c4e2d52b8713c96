using System.Runtime.CompilerServices;
using System.Text.Json;
using Globus.Automate.Client.Errors;

namespace Globus.Automate.Client.Transport;

/// <summary>Lists that come in pages: the next one is asked for only when the last item of this one has been taken.</summary>
internal static class Pages
{
    /// <summary>The items of a list, page by page.</summary>
    /// <param name="http">Sends.</param>
    /// <param name="first">The request for the first page.</param>
    /// <param name="names">The members that may hold the items; the first that is there counts.</param>
    /// <param name="make">Makes an item of its JSON.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <param name="markerName">What the marker is called in the next request; <c>pagination_token</c> at action providers.</param>
    /// <remarks>
    /// The marker holds the whole query, so it goes alone on the next request. The list ends where <c>has_next_page</c> is false, or where
    /// there is no marker: web inputs have no <c>has_next_page</c>.
    /// </remarks>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        GlobusHttp http,
        GlobusRequest first,
        IReadOnlyList<string> names,
        Func<JsonElement, T> make,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        string markerName = "marker")
    {
        GlobusRequest request = first;
        string? last = null;
        while (true)
        {
            JsonElement page = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            string? marker = Json.Text(page, "marker");
            bool isLast = marker is not { Length: > 0 } || Json.Truth(page, "has_next_page") is false;
            foreach (JsonElement item in Items(page, names, request))
            {
                yield return make(item);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (isLast)
            {
                yield break;
            }

            if (string.Equals(marker, last, StringComparison.Ordinal))
            {
                throw new GlobusApiException(GlobusErrorKind.InvalidResponse, $"The list at {first.Url.AbsolutePath} gives the same marker again and would never end.");
            }

            last = marker;
            request = new GlobusRequest
            {
                Method = first.Method,
                Url = new Query().Add(markerName, marker).On(first.Url),
                Token = first.Token,
            };
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement page, IReadOnlyList<string> names, GlobusRequest request)
    {
        foreach (string name in names)
        {
            if (Json.Member(page, name) is { ValueKind: JsonValueKind.Array } items)
            {
                return items.EnumerateArray();
            }
        }

        throw new GlobusApiException(GlobusErrorKind.InvalidResponse, $"The answer to GET {request.Url.AbsolutePath} holds no '{names[0]}'.")
        {
            Method = request.Method.Method,
            Url = SecretMask.Url(request.Url.AbsoluteUri),
        };
    }
}
