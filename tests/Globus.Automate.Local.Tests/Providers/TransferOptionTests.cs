using Globus.Automate.FlowLanguage.Values;
using static Globus.Automate.Local.Tests.Providers.TransferSetup;

namespace Globus.Automate.Local.Tests.Providers;

/// <summary>What the options of a transfer change.</summary>
public sealed class TransferOptionTests
{
    [Theory]
    [InlineData(null, 5, 0)]
    [InlineData(0, 1, 4)]
    [InlineData(1, 2, 3)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 3, 2)]
    [InlineData(0, 1, 4, "exists")]
    [InlineData(1, 2, 3, "size")]
    [InlineData(2, 3, 2, "mtime")]
    [InlineData(3, 3, 2, "checksum")]
    public async Task A_sync_level_copies_only_what_differs(int? level, int transferred, int skipped, string? name = null)
    {
        await using var host = new ProviderHost();
        Collections(host, out string from, out string to);
        DateTime old = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Pair("same", "xxxx", "xxxx", old, old.AddDays(1));
        Pair("missing", "xxxx", null, old, old);
        Pair("size", "xxxx", "xx", old, old.AddDays(1));
        Pair("newer", "xxxx", "xxxx", old.AddDays(2), old);
        Pair("content", "xxxx", "yyyy", old, old.AddDays(1));

        FlowObject status = await host.FinishAsync("transfer/transfer", Body("from", "/", "to", "/", level is null ? "" : $", \"sync_level\": {(name is null ? level : $"\"{name}\"")}"));

        Expect(ProviderHost.Details(status), "files_transferred", FlowValue.From(transferred));
        Expect(ProviderHost.Details(status), "files_skipped", FlowValue.From(skipped));
        Expect(ProviderHost.Details(status), "sync_level", level is { } number ? FlowValue.From(number) : FlowValue.Null);
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
}
