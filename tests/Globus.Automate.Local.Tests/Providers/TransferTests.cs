using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using static Globus.Automate.Local.Tests.Providers.TransferSetup;

namespace Globus.Automate.Local.Tests.Providers;

/// <summary>Files and folders go from one collection to another.</summary>
public sealed class TransferTests
{
    [Fact]
    public async Task A_folder_goes_over_with_all_that_is_in_it()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        Write(from, "data/a.txt", "aa");
        Write(from, "data/deep/er/b.bin", new string('b', 300_000));
        Directory.CreateDirectory(Path.Combine(from, "data", "empty"));

        FlowObject status = await host.FinishAsync("transfer/transfer", Body("from", "/data/", "to", "/new/place/", ", \"label\": \"my label\""));

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal("aa", File.ReadAllText(Path.Combine(to, "new", "place", "a.txt")));
        Assert.Equal(300_000, new FileInfo(Path.Combine(to, "new", "place", "deep", "er", "b.bin")).Length);
        Assert.True(Directory.Exists(Path.Combine(to, "new", "place", "empty")));
        FlowObject task = ProviderHost.Details(status);
        Expect(task, "status", FlowValue.From("SUCCEEDED"));
        Expect(task, "type", FlowValue.From("TRANSFER"));
        Expect(task, "label", FlowValue.From("my label"));
        Expect(task, "files", FlowValue.From(2));
        Expect(task, "files_transferred", FlowValue.From(2));
        Expect(task, "files_skipped", FlowValue.From(0));
        Expect(task, "directories", FlowValue.From(4));
        Expect(task, "bytes_transferred", FlowValue.From(300_002));
        Expect(task, "subtasks_total", FlowValue.From(6));
        Expect(task, "subtasks_succeeded", FlowValue.From(6));
        Expect(task, "subtasks_pending", FlowValue.From(0));
        Expect(task, "fatal_error", FlowValue.Null);
        Expect(task, "verify_checksum", FlowValue.True);
        Expect(task, "username", FlowValue.From("you@local"));
        Assert.True(Guid.TryParse(task["task_id"]!.AsString(), out _));
    }

    [Fact]
    public async Task A_transfer_is_active_first_and_its_details_are_a_task()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out _);
        Write(from, "a.txt", "a");

        ActionResponse response = await host.RunAsync("transfer/transfer", Body("from", "/a.txt", "to", "/b.txt"));

        Assert.Equal(202, response.StatusCode);
        Assert.Equal("task", ProviderHost.Details(response.Body)["DATA_TYPE"]!.AsString());
        Assert.Equal($"For Action id {ProviderHost.Id(response)}", ProviderHost.Details(response.Body)["label"]!.AsString());
    }

    [Fact]
    public async Task The_transfer_services_own_body_works_at_its_own_url()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        Write(from, "a.txt", "a");

        FlowObject status = await host.FinishAsync(
            "https://transfer.actions.globus.org/transfer",
            """{"source_endpoint": "from", "destination_endpoint": "to", "DATA": [{"DATA_TYPE": "transfer_item", "source_path": "/a.txt", "destination_path": "/x/b.txt"}]}""");

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal("a", File.ReadAllText(Path.Combine(to, "x", "b.txt")));
    }

    [Fact]
    public async Task A_file_takes_the_place_of_another_and_no_temporary_file_stays()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        Write(from, "a.txt", "new");
        Write(to, "a.txt", "old and longer");

        await host.FinishAsync("transfer/transfer", Body("from", "/a.txt", "to", "/a.txt"));

        Assert.Equal("new", File.ReadAllText(Path.Combine(to, "a.txt")));
        Assert.Single(Directory.GetFileSystemEntries(to));
    }

    [Theory]
    [InlineData("/missing.txt", "/x", "", "FILE_NOT_FOUND", "ClientError.NotFound")]
    [InlineData("/folder", "/x", ", \"recursive\": false", "IS_A_DIRECTORY", "ExternalError.IsDirectory")]
    [InlineData("/file.txt", "/x", ", \"recursive\": true", "NOT_A_DIRECTORY", "ExternalError.DirListingFailed.NotDirectory")]
    [InlineData("/file.txt", "/x/", "", "IS_A_DIRECTORY", "ExternalError.IsDirectory")]
    [InlineData("/file.txt", "/there", "", "IS_A_DIRECTORY", "ExternalError.IsDirectory")]
    [InlineData("/file.txt/", "/x", "", "NOT_A_DIRECTORY", "ExternalError.DirListingFailed.NotDirectory")]
    [InlineData("/folder", "/afile", "", "NOT_A_DIRECTORY", "ExternalError.DirListingFailed.NotDirectory")]
    [InlineData("/file.txt", "/afile/x", "", "NOT_A_DIRECTORY", "ExternalError.DirListingFailed.NotDirectory")]
    public async Task What_cannot_be_transferred_fails_and_says_why(string source, string destination, string item, string niceStatus, string code)
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        Write(from, "file.txt", "f");
        Write(from, "folder/file.txt", "f");
        Write(to, "there/file.txt", "f");
        Write(to, "afile", "f");

        FlowObject status = await host.FinishAsync("transfer/transfer", $$"""
            {"source_endpoint_id": "from", "destination_endpoint_id": "to", "transfer_items": [{"source_path": "{{source}}", "destination_path": "{{destination}}"{{item}}}]}
            """);

        Assert.Equal("FAILED", ProviderHost.Status(status));
        FlowObject task = ProviderHost.Details(status);
        Expect(task, "status", FlowValue.From("FAILED"));
        Expect(task, "nice_status", FlowValue.From(niceStatus));
        Assert.Equal(code, ((FlowObject)task["fatal_error"]!)["code"]!.AsString());
        Assert.DoesNotContain(host.Folder, task.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_collection_fails_at_once_with_the_apis_error()
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("transfer/transfer", Body("nowhere", "/a", "go#ep2", "/a"));

        Assert.Equal(201, response.StatusCode);
        Assert.Equal("FAILED", ProviderHost.Status(response.Body));
        FlowObject details = ProviderHost.Details(response.Body);
        Assert.Equal("EndpointNotFound", details["code"]!.AsString());
        Assert.Contains("Add-GlobusLocalCollection", details["message"]!.AsString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_cannot_go_into_itself_nor_a_file_onto_itself()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out _);
        Write(from, "folder/a.txt", "a");
        host.Providers.Collections.Add("alias", from);

        Assert.Equal("FAILED", ProviderHost.Status(await host.FinishAsync("transfer/transfer", Body("from", "/folder", "from", "/folder/in"))));
        Assert.Equal("FAILED", ProviderHost.Status(await host.FinishAsync("transfer/transfer", Body("from", "/", "alias", "/folder/in"))));
        Assert.Equal("FAILED", ProviderHost.Status(await host.FinishAsync("transfer/transfer", Body("from", "/folder/a.txt", "from", "/folder/a.txt"))));
        Assert.Equal("a", File.ReadAllText(Path.Combine(from, "folder", "a.txt")));
        Assert.False(Directory.Exists(Path.Combine(from, "folder", "in")));
    }

    [Fact]
    public async Task Two_thousand_files_in_two_hundred_folders_go_over()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        for (int folder = 0; folder < 200; folder++)
        {
            for (int file = 0; file < 10; file++)
            {
                Write(from, $"tree/{folder / 20}/{folder}/{file}.txt", $"{folder}.{file}");
            }
        }

        FlowObject status = await host.FinishAsync("transfer/transfer", Body("from", "/tree", "to", "/tree"));

        Expect(ProviderHost.Details(status), "files_transferred", FlowValue.From(2000));
        Assert.Equal(2000, Directory.GetFiles(to, "*", SearchOption.AllDirectories).Length);
        Assert.Equal("199.9", File.ReadAllText(Path.Combine(to, "tree", "9", "199", "9.txt")));
    }

    [Fact]
    public async Task A_transfer_stops_where_it_is_cancelled_and_leaves_no_half_file()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        for (int file = 0; file < 4000; file++)
        {
            Write(from, $"tree/{file:D5}.txt", "some text");
        }

        string id = ProviderHost.Id(await host.RunAsync("transfer/transfer", Body("from", "/tree", "to", "/tree")));
        while (Transferred(await host.StatusAsync("transfer/transfer", id)) == 0)
        {
            await Task.Yield();
        }

        ActionResponse canceled = await host.Service.CancelAsync(host.Provider("transfer/transfer"), host.You, id);
        int then = Directory.GetFiles(Path.Combine(to, "tree")).Length;
        await host.Service.WhenIdleAsync();

        Assert.Equal("FAILED", ProviderHost.Status(canceled.Body));
        FlowObject task = ProviderHost.Details(canceled.Body);
        Assert.Equal("CANCELED", ((FlowObject)task["fatal_error"]!)["code"]!.AsString());
        Assert.InRange(then, 1, 3999);
        Assert.Equal(then, Directory.GetFiles(Path.Combine(to, "tree")).Length);
        Assert.All(Directory.GetFiles(Path.Combine(to, "tree")), static file => Assert.Equal("some text", File.ReadAllText(file)));
        Expect(task, "files_transferred", FlowValue.From(then));

        static long Transferred(FlowObject status) => ProviderHost.Details(status)["files_transferred"] is FlowInteger number && number.TryGetInt64(out long count) ? count : 0;
    }

    [Theory]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b"}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": []}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a"}]}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a", "destination_path": 5}]}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a", "destination_path": "/b"}], "sync_level": 4}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a", "destination_path": "/b"}], "sync_level": "newest"}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a", "destination_path": "/b"}], "nonsense": 4}""")]
    [InlineData("""{"source_endpoint": "a", "destination_endpoint": "b", "DATA": [{"source_path": "/a", "destination_path": "/b"}]}""")]
    public async Task A_body_that_does_not_fit_the_schema_starts_nothing(string body)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("transfer/transfer", body);

        Assert.Equal(400, response.StatusCode);
        Assert.Equal("ACTION_INPUT_ERROR", ProviderHost.Code(response));
    }
}
