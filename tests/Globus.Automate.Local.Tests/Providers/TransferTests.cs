using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class TransferTests
{
    public static string Body(string source, string sourcePath, string destination, string destinationPath, string options = "")
        => $$"""
           {
             "source_endpoint_id": "{{source}}", "destination_endpoint_id": "{{destination}}",
             "transfer_items": [{"source_path": "{{sourcePath}}", "destination_path": "{{destinationPath}}"}]{{options}}
           }
           """;

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

    [Theory]
    [InlineData(null, 5, 0)]
    [InlineData(0, 1, 4)]
    [InlineData(1, 2, 3)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 3, 2)]
    public async Task A_sync_level_copies_only_what_differs(int? level, int transferred, int skipped)
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        DateTime old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Pair("same", "xxxx", "xxxx", old, old.AddDays(1));
        Pair("missing", "xxxx", null, old, old);
        Pair("size", "xxxx", "xx", old, old.AddDays(1));
        Pair("newer", "xxxx", "xxxx", old.AddDays(2), old);
        Pair("content", "xxxx", "yyyy", old, old.AddDays(1));

        FlowObject status = await host.FinishAsync("transfer/transfer", Body("from", "/", "to", "/", level is null ? "" : $", \"sync_level\": {level}"));

        Expect(ProviderHost.Details(status), "files_transferred", FlowValue.From(transferred));
        Expect(ProviderHost.Details(status), "files_skipped", FlowValue.From(skipped));
        Assert.Equal("xxxx", File.ReadAllText(Path.Combine(to, "missing")));
        Assert.Equal(level is null or 3 ? "xxxx" : "yyyy", File.ReadAllText(Path.Combine(to, "content")));

        void Pair(string name, string source, string? there, DateTime sourceTime, DateTime thereTime)
        {
            File.SetLastWriteTimeUtc(Write(from, name, source), sourceTime);
            if (there is not null)
            {
                File.SetLastWriteTimeUtc(Write(to, name, there), thereTime);
            }
        }
    }

    [Fact]
    public async Task What_the_source_does_not_have_goes_when_it_is_asked_for()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        Write(from, "d/keep.txt", "k");
        Write(to, "d/extra.txt", "e");
        Write(to, "d/extra/deep/x.txt", "e");
        Write(to, "untouched.txt", "u");

        await host.FinishAsync("transfer/transfer", Body("from", "/d", "to", "/d", ", \"delete_destination_extra\": true"));

        Assert.Equal([Path.Combine(to, "d"), Path.Combine(to, "d", "keep.txt"), Path.Combine(to, "untouched.txt")],
            Directory.GetFileSystemEntries(to, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Times_are_kept_when_it_is_asked_for()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        DateTime old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Write(from, "a.txt", "a"), old);

        await host.FinishAsync("transfer/transfer", Body("from", "/a.txt", "to", "/a.txt", ", \"preserve_timestamp\": true"));

        Assert.Equal(old, File.GetLastWriteTimeUtc(Path.Combine(to, "a.txt")));
    }

    [Fact]
    public async Task Filter_rules_leave_out_names()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        Write(from, "keep.txt", "k");
        Write(from, "drop.tmp", "d");
        Write(from, "cache/x.txt", "d");

        await host.FinishAsync("transfer/transfer", Body("from", "/", "to", "/", """
            , "filter_rules": [{"DATA_TYPE": "filter_rule", "method": "exclude", "name": "*.tmp", "type": "file"}, {"method": "exclude", "name": "cache", "type": "dir"}]
            """));

        Assert.Equal(["keep.txt"], Directory.GetFileSystemEntries(to).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Source_errors_can_be_skipped_and_are_counted()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        Write(from, "a.txt", "a");

        FlowObject status = await host.FinishAsync("transfer/transfer", """
            {
              "source_endpoint_id": "from", "destination_endpoint_id": "to", "skip_source_errors": true,
              "transfer_items": [{"source_path": "/missing", "destination_path": "/m"}, {"source_path": "/a.txt", "destination_path": "/a.txt"}]
            }
            """);

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Expect(ProviderHost.Details(status), "subtasks_skipped_errors", FlowValue.From(1));
        Expect(ProviderHost.Details(status), "faults", FlowValue.From(1));
        Assert.True(File.Exists(Path.Combine(to, "a.txt")));
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

    [Fact]
    public async Task A_transfer_beyond_its_deadline_fails()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out _);
        Write(from, "a.txt", "a");

        FlowObject status = await host.FinishAsync("transfer/transfer", Body("from", "/a.txt", "to", "/a.txt", ", \"deadline\": \"2026-02-01T00:00:00Z\""));

        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Equal("DEADLINE_EXCEEDED", ((FlowObject)ProviderHost.Details(status)["fatal_error"]!)["code"]!.AsString());
    }

    [Theory]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b"}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": []}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a"}]}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a", "destination_path": 5}]}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a", "destination_path": "/b"}], "sync_level": 4}""")]
    [InlineData("""{"source_endpoint_id": "a", "destination_endpoint_id": "b", "transfer_items": [{"source_path": "/a", "destination_path": "/b"}], "nonsense": 4}""")]
    [InlineData("""{"source_endpoint": "a", "destination_endpoint": "b", "DATA": [{"source_path": "/a", "destination_path": "/b"}]}""")]
    public async Task A_body_that_does_not_fit_the_schema_starts_nothing(string body)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("transfer/transfer", body);

        Assert.Equal(400, response.StatusCode);
        Assert.Equal("ACTION_INPUT_ERROR", ProviderHost.Code(response));
    }

    [Theory]
    [InlineData("0cc175b9c0f1b6a831c399e269772661", null, "SUCCEEDED")]
    [InlineData("86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8", "SHA1", "SUCCEEDED")]
    [InlineData("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", "sha-256", "SUCCEEDED")]
    [InlineData("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bc", "SHA256", "FAILED")]
    [InlineData("0cc175b9c0f1b6a831c399e269772661", "CRC7", "FAILED")]
    public async Task A_file_must_have_the_checksum_that_is_given(string checksum, string? algorithm, string expected)
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        Write(from, "a.txt", "a");

        FlowObject status = await host.FinishAsync("transfer/transfer", $$"""
            {"source_endpoint_id": "from", "destination_endpoint_id": "to", "transfer_items": [
             {"source_path": "/a.txt", "destination_path": "/a.txt", "external_checksum": "{{checksum}}", "checksum_algorithm": {{(algorithm is null ? "null" : $"\"{algorithm}\"")}}}]}
            """);

        Assert.Equal(expected, ProviderHost.Status(status));
        Assert.Equal(expected == "SUCCEEDED", File.Exists(Path.Combine(to, "a.txt")));
    }

    [Theory]
    [InlineData("transfer/transfer", "\"source_local_user\": \"root2\"")]
    [InlineData("transfer/transfer", "\"destination_local_user\": \"root2\"")]
    [InlineData("transfer/delete", "\"local_user\": \"root2\"")]
    [InlineData("transfer/ls", "\"local_user\": \"root2\"")]
    public async Task Another_local_user_is_refused(string provider, string option)
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out _);
        Write(from, "a.txt", "a");
        string body = provider switch
        {
            "transfer/transfer" => Body("from", "/a.txt", "to", "/a.txt", ", " + option),
            "transfer/delete" => $$"""{"endpoint_id": "from", "items": ["/a.txt"], {{option}}}""",
            _ => $$"""{"endpoint_id": "from", "path": "/", {{option}}}""",
        };

        FlowObject status = await host.FinishAsync(provider, body);

        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Contains("Leave '", status.ToJson(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(from, "a.txt")));
    }

    [Fact]
    public async Task The_base_paths_are_told_when_it_is_asked_for()
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out _);
        Write(from, "x/y/a.txt", "a");
        Write(from, "x/z/b.txt", "b");

        FlowObject status = await host.FinishAsync("transfer/transfer", """
            {"source_endpoint_id": "from", "destination_endpoint_id": "to", "store_base_path_info": true, "transfer_items": [
             {"source_path": "/x/y/a.txt", "destination_path": "/d/a.txt"}, {"source_path": "/x/z/b.txt", "destination_path": "/d/b.txt"}]}
            """);

        Expect(ProviderHost.Details(status), "source_base_path", FlowValue.From("/x/"));
        Expect(ProviderHost.Details(status), "destination_base_path", FlowValue.From("/d/"));
    }

    [Theory]
    [InlineData("", "/a.txt", 0)]
    [InlineData("\"notify_on_succeeded\": true", "/a.txt", 1)]
    [InlineData("\"notify_on_failed\": true", "/a.txt", 0)]
    [InlineData("\"notify_on_failed\": true", "/missing.txt", 1)]
    [InlineData("\"notify_on_succeeded\": true, \"notify_on_failed\": false", "/missing.txt", 0)]
    public async Task A_mail_tells_of_the_end_of_a_task_when_it_is_asked_for(string options, string path, int mails)
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out _);
        Write(from, "a.txt", "a");

        FlowObject status = await host.FinishAsync("transfer/transfer", Body("from", path, "to", "/b.txt", options.Length == 0 ? "" : ", \"label\": \"my label\", " + options));

        Assert.Equal(mails, host.Providers.Outbox.Files.Count);
        Assert.All(host.Providers.Outbox.Files, file => Assert.Contains($"Subject: {ProviderHost.Status(status)}: TRANSFER task my label", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.All(host.Providers.Outbox.Files, static file => Assert.Contains("To: you@local", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_tells_of_a_new_rule()
    {
        await using var host = new ProviderHost();
        const string Create = """{"operation": "CREATE", "endpoint_id": "go#ep1", "path": "/~/", "principal_type": "anonymous", "permissions": "r", "notify_email": "{0}", "notify_message": "Have a look"}""";

        ActionResponse refused = await host.RunAsync("transfer/set_permission", Create.Replace("{0}", "no address", StringComparison.Ordinal));
        Assert.Equal(400, refused.StatusCode);
        Assert.Empty(host.Providers.Collections.Find("go#ep1")!.AccessRules.All);

        await host.FinishAsync("transfer/set_permission", Create.Replace("{0}", "bob@example.org", StringComparison.Ordinal));
        Assert.Contains("To: bob@example.org", File.ReadAllText(Assert.Single(host.Providers.Outbox.Files)), StringComparison.Ordinal);
    }

    internal static void Expect(FlowObject document, string name, FlowValue value) => Assert.True(value.Equals(document[name]), $"{name}: {document[name]}, not {value}");

    internal static string Write(string root, string path, string text)
    {
        string file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private static void Collections(ProviderHost host, out string from, out string to)
    {
        from = host.AddCollection("from").Root;
        to = host.AddCollection("to").Root;
    }
}
