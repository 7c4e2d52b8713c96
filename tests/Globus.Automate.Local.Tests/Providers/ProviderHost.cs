using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Services;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Local.Tests.Providers;

/// <summary>All providers, a service on a clock that stands still, two people, and a folder that goes away.</summary>
internal sealed class ProviderHost : IAsyncDisposable
{
    public const string Endpoint1 = "ddb59aef-6d04-11e5-ba46-22000b92c6ec";
    public const string Endpoint2 = "ddb59af0-6d04-11e5-ba46-22000b92c6ec";

    private int _requests;
    private int _holds;
    private int _holdsTaken;

    public ProviderHost(IActionStore? store = null)
    {
        Folder = Directory.CreateTempSubdirectory("providers-test-").FullName;
        Providers = new BuiltInProviders(new BuiltInProvidersOptions { OutboxFolder = Path.Combine(Folder, "outbox") });
        Service = new ActionService(new ActionServiceOptions { TimeProvider = Time, Store = store ?? new TransientActionStore(), HoldClock = Hold });
        Routes = new ActionProviderRoutes(Providers.Registry, Service);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public string Folder { get; }

    public BuiltInProviders Providers { get; }

    public ActionService Service { get; }

    public ActionProviderRoutes Routes { get; }

    /// <summary>How many pieces of work hold the clock.</summary>
    public int Holds => Volatile.Read(ref _holds);

    /// <summary>How many have held it so far.</summary>
    public int HoldsTaken => Volatile.Read(ref _holdsTaken);

    public Caller You { get; } = Person("06a24bef-940e-418a-97bc-48229c64cc99", "you@local");

    public Caller Alice { get; } = Person("b44bddda-d274-11e5-978a-9f15789a8150", "alice@local");

    public static Caller Person(string id, string name, params string[] scopes) => new($"urn:globus:auth:identity:{id}", name, scopes.ToHashSet(StringComparer.Ordinal))
    {
        Identities = [$"urn:globus:auth:identity:{id}"],
    };

    public ActionProvider Provider(string nameOrUrl)
    {
        string url = nameOrUrl.StartsWith("https:", StringComparison.Ordinal) ? nameOrUrl : $"https://actions.globus.org/{nameOrUrl}";
        Assert.True(Providers.Registry.TryFind(new Uri(url), out ActionProvider? provider), $"no provider at {url}");
        return provider;
    }

    /// <summary>Maps an empty folder to a name.</summary>
    public LocalCollection AddCollection(string name) => Providers.Collections.Add(name, Path.Combine(Folder, "collections", name));

    public static FlowObject Request(string requestId, string body) => FlowObject.Create(
        ("request_id", FlowValue.From(requestId)),
        ("body", FlowValue.Parse(body)));

    public async Task<ActionResponse> RunAsync(string provider, string body, Caller? caller = null)
        => await Service.RunAsync(Provider(provider), caller ?? You, Request($"request-{++_requests}", body));

    /// <summary>Runs an action, waits for its background work, and gives its last status.</summary>
    public async Task<FlowObject> FinishAsync(string provider, string body)
    {
        ActionResponse response = await RunAsync(provider, body);
        Assert.True(response.IsSuccess, response.Body.ToJson());
        await Service.WhenIdleAsync();
        return await StatusAsync(provider, Id(response));
    }

    public async Task<FlowObject> StatusAsync(string provider, string actionId)
        => (FlowObject)(await Service.GetStatusAsync(Provider(provider), You, actionId)).Body;

    public static string Id(ActionResponse response) => response.Body.TryGetMember("action_id", out FlowValue? id) ? id.AsString()! : throw new InvalidOperationException(response.Body.ToJson());

    public static string Status(FlowValue document) => ((FlowObject)document)["status"]!.AsString()!;

    public static FlowObject Details(FlowValue document) => (FlowObject)((FlowObject)document)["details"]!;

    public static string Code(ActionResponse response) => ((FlowObject)((FlowObject)response.Body)["error"]!)["code"]!.AsString()!;

    private Held Hold()
    {
        Interlocked.Increment(ref _holds);
        Interlocked.Increment(ref _holdsTaken);
        return new Held(this);
    }

    private sealed class Held(ProviderHost host) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref host._holds);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Providers.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
