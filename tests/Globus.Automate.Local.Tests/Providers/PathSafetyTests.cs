using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Tests.Providers;

/// <summary>Nothing outside of a mapped folder can be read, listed, written or deleted, whatever path is tried.</summary>
public sealed class PathSafetyTests
{
    private const string Secret = "the secret outside";

    public static TheoryData<string> Escapes { get; } =
    [
        "..", "../", "/..", "/../", "../outside", "/../outside", "/~/../../outside", "~/../outside", "/folder/../../outside", "/folder/../..",
        "/./../outside", "//../outside", "/folder/./../../outside", "\0", "/folder\0/../../outside", "/outside-link", "/outside-link/secret.txt",
        "/folder/link-up/secret.txt", "/folder/link-up", "/chain/secret.txt", "/chain", "/secret-link", "/relative-link/secret.txt", "/inside-link/inside.txt",
        "/loop/x", "/OUTSIDE-LINK/secret.txt/..", "~root/x", "/folder/..%2f..", "/folder/%2e%2e/%2e%2e/outside/secret.txt", "..\\..\\outside",
        "/folder/.. /outside", "/folder/...", "/ /../outside", "/.globus/../../outside", "/proc/self/root/etc/passwd", "/dev/zero",
    ];

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task Nothing_outside_is_read(string path)
    {
        await using var host = new ProviderHost();
        Prepare(host, out LocalCollection safe, out string outside);
        host.AddCollection("target");

        await TryAsync(host, "transfer/transfer", FlowObject.Create(
            ("source_endpoint_id", FlowValue.From("safe")),
            ("destination_endpoint_id", FlowValue.From("target")),
            ("transfer_items", FlowArray.Create(FlowObject.Create(("source_path", FlowValue.From(path)), ("destination_path", FlowValue.From("/got")))))));
        FlowObject? listed = await TryAsync(host, "transfer/ls", At("safe", path));
        FlowObject? stat = await TryAsync(host, "transfer/stat", At("safe", path));

        string target = host.Providers.Collections.Find("target")!.Root;
        Assert.All(Directory.GetFiles(target, "*", SearchOption.AllDirectories), static file => Assert.DoesNotContain(Secret, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.DoesNotContain("\"name\":\"secret.txt\"", listed?.ToJson() ?? string.Empty, StringComparison.Ordinal);
        Assert.DoesNotContain("\"size\":18", stat?.ToJson() ?? string.Empty, StringComparison.Ordinal);
        Assert.DoesNotContain(outside, listed?.ToJson() ?? string.Empty, StringComparison.Ordinal);
        Assert.DoesNotContain(safe.Root, listed?.ToJson() ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task Nothing_outside_is_written_or_deleted(string path)
    {
        await using var host = new ProviderHost();
        Prepare(host, out LocalCollection safe, out string outside);
        string[] before = Snapshot(host.Folder, safe.Root);

        await TryAsync(host, "transfer/mkdir", At("safe", path));
        await TryAsync(host, "transfer/mkdir", At("safe", path + "/made"));
        foreach (string end in new[] { string.Empty, "/made.txt" })
        {
            await TryAsync(host, "transfer/transfer", FlowObject.Create(
                ("source_endpoint_id", FlowValue.From("safe")),
                ("destination_endpoint_id", FlowValue.From("safe")),
                ("transfer_items", FlowArray.Create(FlowObject.Create(("source_path", FlowValue.From("/inside.txt")), ("destination_path", FlowValue.From(path + end)))))));
        }

        await TryAsync(host, "transfer/delete", FlowObject.Create(
            ("endpoint_id", FlowValue.From("safe")),
            ("items", FlowArray.OfStrings([path])),
            ("recursive", FlowValue.True)));

        Assert.Equal(before, Snapshot(host.Folder, safe.Root));
        Assert.Equal(Secret, File.ReadAllText(Path.Combine(outside, "secret.txt")));
    }

    [Fact]
    public async Task Links_in_a_folder_are_left_out_of_a_transfer_and_deleted_without_what_they_lead_to()
    {
        await using var host = new ProviderHost();
        Prepare(host, out LocalCollection safe, out string outside);
        LocalCollection target = host.AddCollection("target");

        FlowObject copied = await host.FinishAsync("transfer/transfer", TransferSetup.Body("safe", "/", "target", "/"));
        Assert.Equal("SUCCEEDED", ProviderHost.Status(copied));
        Assert.DoesNotContain(Directory.GetFileSystemEntries(target.Root, "*", SearchOption.AllDirectories), static entry => new FileInfo(entry).LinkTarget is not null || entry.Contains("secret", StringComparison.Ordinal));

        FlowObject deleted = await host.FinishAsync("transfer/delete", """{"endpoint_id": "safe", "items": ["/folder", "/outside-link", "/secret-link"], "recursive": true}""");
        Assert.Equal("SUCCEEDED", ProviderHost.Status(deleted));
        Assert.False(Directory.Exists(Path.Combine(safe.Root, "folder")));
        Assert.Null(new FileInfo(Path.Combine(safe.Root, "outside-link")).LinkTarget);
        Assert.Equal(Secret, File.ReadAllText(Path.Combine(outside, "secret.txt")));
    }

    [Fact]
    public async Task A_kept_link_is_never_followed()
    {
        await using var host = new ProviderHost();
        Prepare(host, out _, out string outside);
        LocalCollection target = host.AddCollection("target");

        await host.FinishAsync("transfer/transfer", TransferSetup.Body("safe", "/", "target", "/", ", \"recursive_symlinks\": \"keep\""));

        Assert.Equal(outside, new FileInfo(Path.Combine(target.Root, "outside-link")).LinkTarget);
        FlowObject? listed = await TryAsync(host, "transfer/ls", At("target", "/outside-link"));
        Assert.Equal("FAILED", ProviderHost.Status(listed!));
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_target_is_not_written_through()
    {
        await using var host = new ProviderHost();
        Prepare(host, out _, out string outside);

        FlowObject status = await host.FinishAsync("transfer/transfer", TransferSetup.Body("safe", "/inside.txt", "safe", "/secret-link"));

        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Equal("PERMISSION_DENIED", ProviderHost.Details(status)["nice_status"]!.AsString());
        Assert.Equal(Secret, File.ReadAllText(Path.Combine(outside, "secret.txt")));
    }

    [Fact]
    public async Task A_folder_that_is_swapped_for_a_link_all_the_time_gives_nothing_away()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the path of an open file.");
        await using var host = new ProviderHost();
        Prepare(host, out LocalCollection safe, out string outside);
        LocalCollection target = host.AddCollection("target");
        string swapped = Path.Combine(safe.Root, "swapped");
        string real = Path.Combine(safe.Root, "swapped-real");
        string link = Path.Combine(safe.Root, "swapped-link");
        TransferSetup.Write(safe.Root, "swapped/secret.txt", "harmless");
        Directory.CreateSymbolicLink(link, outside);
        using var stop = new CancellationTokenSource();
        Task swapping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(swapped, real);
                Directory.Move(link, swapped);
                Directory.Move(swapped, link);
                Directory.Move(real, swapped);
            }
        });

        int copied = 0;
        int refused = 0;
        for (int i = 0; i < 5000 && (copied < 50 || refused < 50); i++)
        {
            FlowObject status = await host.FinishAsync("transfer/transfer", TransferSetup.Body("safe", "/swapped/secret.txt", "target", $"/got/{i}"));
            _ = ProviderHost.Status(status) == "SUCCEEDED" ? copied++ : refused++;
        }

        await stop.CancelAsync();
        await swapping;
        FlowObject last = await host.FinishAsync("transfer/transfer", TransferSetup.Body("safe", "/swapped/secret.txt", "target", "/got/last"));
        Assert.Equal("SUCCEEDED", ProviderHost.Status(last));
        Assert.All(Directory.GetFiles(target.Root, "*", SearchOption.AllDirectories), static file => Assert.Equal("harmless", File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/~/")]
    [InlineData("~")]
    [InlineData(".")]
    public async Task The_top_of_a_collection_stays(string path)
    {
        await using var host = new ProviderHost();

        FlowObject status = await host.FinishAsync("transfer/delete", $$"""{"endpoint_id": "go#ep1", "items": ["{{path}}"], "recursive": true}""");

        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.True(File.Exists(Path.Combine(host.Providers.Collections.Find("go#ep1")!.Root, "home", "file1.txt")));
    }

    [Theory]
    [InlineData("file1.txt")]
    [InlineData("/~/file1.txt")]
    [InlineData("~/file1.txt")]
    [InlineData("/home/file1.txt")]
    [InlineData("/~//file1.txt")]
    [InlineData("/./home/./file1.txt")]
    [InlineData("./file1.txt")]
    public async Task One_file_has_many_spellings(string path)
    {
        await using var host = new ProviderHost();

        FlowObject status = await host.FinishAsync("transfer/stat", At("go#ep1", path).ToJson());

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal("file1.txt", ProviderHost.Details(status)["name"]!.AsString());
    }

    [Fact]
    public async Task A_folder_that_is_reached_over_a_link_can_be_mapped()
    {
        await using var host = new ProviderHost();
        string real = Path.Combine(host.Folder, "real");
        Directory.CreateDirectory(real);
        File.WriteAllText(Path.Combine(real, "a.txt"), "a");
        string link = Path.Combine(host.Folder, "link");
        Directory.CreateSymbolicLink(link, real);

        LocalCollection collection = host.Providers.Collections.Add("linked", link);
        FlowObject status = await host.FinishAsync("transfer/transfer", TransferSetup.Body("linked", "/a.txt", "linked", "/b.txt"));

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.DoesNotContain("link", Path.GetFileName(collection.Root), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(real, "b.txt")));
    }

    [Fact]
    public async Task Very_long_and_very_deep_paths_are_refused()
    {
        await using var host = new ProviderHost();

        foreach (string path in new[] { "/" + new string('a', 5000), string.Concat(Enumerable.Repeat("/a", 1000)), "/" + new string('a', 300) })
        {
            FlowObject status = await host.FinishAsync("transfer/mkdir", At("go#ep1", path).ToJson());
            Assert.Equal("FAILED", ProviderHost.Status(status));
        }
    }

    private static FlowObject At(string collection, string path) => FlowObject.Create(("endpoint_id", FlowValue.From(collection)), ("path", FlowValue.From(path)));

    /// <summary>Runs an action; what is refused or fails is as good as nothing.</summary>
    private static async Task<FlowObject?> TryAsync(ProviderHost host, string provider, FlowObject body)
    {
        ActionResponse response = await host.RunAsync(provider, body.ToJson());
        await host.Service.WhenIdleAsync();
        return response.IsSuccess ? await host.StatusAsync(provider, ProviderHost.Id(response)) : null;
    }

    private static void Prepare(ProviderHost host, out LocalCollection safe, out string outside)
    {
        outside = Path.Combine(host.Folder, "collections", "outside");
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "secret.txt"), Secret);
        safe = host.AddCollection("safe");
        TransferSetup.Write(safe.Root, "inside.txt", "inside");
        TransferSetup.Write(safe.Root, "folder/inside.txt", "inside");
        TransferSetup.Write(safe.Root, "real/inside.txt", "inside");
        Directory.CreateSymbolicLink(Path.Combine(safe.Root, "outside-link"), outside);
        Directory.CreateSymbolicLink(Path.Combine(safe.Root, "folder", "link-up"), outside);
        Directory.CreateSymbolicLink(Path.Combine(safe.Root, "chain"), Path.Combine(safe.Root, "outside-link"));
        Directory.CreateSymbolicLink(Path.Combine(safe.Root, "relative-link"), "../outside");
        Directory.CreateSymbolicLink(Path.Combine(safe.Root, "inside-link"), "real");
        Directory.CreateSymbolicLink(Path.Combine(safe.Root, "loop"), "loop");
        File.CreateSymbolicLink(Path.Combine(safe.Root, "secret-link"), Path.Combine(outside, "secret.txt"));
    }

    private static string[] Snapshot(string folder, string except) => [.. Directory
        .GetFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .Where(path => !path.StartsWith(except + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];
}
