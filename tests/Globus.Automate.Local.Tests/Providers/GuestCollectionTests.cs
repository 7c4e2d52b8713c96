using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class GuestCollectionTests
{
    private const string Create = "https://transfer.actions.globus.org/gcsv5/create_guest_collection";
    private const string AliceId = "b44bddda-d274-11e5-978a-9f15789a8150";
    private const string GroupId = "5fd63928-3752-11e5-a04f-22000bf2d559";

    [Theory]
    [InlineData(null, "", "----")]
    [InlineData("identity", AliceId, "rr--")]
    [InlineData("group", GroupId, "rr--")]
    [InlineData("all_authenticated_users", "", "rr--")]
    [InlineData("anonymous", "", "rr--")]
    [InlineData("identity", "06a24bef-940e-418a-97bc-48229c64cc99", "----")]
    [InlineData("group", "06a24bef-940e-418a-97bc-48229c64cc99", "----")]
    public async Task Others_may_do_what_a_rule_permits(string? type, string principal, string expected)
    {
        await using var host = new ProviderHost();
        Prepare(host);
        if (type is not null)
        {
            await GiveAsync(host, type, principal, "r");
        }

        Assert.Equal(expected, await TryAllAsync(host, Alice(host), "/shared/"));
        Assert.Equal("----", await TryAllAsync(host, Alice(host), "/"));
        Assert.Equal("----", await TryAllAsync(host, Alice(host), "/private/"));
    }

    [Fact]
    public async Task Rw_permits_writing_and_the_owner_needs_no_rule()
    {
        await using var host = new ProviderHost();
        Prepare(host);
        Assert.Equal("rrww", await TryAllAsync(host, host.You, "/private/"));

        await GiveAsync(host, "identity", AliceId, "rw");

        Assert.Equal("rrww", await TryAllAsync(host, Alice(host), "/shared/deep/"));
    }

    [Fact]
    public async Task A_rule_is_over_when_it_has_expired_or_is_deleted()
    {
        await using var host = new ProviderHost();
        Prepare(host);
        string expiring = await GiveAsync(host, "identity", AliceId, "r", ", \"expiration_date\": \"2026-03-02T00:00:00Z\"");
        Assert.Equal("rr--", await TryAllAsync(host, Alice(host), "/shared/"));

        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("----", await TryAllAsync(host, Alice(host), "/shared/"));

        await host.FinishAsync("transfer/set_permission", $$"""{"operation": "DELETE", "endpoint_id": "guest", "rule_id": "{{expiring}}"}""");
        string id = await GiveAsync(host, "identity", AliceId, "r");
        Assert.Equal("rr--", await TryAllAsync(host, Alice(host), "/shared/"));

        await host.FinishAsync("transfer/set_permission", $$"""{"operation": "DELETE", "endpoint_id": "guest", "rule_id": "{{id}}"}""");
        Assert.Equal("----", await TryAllAsync(host, Alice(host), "/shared/"));
    }

    [Fact]
    public async Task Only_the_owner_sets_permissions()
    {
        await using var host = new ProviderHost();
        Prepare(host);
        await GiveAsync(host, "identity", AliceId, "rw");

        FlowObject refused = await FinishAsync(host, "transfer/set_permission", """{"operation": "CREATE", "endpoint_id": "guest", "path": "/private/", "principal_type": "anonymous", "permissions": "r"}""", Alice(host));

        Assert.Equal("FAILED", ProviderHost.Status(refused));
        Assert.Equal("EndpointPermissionDenied", ProviderHost.Details(refused)["code"]!.AsString());
        Assert.Single(host.Providers.Collections.Find("guest")!.AccessRules.All);
    }

    [Fact]
    public async Task The_collection_tells_that_it_is_a_guest_collection()
    {
        await using var host = new ProviderHost();
        Prepare(host);

        FlowObject details = ProviderHost.Details(await FinishAsync(host, "transfer/collection_info", """{"endpoint_id": "guest"}""", Alice(host)));

        Assert.Equal("GCSv5_guest_collection", details["entity_type"]!.AsString());
        Assert.Equal(host.You.Principal.Split(':')[^1], details["owner_id"]!.AsString());
    }

    [Fact]
    public async Task A_flow_can_make_a_guest_collection_and_share_it()
    {
        await using var host = new ProviderHost();
        TransferSetup.Write(host.AddCollection("open").Root, "shared/deep/a.txt", "a");

        FlowObject made = await host.FinishAsync(Create, """{"mapped_collection_id": "open", "collection_base_path": "/shared", "display_name": "For Alice"}""");

        Assert.Equal("SUCCEEDED", ProviderHost.Status(made));
        FlowObject collection = ProviderHost.Details(made);
        Assert.Equal("guest", collection["collection_type"]!.AsString());
        Assert.Equal("For Alice", collection["display_name"]!.AsString());
        string id = collection["id"]!.AsString()!;
        string list = $$"""{"endpoint_id": "{{id}}", "path": "/deep/"}""";
        Assert.Equal("FAILED", ProviderHost.Status(await FinishAsync(host, "transfer/ls", list, host.Alice)));
        await host.FinishAsync("transfer/set_permission", $$"""
            {"operation": "CREATE", "endpoint_id": "{{id}}", "path": "/deep/", "principal_type": "identity", "principal": "{{AliceId}}", "permissions": "r"}
            """);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(await FinishAsync(host, "transfer/ls", list, host.Alice)));
        Assert.Equal("FAILED", ProviderHost.Status(await FinishAsync(host, "transfer/ls", $$"""{"endpoint_id": "{{id}}", "path": "/../"}""", host.Alice)));
    }

    [Theory]
    [InlineData("nowhere", "/shared", "EndpointNotFound")]
    [InlineData("open", "/missing", "ClientError.NotFound")]
    [InlineData("open", "/shared/a.txt", "ExternalError.DirListingFailed.NotDirectory")]
    [InlineData("open", "/shared/../..", "EndpointPermissionDenied")]
    [InlineData("guest", "/shared", "EndpointPermissionDenied")]
    public async Task No_guest_collection_is_made_of_what_is_no_folder_of_a_mapped_one(string collection, string path, string code)
    {
        await using var host = new ProviderHost();
        Prepare(host);
        TransferSetup.Write(host.Providers.Collections.Find("open")!.Root, "shared/a.txt", "a");
        int before = host.Providers.Collections.Collections.Count;

        FlowObject made = await host.FinishAsync(Create, $$"""{"mapped_collection_id": "{{collection}}", "collection_base_path": "{{path}}", "display_name": "x"}""");

        Assert.Equal("FAILED", ProviderHost.Status(made));
        Assert.Equal(code, ProviderHost.Details(made)["code"]!.AsString());
        Assert.Equal(before, host.Providers.Collections.Collections.Count);
    }

    private static Caller Alice(ProviderHost host) => host.Alice with { Groups = ["urn:globus:groups:id:" + GroupId] };

    private static void Prepare(ProviderHost host)
    {
        LocalCollection guest = host.Providers.Collections.Add("guest", Path.Combine(host.Folder, "guest"), owner: host.You.Principal);
        TransferSetup.Write(host.AddCollection("open").Root, "got.txt", "got");
        foreach (string folder in new[] { ".", "shared", "shared/deep", "private" })
        {
            TransferSetup.Write(guest.Root, folder + "/a.txt", "a");
        }
    }

    private static async Task<string> GiveAsync(ProviderHost host, string type, string principal, string permissions, string more = "")
    {
        FlowObject status = await host.FinishAsync("transfer/set_permission", $$"""
            {"operation": "CREATE", "endpoint_id": "guest", "path": "/shared/", "principal_type": "{{type}}", "principal": "{{principal}}", "permissions": "{{permissions}}"{{more}}}
            """);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        return ProviderHost.Details(status)["access_id"]!.AsString()!;
    }

    /// <summary>Lists, transfers from, transfers to and deletes from a folder: a letter for each that is permitted, a dash for each that is refused.</summary>
    private static async Task<string> TryAllAsync(ProviderHost host, Caller caller, string folder)
    {
        FlowObject[] all =
        [
            await FinishAsync(host, "transfer/ls", $$"""{"endpoint_id": "guest", "path": "{{folder}}"}""", caller),
            await FinishAsync(host, "transfer/transfer", TransferSetup.Body("guest", folder + "a.txt", "open", "/got.txt"), caller),
            await FinishAsync(host, "transfer/transfer", TransferSetup.Body("open", "/got.txt", "guest", folder + "new.txt"), caller),
            await FinishAsync(host, "transfer/delete", $$"""{"endpoint_id": "guest", "items": ["{{folder}}new.txt"], "ignore_missing": true}""", caller),
        ];
        File.WriteAllText(Path.Combine(host.Providers.Collections.Find("open")!.Root, "got.txt"), "got");
        foreach (FlowObject refused in all.Where(static status => ProviderHost.Status(status) == "FAILED"))
        {
            Assert.Contains("no permission to", refused.ToJson(), StringComparison.Ordinal);
        }

        return string.Concat(all.Zip("rrww", static (status, letter) => ProviderHost.Status(status) == "SUCCEEDED" ? letter : '-'));
    }

    private static async Task<FlowObject> FinishAsync(ProviderHost host, string provider, string body, Caller caller)
    {
        ActionResponse response = await host.RunAsync(provider, body, caller);
        Assert.True(response.IsSuccess, response.Body.ToJson());
        await host.Service.WhenIdleAsync();
        return (FlowObject)(await host.Service.GetStatusAsync(host.Provider(provider), caller, ProviderHost.Id(response))).Body;
    }
}
