using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class LinkCopyTests
{
    private const string Secret = "out of bounds";

    [Fact]
    public async Task What_links_lead_to_inside_the_collection_is_copied_in_their_place()
    {
        await using var host = new ProviderHost();
        string from = Prepare(host, out string to);
        Link(from, "tree/file", "../real/a.txt");
        Link(from, "tree/folder", "../real/deep");
        Link(from, "tree/absolute", Path.Combine(from, "real", "a.txt"));
        Link(from, "tree/over", "file");
        Link(from, "tree/through", "folder/../a.txt");

        FlowObject status = await CopyAsync(host, "/tree");

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal("a", File.ReadAllText(Path.Combine(to, "file")));
        Assert.Equal("b", File.ReadAllText(Path.Combine(to, "folder", "b.txt")));
        Assert.Equal("a", File.ReadAllText(Path.Combine(to, "absolute")));
        Assert.Equal("a", File.ReadAllText(Path.Combine(to, "over")));
        Assert.Equal("a", File.ReadAllText(Path.Combine(to, "through")));
        Assert.All(Directory.EnumerateFileSystemEntries(to, "*", SearchOption.AllDirectories), static entry => Assert.Null(new FileInfo(entry).LinkTarget));
        FlowObject task = ProviderHost.Details(status);
        TransferSetup.Expect(task, "files", FlowValue.From(5));
        TransferSetup.Expect(task, "subtasks_total", task["subtasks_succeeded"]!);
        TransferSetup.Expect(task, "recursive_symlinks", FlowValue.From("copy"));
    }

    [Theory]
    [InlineData("../../outside", "PERMISSION_DENIED")]
    [InlineData("../../outside/secret.txt", "PERMISSION_DENIED")]
    [InlineData("/etc", "PERMISSION_DENIED")]
    [InlineData("{outside}", "PERMISSION_DENIED")]
    [InlineData("{from}-sibling/secret.txt", "PERMISSION_DENIED")]
    [InlineData("{from}/../outside/secret.txt", "PERMISSION_DENIED")]
    [InlineData("../../../../../../../../etc/passwd", "PERMISSION_DENIED")]
    [InlineData("../escape/secret.txt", "PERMISSION_DENIED")]
    [InlineData("nothing", "FILE_NOT_FOUND")]
    [InlineData("self", "CONFLICT")]
    [InlineData("..", "CONFLICT")]
    [InlineData(".", "CONFLICT")]
    [InlineData("../real/a.txt/b", "NOT_A_DIRECTORY")]
    public async Task A_link_that_leads_elsewhere_fails_the_transfer_and_gives_nothing_away(string target, string niceStatus)
    {
        await using var host = new ProviderHost();
        string from = Prepare(host, out string to);
        string outside = Path.Combine(Path.GetDirectoryName(from)!, "outside");
        TransferSetup.Write(outside, "secret.txt", Secret);
        TransferSetup.Write(from + "-sibling", "secret.txt", Secret);
        Link(from, "escape", outside);
        Link(from, "tree/self", target
            .Replace("{outside}", outside, StringComparison.Ordinal)
            .Replace("{from}", from, StringComparison.Ordinal));

        FlowObject status = await CopyAsync(host, "/tree");

        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Equal(niceStatus, ProviderHost.Details(status)["nice_status"]!.AsString());
        Assert.DoesNotContain(Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories), static file => File.ReadAllText(file) == Secret);
    }

    [Fact]
    public async Task Links_in_a_circle_end()
    {
        await using var host = new ProviderHost();
        string from = Prepare(host, out string to);
        Directory.CreateDirectory(Path.Combine(from, "tree", "x"));
        Directory.CreateDirectory(Path.Combine(from, "y"));
        Link(from, "tree/x/to-y", "../../y");
        Link(from, "y/to-x", "../tree/x");
        TransferSetup.Write(from, "y/c.txt", "c");

        FlowObject status = await CopyAsync(host, "/tree", ", \"skip_source_errors\": true");

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        Assert.Equal("c", File.ReadAllText(Path.Combine(to, "x", "to-y", "c.txt")));
        Assert.Equal(FlowValue.From(1), ProviderHost.Details(status)["subtasks_skipped_errors"]);
    }

    [Fact]
    public async Task A_link_that_changes_its_target_all_the_time_gives_nothing_away()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the path of an open file.");
        await using var host = new ProviderHost();
        string from = Prepare(host, out string to);
        string outside = Path.Combine(Path.GetDirectoryName(from)!, "outside");
        TransferSetup.Write(outside, "secret.txt", Secret);
        TransferSetup.Write(from, "real/secret.txt", "harmless");
        string link = Path.Combine(from, "tree", "swapped");
        string real = Path.Combine(from, "real");
        string away = Path.Combine(from, "away");
        Link(from, "tree/swapped", "../real");
        Link(from, "bad-link", outside);
        Link(from, "bad-real", outside);
        using var stop = new CancellationTokenSource();
        Task swapping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                // The link itself leads elsewhere for a moment, then what it leads to is a link for a moment.
                Swap(link, Path.Combine(from, "bad-link"));
                Swap(real, Path.Combine(from, "bad-real"));
            }

            void Swap(string good, string bad)
            {
                Directory.Move(good, away);
                Directory.Move(bad, good);
                Directory.Move(good, bad);
                Directory.Move(away, good);
            }
        });

        int copied = 0;
        int refused = 0;
        for (int i = 0; i < 1000 && (copied < 30 || refused < 30); i++)
        {
            FlowObject status = await host.FinishAsync("transfer/transfer", TransferSetup.Body("from", "/tree", "to", $"/{i}", ", \"recursive_symlinks\": \"copy\""));
            _ = ProviderHost.Status(status) == "SUCCEEDED" ? copied++ : refused++;
        }

        await stop.CancelAsync();
        await swapping;
        Assert.NotEqual(0, refused);
        Assert.DoesNotContain(Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories), static file => File.ReadAllText(file) == Secret);
    }

    private static Task<FlowObject> CopyAsync(ProviderHost host, string path, string options = "")
        => host.FinishAsync("transfer/transfer", TransferSetup.Body("from", path, "to", "/", ", \"recursive_symlinks\": \"copy\"" + options));

    private static string Prepare(ProviderHost host, out string to)
    {
        LocalCollection from = host.AddCollection("from");
        to = host.AddCollection("to").Root;
        TransferSetup.Write(from.Root, "real/a.txt", "a");
        TransferSetup.Write(from.Root, "real/deep/b.txt", "b");
        Directory.CreateDirectory(Path.Combine(from.Root, "tree"));
        return from.Root;
    }

    private static void Link(string root, string path, string target) => File.CreateSymbolicLink(Path.Combine(root, path), target);
}
