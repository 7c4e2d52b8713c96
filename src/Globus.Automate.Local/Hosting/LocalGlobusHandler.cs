using System.Net;
using System.Net.Http.Headers;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Hosting;

/// <summary>The local Globus as the transport of an <see cref="HttpClient"/>: requests are answered in memory, without a port.</summary>
internal sealed class LocalGlobusHandler(ServiceRouter router) : HttpMessageHandler
{
    private static readonly HashSet<string> s_contentHeaders = new(["Allow", "Expires", "Last-Modified", "Content-Language"], StringComparer.OrdinalIgnoreCase);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } url)
        {
            throw new HttpRequestException("The request needs an absolute URL.");
        }

        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        AddHeaders(headers, request.Headers);
        if (request.Content is not null)
        {
            AddHeaders(headers, request.Content.Headers);
        }

        ServiceResponse answer = await router.HandleAsync(new ServiceRequest(request.Method.Method.ToUpperInvariant(), url, headers, body), cancellationToken).ConfigureAwait(false);
        bool isHead = request.Method == HttpMethod.Head;
        var content = new ReadOnlyMemoryContent(isHead ? ReadOnlyMemory<byte>.Empty : answer.Body);
        if (answer.ContentType.Length > 0)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.ContentType);
        }

        var response = new HttpResponseMessage((HttpStatusCode)answer.StatusCode) { Content = content, RequestMessage = request };
        foreach ((string name, string value) in answer.Headers)
        {
            if (s_contentHeaders.Contains(name))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (isHead)
        {
            content.Headers.ContentLength = answer.Body.Length;
        }

        return response;
    }

    private static void AddHeaders(Dictionary<string, string> all, HttpHeaders headers)
    {
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            all[name] = values.ToString();
        }
    }
}
