using System.Net;
using System.Text;

namespace Globus.Automate.Client.Tests.Support;

/// <summary>A service that answers by a script and remembers what it was asked.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly Func<Sent, CancellationToken, Task<HttpResponseMessage>> _answer;
    private readonly List<Sent> _sent = [];

    public ScriptedHandler(Func<Sent, CancellationToken, Task<HttpResponseMessage>> answer) => _answer = answer;

    public ScriptedHandler(Func<Sent, HttpResponseMessage> answer)
        : this((sent, _) => Task.FromResult(answer(sent)))
    {
    }

    /// <summary>Answers one after another; the last one stays.</summary>
    public ScriptedHandler(params Func<HttpResponseMessage>[] answers)
        : this(sent => answers[Math.Min(sent.Number, answers.Length) - 1]())
    {
    }

    public IReadOnlyList<Sent> Requests
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent];
            }
        }
    }

    public static HttpResponseMessage Answer(int status, string? json = null, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        if (json is not null)
        {
            response.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Sent sent;
        lock (_sent)
        {
            sent = new Sent(
                _sent.Count + 1,
                request.Method.Method,
                request.RequestUri!,
                body,
                request.Headers.Authorization?.ToString(),
                request.Headers.ToDictionary(header => header.Key, header => string.Join(" ", header.Value)),
                request.Content?.Headers.ContentType?.ToString());
            _sent.Add(sent);
        }

        HttpResponseMessage response = await _answer(sent, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}

/// <summary>A request as it arrived.</summary>
internal sealed record Sent(
    int Number,
    string Method,
    Uri Url,
    string? Body,
    string? Authorization,
    IReadOnlyDictionary<string, string> Headers,
    string? ContentType)
{
    public string Path => Url.AbsolutePath;

    public string PathAndQuery => Uri.UnescapeDataString(Url.PathAndQuery);

    /// <summary>The query, decoded.</summary>
    public Dictionary<string, string> Query
        => Url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));
}
