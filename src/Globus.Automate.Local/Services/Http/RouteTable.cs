using System.Diagnostics.CodeAnalysis;

namespace Globus.Automate.Local.Services;

/// <summary>Answers a request whose route was found.</summary>
/// <param name="request">The request.</param>
/// <param name="path">The values of the path's parameters, by the names in the template.</param>
/// <param name="cancellationToken">Gives up.</param>
internal delegate ValueTask<ServiceResponse> RouteHandler(ServiceRequest request, RouteValues path, CancellationToken cancellationToken);

/// <summary>The values of a path's parameters.</summary>
internal readonly struct RouteValues(string[] template, string[] segments)
{
    /// <summary>The value of a parameter, unescaped.</summary>
    public string this[string name]
    {
        get
        {
            int place = Array.IndexOf(template, "{" + name + "}");
            return place >= 0 ? Uri.UnescapeDataString(segments[place]) : throw new ArgumentException($"The route has no parameter '{name}'.", nameof(name));
        }
    }
}

/// <summary>
/// The routes of a service: a method, a path template such as <c>/flows/{flow_id}/run</c>, and a handler. A literal segment goes before a
/// parameter at the same place.
/// </summary>
internal sealed class RouteTable
{
    private readonly Dictionary<int, List<Route>> _byLength = [];

    /// <summary>Adds a route.</summary>
    public RouteTable Map(string method, string template, RouteHandler handler)
    {
        string[] segments = Split(template);
        if (!_byLength.TryGetValue(segments.Length, out List<Route>? routes))
        {
            _byLength[segments.Length] = routes = [];
        }

        Route? route = routes.Find(known => known.Template == template);
        if (route is null)
        {
            route = new Route(template, segments);
            routes.Add(route);
            routes.Sort(static (left, right) => left.Parameters.CompareTo(right.Parameters));
        }

        route.Handlers.Add(method, handler);
        return this;
    }

    /// <summary>Adds a route whose handler needs no waiting.</summary>
    public RouteTable Map(string method, string template, Func<ServiceRequest, RouteValues, ServiceResponse> handler)
        => Map(method, template, (request, path, _) => new ValueTask<ServiceResponse>(handler(request, path)));

    /// <summary>
    /// Finds what answers a request. HEAD is answered as GET, OPTIONS with the methods there are, and a method that the path does not have with 405.
    /// </summary>
    /// <returns>False where no route has this path.</returns>
    public bool TryFind(ServiceRequest request, [NotNullWhen(true)] out Func<CancellationToken, ValueTask<ServiceResponse>>? answer)
    {
        answer = null;
        string[] segments = Split(request.Url.AbsolutePath);
        if (!_byLength.TryGetValue(segments.Length, out List<Route>? routes))
        {
            return false;
        }

        Route? matched = null;
        string method = request.Method == "HEAD" ? "GET" : request.Method;
        foreach (Route route in routes)
        {
            if (!route.Matches(segments))
            {
                continue;
            }

            if (route.Handlers.TryGetValue(method, out RouteHandler? handler))
            {
                answer = cancellationToken => handler(request, new RouteValues(route.Segments, segments), cancellationToken);
                return true;
            }

            matched ??= route;
        }

        if (matched is null)
        {
            return false;
        }

        answer = _ => new ValueTask<ServiceResponse>(WithoutHandler(request, matched));
        return true;
    }

    private static ServiceResponse WithoutHandler(ServiceRequest request, Route route)
    {
        IEnumerable<string> methods = route.Handlers.Keys.SelectMany(static method => method == "GET" ? ["GET", "HEAD"] : new[] { method }).Append("OPTIONS");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Allow"] = string.Join(", ", methods) };
        return request.Method == "OPTIONS"
            ? new ServiceResponse(204, ReadOnlyMemory<byte>.Empty, string.Empty) { Headers = headers }
            : throw new ServiceException(405, "METHOD_NOT_ALLOWED", $"{request.Url.AbsolutePath} does not take {request.Method}, only {headers["Allow"]}.") { Headers = headers };
    }

    private static string[] Split(string path) => path.Trim('/').Split('/');

    private sealed class Route(string template, string[] segments)
    {
        public string Template => template;

        public string[] Segments => segments;

        public int Parameters { get; } = segments.Count(static segment => segment.StartsWith('{'));

        public Dictionary<string, RouteHandler> Handlers { get; } = new(StringComparer.Ordinal);

        public bool Matches(string[] path)
        {
            for (int i = 0; i < segments.Length; i++)
            {
                bool fits = segments[i].StartsWith('{') ? path[i].Length > 0 : segments[i] == path[i];
                if (!fits)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
