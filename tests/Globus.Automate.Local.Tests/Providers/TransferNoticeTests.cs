using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using static Globus.Automate.Local.Tests.Providers.TransferSetup;

namespace Globus.Automate.Local.Tests.Providers;

/// <summary>The mails that the Transfer service sends by itself.</summary>
public sealed class TransferNoticeTests
{
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
}
