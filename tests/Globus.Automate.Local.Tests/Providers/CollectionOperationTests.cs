using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class CollectionOperationTests
{
    [Theory]
    [InlineData("ddb59aef-6d04-11e5-ba46-22000b92c6ec")]
    [InlineData("DDB59AEF-6D04-11E5-BA46-22000B92C6EC")]
    [InlineData("go#ep1")]
    [InlineData("6c54cade-bde5-45c1-bdea-f4bd71dba2cc")]
    [InlineData("Globus Tutorial Endpoint 1")]
    public async Task The_tutorial_collection_is_there_under_all_its_names(string name)
    {
        await using var host = new ProviderHost();

        FlowObject status = await host.FinishAsync("transfer/ls", $$"""{"endpoint_id": "{{name}}", "path": "/share/godata"}""");

        FlowObject details = ProviderHost.Details(status);
        Assert.Equal(["file1.txt", "file2.txt", "file3.txt"], Names(details));
        Assert.Equal(FlowValue.From(3), details["length"]);
        Assert.Equal("/share/godata/", details["path"]!.AsString());
        Assert.Equal(ProviderHost.Endpoint1, details["endpoint"]!.AsString());
    }

    [Fact]
    public async Task An_entry_has_the_transfer_apis_fields()
    {
        await using var host = new ProviderHost();
        LocalCollection collection = host.AddCollection("c");
        string file = TransferSetup.Write(collection.Root, "a.txt", "abc");
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc));
        Directory.CreateDirectory(Path.Combine(collection.Root, "folder"));

        FlowArray data = (FlowArray)ProviderHost.Details(await host.FinishAsync("transfer/ls", """{"endpoint_id": "c", "path": "/"}"""))["DATA"]!;

        var entry = (FlowObject)data[0];
        TransferSetup.Expect(entry, "name", FlowValue.From("a.txt"));
        TransferSetup.Expect(entry, "type", FlowValue.From("file"));
        TransferSetup.Expect(entry, "size", FlowValue.From(3));
        TransferSetup.Expect(entry, "last_modified", FlowValue.From("2024-05-06 07:08:09+00:00"));
        TransferSetup.Expect(entry, "is_folder", FlowValue.False);
        TransferSetup.Expect(entry, "link_target", FlowValue.Null);
        Assert.Matches("^0[0-7]{3}$", entry["permissions"]!.AsString());
        TransferSetup.Expect((FlowObject)data[1], "type", FlowValue.From("dir"));
        TransferSetup.Expect((FlowObject)data[1], "is_folder", FlowValue.True);
    }

    [Theory]
    [InlineData("/share/godata", true, "/share/", "godata", true)]
    [InlineData("/share/godata/file1.txt", true, "/share/godata/", "file1.txt", false)]
    [InlineData("/share/godata/file1.txt", false, "/share/godata/", "file1.txt", false)]
    [InlineData("/~/file1.txt", true, "/~/", "file1.txt", false)]
    [InlineData("/~/", true, "/~/", ".", true)]
    public async Task A_path_alone_is_told_about_in_its_folder(string path, bool pathOnly, string folder, string name, bool isFolder)
    {
        await using var host = new ProviderHost();

        FlowObject details = ProviderHost.Details(await host.FinishAsync(
            "transfer/ls", $$"""{"endpoint_id": "go#ep1", "path": "{{path}}", "path_only": {{(pathOnly ? "true" : "false")}}}"""));

        Assert.Equal(folder, details["path"]!.AsString());
        Assert.Equal([name], Names(details));
        Assert.Equal(FlowValue.From(isFolder), ((FlowObject)((FlowArray)details["DATA"]!)[0])["is_folder"]);
    }

    [Fact]
    public async Task A_missing_path_alone_is_an_empty_list_so_that_a_flow_can_ask()
    {
        await using var host = new ProviderHost();

        FlowObject status = await host.FinishAsync("transfer/ls", """{"endpoint_id": "go#ep1", "path": "/~/not-there", "path_only": true}""");

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal(FlowValue.From(0), ProviderHost.Details(status)["length"]);
        Assert.Equal("/~/", ProviderHost.Details(status)["path"]!.AsString());
    }

    [Theory]
    [InlineData("", "a.csv,b.txt,c.txt,d,.hidden")]
    [InlineData(", \"show_hidden\": false", "a.csv,b.txt,c.txt,d")]
    [InlineData(", \"filter\": \"name:~*.txt\"", "b.txt,c.txt")]
    [InlineData(", \"filter\": \"name:!~*.txt/type:file\"", ".hidden,a.csv")]
    [InlineData(", \"filter\": \"name:a.csv,d\"", "a.csv,d")]
    [InlineData(", \"filter\": [\"type:dir\"]", "d")]
    [InlineData(", \"filter\": \"size:>1/type:file\"", "b.txt,c.txt")]
    [InlineData(", \"filter\": \"type:file\", \"orderby\": \"size DESC\"", "c.txt,b.txt,a.csv,.hidden")]
    [InlineData(", \"filter\": \"name:!.hidden\", \"orderby\": \"type, name DESC\"", "d,c.txt,b.txt,a.csv")]
    [InlineData(", \"orderby\": [\"name DESC\"], \"limit\": 2", "d,c.txt")]
    [InlineData(", \"orderby\": \"name\", \"limit\": 2, \"offset\": 1", "a.csv,b.txt")]
    public async Task A_listing_is_filtered_ordered_and_cut(string options, string expected)
    {
        await using var host = new ProviderHost();
        LocalCollection collection = host.AddCollection("c");
        TransferSetup.Write(collection.Root, "a.csv", "1");
        TransferSetup.Write(collection.Root, "b.txt", "22");
        TransferSetup.Write(collection.Root, "c.txt", "333");
        TransferSetup.Write(collection.Root, ".hidden", "");
        Directory.CreateDirectory(Path.Combine(collection.Root, "d"));

        FlowObject details = ProviderHost.Details(await host.FinishAsync("transfer/ls", $$"""{"endpoint_id": "c", "path": "/"{{options}}}"""));

        string[] names = Names(details);
        if (!options.Contains("orderby", StringComparison.Ordinal))
        {
            Assert.Equal(expected.Split(',').Order(StringComparer.Ordinal), names);
        }
        else
        {
            Assert.Equal(expected.Split(','), names);
        }

        Assert.Equal(FlowValue.From(names.Length), details["length"]);
    }

    [Theory]
    [InlineData("transfer/ls", """{"endpoint_id": "go#ep1", "path": "/missing"}""", "ClientError.NotFound")]
    [InlineData("transfer/ls", """{"endpoint_id": "go#ep1", "path": "/missing/x", "path_only": true}""", "ClientError.NotFound")]
    [InlineData("transfer/ls", """{"endpoint_id": "nowhere", "path": "/"}""", "EndpointNotFound")]
    [InlineData("transfer/ls", """{"endpoint_id": "go#ep1", "path": "/", "filter": "nonsense"}""", "ClientError.BadRequest")]
    [InlineData("transfer/ls", """{"endpoint_id": "go#ep1", "path": "/", "orderby": "colour"}""", "ClientError.BadRequest")]
    [InlineData("transfer/stat", """{"endpoint_id": "go#ep1", "path": "/missing"}""", "ClientError.NotFound")]
    [InlineData("transfer/mkdir", """{"endpoint_id": "go#ep1", "path": "/~/"}""", "ExternalError.MkdirFailed.Exists")]
    [InlineData("transfer/mkdir", """{"endpoint_id": "go#ep1", "path": "/~/file1.txt"}""", "ExternalError.MkdirFailed.Exists")]
    [InlineData("transfer/mkdir", """{"endpoint_id": "go#ep1", "path": "/missing/new"}""", "ClientError.NotFound")]
    [InlineData("transfer/mkdir", """{"endpoint_id": "go#ep1", "path": "/~/file1.txt/new"}""", "ExternalError.DirListingFailed.NotDirectory")]
    [InlineData("transfer/collection_info", """{"endpoint_id": "nowhere"}""", "EndpointNotFound")]
    public async Task A_failed_operation_is_a_failed_action_with_the_transfer_apis_error(string provider, string body, string code)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync(provider, body);

        Assert.Equal(201, response.StatusCode);
        Assert.Equal("FAILED", ProviderHost.Status(response.Body));
        Assert.Equal(code, ProviderHost.Details(response.Body)["code"]!.AsString());
        Assert.NotNull(ProviderHost.Details(response.Body)["message"]!.AsString());
    }

    [Fact]
    public async Task A_folder_is_made_once()
    {
        await using var host = new ProviderHost();

        FlowObject made = await host.FinishAsync("https://transfer.actions.globus.org/mkdir", """{"collection_id": "go#ep1", "path": "/~/new_folder/"}""");
        FlowObject again = await host.FinishAsync("transfer/mkdir", """{"endpoint_id": "go#ep1", "path": "/~/new_folder"}""");

        Assert.Equal("DirectoryCreated", ProviderHost.Details(made)["code"]!.AsString());
        Assert.True(Directory.Exists(Path.Combine(host.Providers.Collections.Find("go#ep1")!.Root, "home", "new_folder")));
        Assert.Equal("FAILED", ProviderHost.Status(again));
    }

    [Fact]
    public async Task A_collection_is_managed_when_it_has_a_subscription()
    {
        await using var host = new ProviderHost();
        host.AddCollection("plain");

        FlowObject tutorial = ProviderHost.Details(await host.FinishAsync("transfer/collection_info", """{"endpoint_id": "go#ep1"}"""));
        FlowObject plain = ProviderHost.Details(await host.FinishAsync("https://transfer.actions.globus.org/collection_info", """{"collection_id": "plain"}"""));

        Assert.Equal(FlowValue.True, tutorial["is_managed"]);
        Assert.Equal("Globus Tutorial Endpoint 1", tutorial["display_name"]!.AsString());
        Assert.Equal(FlowValue.False, plain["is_managed"]);
        Assert.True(Guid.TryParse(plain["id"]!.AsString(), out _));
    }

    [Fact]
    public async Task Rules_are_created_updated_and_deleted()
    {
        await using var host = new ProviderHost();
        AccessRules rules = host.Providers.Collections.Find("go#ep1")!.AccessRules;
        const string Create = """{"operation": "CREATE", "endpoint_id": "go#ep1", "path": "/~/shared", "principal_type": "identity", "principal": "b44bddda-d274-11e5-978a-9f15789a8150", "permissions": "r"}""";

        FlowObject created = await host.FinishAsync("transfer/set_permission", Create);
        string id = ProviderHost.Details(created)["access_id"]!.AsString()!;
        Assert.Equal(new AccessRule(id, "/~/shared/", "identity", "b44bddda-d274-11e5-978a-9f15789a8150", "r"), Assert.Single(rules.All));
        Assert.Equal("Exists", ProviderHost.Details(await host.FinishAsync("transfer/set_permission", Create))["code"]!.AsString());

        await host.FinishAsync("transfer/set_permission", $$"""{"operation": "UPDATE", "endpoint_id": "go#ep1", "rule_id": "{{id}}", "permissions": "rw"}""");
        Assert.Equal("rw", Assert.Single(rules.All).Permissions);

        FlowObject deleted = await host.FinishAsync("transfer/set_permission", $$"""{"operation": "DELETE", "endpoint_id": "go#ep1", "rule_id": "{{id}}"}""");
        Assert.Equal("Deleted", ProviderHost.Details(deleted)["code"]!.AsString());
        Assert.Empty(rules.All);
        Assert.Equal("FAILED", ProviderHost.Status(await host.FinishAsync("transfer/set_permission", $$"""{"operation": "DELETE", "endpoint_id": "go#ep1", "rule_id": "{{id}}"}""")));
    }

    [Theory]
    [InlineData("identity", "someone")]
    [InlineData("group", "")]
    [InlineData("all_authenticated_users", "b44bddda-d274-11e5-978a-9f15789a8150")]
    public async Task A_rule_needs_a_principal_of_its_type(string type, string principal)
    {
        await using var host = new ProviderHost();

        FlowObject status = await host.FinishAsync("transfer/set_permission", $$"""
            {"operation": "CREATE", "endpoint_id": "go#ep1", "path": "/~/", "principal_type": "{{type}}", "principal": "{{principal}}", "permissions": "r"}
            """);

        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Contains("principal", ProviderHost.Details(status)["message"]!.AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_needs_recursive_for_folders_and_can_ignore_what_is_missing()
    {
        await using var host = new ProviderHost();
        LocalCollection collection = host.AddCollection("c");
        TransferSetup.Write(collection.Root, "folder/a.txt", "a");
        TransferSetup.Write(collection.Root, "folder/sub/b.txt", "b");
        TransferSetup.Write(collection.Root, "c.txt", "c");

        FlowObject folder = await host.FinishAsync("transfer/delete", """{"endpoint_id": "c", "items": ["/folder"]}""");
        FlowObject missing = await host.FinishAsync("transfer/delete", """{"endpoint_id": "c", "items": ["/missing"]}""");
        FlowObject ignored = await host.FinishAsync("transfer/delete", """{"endpoint_id": "c", "items": ["/missing", "/c.txt"], "ignore_missing": true}""");
        Assert.True(File.Exists(Path.Combine(collection.Root, "folder", "a.txt")));
        FlowObject all = await host.FinishAsync("https://transfer.actions.globus.org/delete", """{"endpoint": "c", "DATA": [{"DATA_TYPE": "delete_item", "path": "/folder"}], "recursive": true}""");

        Assert.Equal("IS_A_DIRECTORY", ProviderHost.Details(folder)["nice_status"]!.AsString());
        Assert.Equal("FILE_NOT_FOUND", ProviderHost.Details(missing)["nice_status"]!.AsString());
        Assert.Equal("SUCCEEDED", ProviderHost.Status(ignored));
        TransferSetup.Expect(ProviderHost.Details(all), "files", FlowValue.From(2));
        TransferSetup.Expect(ProviderHost.Details(all), "directories", FlowValue.From(2));
        TransferSetup.Expect(ProviderHost.Details(all), "type", FlowValue.From("DELETE"));
        Assert.Empty(Directory.GetFileSystemEntries(collection.Root));
    }

    [Fact]
    public async Task A_pattern_deletes_only_when_it_is_to_be_one()
    {
        await using var host = new ProviderHost();
        LocalCollection collection = host.AddCollection("c");
        TransferSetup.Write(collection.Root, "a.tmp", "a");
        TransferSetup.Write(collection.Root, "b.tmp", "b");
        TransferSetup.Write(collection.Root, "c.txt", "c");

        Assert.Equal("FAILED", ProviderHost.Status(await host.FinishAsync("transfer/delete", """{"endpoint_id": "c", "items": ["/*.tmp"]}""")));
        Assert.Equal("SUCCEEDED", ProviderHost.Status(await host.FinishAsync("transfer/delete", """{"endpoint_id": "c", "items": ["/*.tmp"], "interpret_globs": true}""")));

        Assert.Equal(["c.txt"], Directory.GetFiles(collection.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void A_name_is_taken_once_and_free_again_after_it_was_removed()
    {
        using var store = new CollectionStore(withTutorialCollections: false);
        string folder = Directory.CreateTempSubdirectory("providers-test-").FullName;
        try
        {
            LocalCollection first = store.Add("Name", folder);
            Assert.Throws<ArgumentException>(() => store.Add("NAME", folder));
            Assert.Same(first, store.Find(first.Id));
            Assert.True(store.Remove(first.Id));
            Assert.Null(store.Find("Name"));
            Assert.False(store.Remove("Name"));
            Assert.Equal(first.Id, store.Add("Name", folder).Id);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_tutorial_collections_id_can_be_mapped_to_a_folder()
    {
        using var store = new CollectionStore();
        string folder = Directory.CreateTempSubdirectory("providers-test-").FullName;
        try
        {
            LocalCollection mine = store.Add("6c54cade-bde5-45c1-bdea-f4bd71dba2cc", folder);

            Assert.Same(mine, store.Find("6c54cade-bde5-45c1-bdea-f4bd71dba2cc"));
            Assert.NotSame(mine, store.Find("go#ep1"));
            Assert.True(store.Remove("go#ep1"));
            Assert.Same(mine, store.Find("6c54cade-bde5-45c1-bdea-f4bd71dba2cc"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_tutorial_folder_goes_away_with_the_store()
    {
        var store = new CollectionStore();
        string root = store.Find("go#ep1")!.Root;
        Assert.True(Directory.Exists(root));

        store.Dispose();

        Assert.False(Directory.Exists(Path.GetDirectoryName(root)));
    }

    private static string[] Names(FlowObject details) => [.. ((FlowArray)details["DATA"]!).Select(static entry => ((FlowObject)entry)["name"]!.AsString()!)];
}
