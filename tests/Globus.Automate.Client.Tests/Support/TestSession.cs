using System.Text.Json;
using Globus.Automate.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Client.Tests.Support;

/// <summary>A session over a scripted service, with tokens named after their scopes and a clock that only moves when told to.</summary>
internal static class TestSession
{
    public const string FlowId = "24bc4997-b483-4c25-a19c-64b0afc00743";
    public const string RunId = "36ad9f9a-ad29-488f-beb4-c22ab729643a";
    public const string FlowToken = "Bearer token:https://auth.globus.org/scopes/24bc4997-b483-4c25-a19c-64b0afc00743/flow_24bc4997_b483_4c25_a19c_64b0afc00743_user";
    public const string FlowsToken = "Bearer token:https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all";

    public static GlobusSession Over(HttpMessageHandler handler, GlobusHttpOptions? options = null, GlobusEnvironment? environment = null)
        => GlobusSession.Over(handler, environment ?? GlobusEnvironment.Production, static scope => "token:" + scope, options);

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    /// <summary>Lets a task run to its end while its clock is pushed forward, a little at each look.</summary>
    public static async Task<T> RunAsync<T>(this FakeTimeProvider time, Task<T> task, TimeSpan? step = null)
    {
        for (int i = 0; i < 20_000 && !task.IsCompleted; i++)
        {
            await Task.Yield();
            if (i % 20 == 19)
            {
                await Task.Delay(1);
                time.Advance(step ?? TimeSpan.FromMilliseconds(100));
            }
        }

        return await task;
    }

    public static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        var items = new List<T>();
        await foreach (T item in source)
        {
            items.Add(item);
        }

        return items;
    }
}

/// <summary>Keeps all that an observer is told, as the texts that a person would see.</summary>
internal sealed class Recorder : IExchangeObserver
{
    private readonly List<string> _lines = [];

    public List<Exchange> Exchanges { get; } = [];

    public List<TimeSpan> Delays { get; } = [];

    public string AllText
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public void OnExchange(Exchange exchange)
    {
        lock (_lines)
        {
            Exchanges.Add(exchange);
            _lines.Add(exchange.ToString());
            _lines.Add(exchange.Url);
            _lines.Add(exchange.Failure ?? "");
            _lines.Add(exchange.ReadRequestBody() ?? "");
            _lines.Add(exchange.ReadResponseBody() ?? "");
        }
    }

    public void OnRetry(Exchange exchange, TimeSpan delay)
    {
        lock (_lines)
        {
            Delays.Add(delay);
        }
    }
}
