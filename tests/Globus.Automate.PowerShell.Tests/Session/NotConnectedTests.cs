using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Session;

[Collection(nameof(SharedConnection))]
public sealed class NotConnectedTests
{
    [Theory]
    [InlineData("Get-GlobusFlow")]
    [InlineData("Get-GlobusRun")]
    [InlineData("Get-GlobusContext")]
    [InlineData("Invoke-GlobusFlow -FlowId 00000000-0000-0000-0000-000000000000")]
    [InlineData("Publish-GlobusFlow -Definition '{}' -Title T")]
    [InlineData("Get-GlobusActionProvider")]
    [InlineData("Invoke-GlobusAction hello_world @{}")]
    [InlineData("Watch-GlobusAction hello_world abc")]
    [InlineData("Get-GlobusIdentity")]
    [InlineData("Get-GlobusQueue")]
    [InlineData("Send-GlobusQueueMessage abc x")]
    [InlineData("Set-GlobusFlow 00000000-0000-0000-0000-000000000000 -Title T")]
    [InlineData("Get-GlobusWebInput")]
    [InlineData("Get-GlobusRegisteredApi")]
    [InlineData("Register-GlobusFlowTrigger 00000000-0000-0000-0000-000000000000 .")]
    [InlineData("Watch-GlobusRun 00000000-0000-0000-0000-000000000000")]
    public void Without_a_connection_every_cmdlet_says_how_to_get_one(string command)
    {
        using var session = new ModuleSession();
        session.Run("Disconnect-Globus");

        ErrorRecord error = session.Run(command).SingleError;

        Assert.StartsWith("NotConnected,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Connect-Globus -Local", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Connect-Globus -Local", error.ErrorDetails.RecommendedAction);
    }
}

/// <summary>The connection is the process's: tests that use it run one after the other.</summary>
[CollectionDefinition(nameof(SharedConnection), DisableParallelization = true)]
public sealed class SharedConnection;
