using Globus.Automate.Client.Auth;

namespace Globus.Automate.Client.Tests.Auth;

public sealed class ClientCredentialsTests
{
    private const string Id = "5fac2e64-c734-4e6b-90ea-ff12ddbf9653";
    private const string Other = "6fac2e64-c734-4e6b-90ea-ff12ddbf9653";

    [Fact]
    public void Without_variables_the_native_client_of_the_manual_is_used()
    {
        ClientCredentials credentials = Read([]);
        Assert.Equal("e6c75d97-532a-4c88-b031-8584a319fa3e", credentials.ClientId);
        Assert.False(credentials.IsServiceAccount);
    }

    [Fact]
    public void An_id_alone_is_the_native_client_of_an_institution()
    {
        ClientCredentials credentials = Read(new() { ["GLOBUS_CLIENT_ID"] = Id });
        Assert.Equal(Id, credentials.ClientId);
        Assert.False(credentials.IsServiceAccount);
    }

    [Fact]
    public void Id_and_secret_are_a_service_account()
    {
        ClientCredentials credentials = Read(new() { ["GLOBUS_CLIENT_ID"] = Id, ["GLOBUS_CLIENT_SECRET"] = "s3cret" });
        Assert.True(credentials.IsServiceAccount);
        Assert.DoesNotContain("s3cret", credentials.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_variables_of_the_cli_are_read_where_the_others_are_not_set()
    {
        var variables = new Dictionary<string, string> { ["GLOBUS_CLI_CLIENT_ID"] = Other, ["GLOBUS_CLI_CLIENT_SECRET"] = "s" };
        Assert.Equal((Other, true), (Read(variables).ClientId, Read(variables).IsServiceAccount));
        variables["GLOBUS_CLIENT_ID"] = Id;
        Assert.Equal((Id, false), (Read(variables).ClientId, Read(variables).IsServiceAccount));
    }

    [Theory]
    [InlineData("GLOBUS_CLIENT_SECRET")]
    [InlineData("GLOBUS_CLI_CLIENT_SECRET")]
    [InlineData("GLOBUS_CLI_CLIENT_ID")]
    public void A_half_is_refused_by_name(string variable)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Read(new() { [variable] = Id }));
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_is_no_uuid_is_refused()
        => Assert.StartsWith("'me@example.org' is not a client id", Assert.Throws<ArgumentException>(() => ClientCredentials.Create("me@example.org")).Message, StringComparison.Ordinal);

    private static ClientCredentials Read(Dictionary<string, string> variables) => ClientCredentials.FromVariables(variables.GetValueOrDefault);
}
