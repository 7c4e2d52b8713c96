using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>-AllowNetwork: a provider that is not on this machine's list is called where that is allowed, and no token goes where it does not belong.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class FlowTestNetworkTests : IDisposable
{
    private const string Flow = """
        $flow = @{ StartAt = 'Count'; States = @{ Count = @{ Type = 'Action'; ActionUrl = $url; Parameters = @{ what = 'words' }; ResultPath = '$.counted'; End = $true } } }
        """;

    private readonly string? _store = Environment.GetEnvironmentVariable("GLOBUS_AUTOMATE_TOKEN_STORE");
    private readonly string _folder = Directory.CreateTempSubdirectory("globus-automate-tokens-").FullName;

    // Nobody's own login may take part.
    public FlowTestNetworkTests() => Environment.SetEnvironmentVariable("GLOBUS_AUTOMATE_TOKEN_STORE", _folder);

    [Fact]
    public async Task A_test_calls_a_real_provider_where_it_is_allowed()
    {
        await using var provider = new LoopbackProvider();
        using var session = new ModuleSession();
        session.Invoke(Flow, ("url", provider.Url));
        PSObject refused = session.Invoke("Test-GlobusFlowRun $flow -PassThroughUnmocked")[0];
        Assert.Equal("ActionUnableToRun", refused.Dig("Error"));
        Assert.Contains("-AllowNetwork", (string)refused.Dig("Cause")!, StringComparison.Ordinal);
        Assert.Empty(provider.Requests);

        PSObject done = session.Invoke("Test-GlobusFlowRun $flow -AllowNetwork")[0];
        Assert.Equal(("SUCCEEDED", 3), (done.Dig("Status"), done.Dig("Output.counted.details.counted")));
        Assert.Equal(["GET /actions/count -", "POST /actions/count/run -", "GET /actions/count/real-1/status -"], provider.Requests);

        PSObject state = session.Invoke("Test-GlobusFlowState $flow Count @{} -AllowNetwork")[0];
        Assert.Equal("SUCCEEDED", state.Dig("Result.status"));

        int before = provider.Requests.Count;
        Assert.Equal(7, session.Invoke("Test-GlobusFlowRun $flow -AllowNetwork -Mock @{ Count = { @{ n = 7 } } }")[0].Dig("Output.counted.details.n"));
        Assert.Equal(before, provider.Requests.Count);
    }

    [Fact]
    public async Task A_run_of_the_local_Globus_calls_it_too_and_keeps_its_own_tokens()
    {
        await using var provider = new LoopbackProvider();
        using var session = new ModuleSession();
        session.Invoke(Flow, ("url", provider.Url));
        const string run = "(Publish-GlobusFlow -Title Count $flow | Invoke-GlobusFlow -Input @{} -Wait -ErrorAction SilentlyContinue)";
        try
        {
            PSObject refused = session.Invoke($"Connect-Globus -Local; {run}")[0];
            Assert.Equal("FAILED", refused.Dig("Status"));
            Assert.Empty(provider.Requests);

            PSObject done = session.Invoke($"Connect-Globus -Local -AllowNetwork; {run}")[0];
            Assert.Equal(("SUCCEEDED", 3), (done.Dig("Status"), done.Dig("Details.output.counted.details.counted")));
            Assert.All(provider.Requests, static request => Assert.EndsWith(" -", request, StringComparison.Ordinal));
        }
        finally
        {
            session.Run("Disconnect-Globus");
        }
    }

    [Theory]
    [InlineData("urn:globus:auth:scope:transfer.api.globus.org:all", "belongs to another service")]
    [InlineData("https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/count", "Connect-Globus")]
    public async Task A_provider_is_not_called_without_a_token_that_it_may_have(string scope, string sentence)
    {
        await using var provider = new LoopbackProvider(scope);
        using var session = new ModuleSession();
        PSObject result = session.Invoke(Flow + "\nTest-GlobusFlowRun $flow -AllowNetwork", ("url", provider.Url))[0];
        Assert.Equal("ActionUnableToRun", result.Dig("Error"));
        Assert.Contains($"The action provider at '{provider.Url}' was not called: ", (string)result.Dig("Cause")!, StringComparison.Ordinal);
        Assert.Contains(sentence, (string)result.Dig("Cause")!, StringComparison.Ordinal);
        Assert.Equal(["GET /actions/count -"], provider.Requests);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("GLOBUS_AUTOMATE_TOKEN_STORE", _store);
        Directory.Delete(_folder, recursive: true);
    }
}
