using Globus.Automate.Client.Auth;
using Globus.Automate.Client.Tests.Support;

namespace Globus.Automate.Client.Tests.Auth;

public sealed class TokenStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Logins_are_kept_apart_by_environment_client_and_identity()
    {
        TokenStore store = Store();
        store.Save(Login("production", "c1", "alice"));
        store.Save(Login("production", "c2", "alice"));
        store.Save(Login("preview", "c1", "alice"));
        store.Save(Login("production", "c1", "bob"));

        TokenStore again = Store();
        Assert.Equal(4, again.List().Count);
        Assert.Equal("bob", again.Find("production", "c1")!.Subject);
        Assert.Equal("alice", again.Find("production", "c1", "alice")!.Subject);
        Assert.Equal("alice", again.Find("preview", "c1")!.Subject);
        Assert.Null(again.Find("sandbox", "c1"));
        Assert.Equal("access-production-c1-bob", again.Find("production", "c1")!.Tokens[0].AccessToken);
    }

    [Fact]
    public void The_last_login_is_the_current_one()
    {
        TokenStore store = Store();
        store.Save(Login("production", "c", "alice"));
        store.Save(Login("production", "c", "bob"));
        store.Save(Login("production", "c", "alice"));

        Assert.Equal("alice", Store().Find("production", "c")!.Subject);
        Assert.Single(store.List(), login => login.IsCurrent);
    }

    [Fact]
    public void A_removed_login_is_gone_and_the_others_stay()
    {
        TokenStore store = Store();
        store.Save(Login("production", "c", "alice"));
        store.Save(Login("production", "c", "bob"));

        store.Remove(Login("production", "c", "bob"));

        Assert.Equal("alice", Assert.Single(Store().List()).Subject);
    }

    [Fact]
    public void A_login_that_is_gone_is_not_brought_back_by_renewed_tokens()
    {
        TokenStore store = Store();
        StoredLogin login = Login("production", "c", "alice");
        store.Save(login);
        store.Remove(login);

        Assert.Null(store.Update(login, login.Tokens));
        Assert.Empty(store.List());
    }

    [Fact]
    public void Only_the_owner_can_read_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has DPAPI in place of file modes.");
            return;
        }

        Store().Save(Login("production", "c", "alice"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("logins.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
        Assert.Equal(["logins.json"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"version": 1}""")]
    [InlineData("""{"version": 1, "logins": [null]}""")]
    [InlineData("""{"version": 1, "logins": [{"environment": "production"}]}""")]
    [InlineData("""{"version": 99, "logins": []}""")]
    public void A_file_that_cannot_be_read_counts_as_empty_and_is_replaced(string content)
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(_folder.File("logins.json"), content);

        TokenStore store = Store();
        Assert.Null(store.Find("production", "c"));
        store.Save(Login("production", "c", "alice"));

        Assert.Equal("alice", Store().Find("production", "c")!.Subject);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_told_once_and_the_login_holds_for_the_session()
    {
        string file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        File.WriteAllText(file, "a file where the folder should be");
        try
        {
            var store = new TokenStore(new TokenStoreOptions { Folder = file, Warn = _warnings.Add });
            store.Save(Login("production", "c", "alice"));
            store.Save(Login("production", "c", "bob"));

            Assert.Equal("bob", store.Find("production", "c")!.Subject);
            Assert.StartsWith("The login cannot be kept for the next session", Assert.Single(_warnings), StringComparison.Ordinal);
            Assert.DoesNotContain("access-", _warnings[0], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Many_writers_lose_nothing()
    {
        Parallel.For(0, 40, i => Store().Save(Login("production", $"c{i}", "alice")));

        Assert.Equal(40, Store().List().Count);
    }

    [Fact]
    public void The_place_follows_its_variable()
    {
        Assert.Equal("/somewhere", TokenStoreOptions.FromVariables(null, name => name == "GLOBUS_AUTOMATE_TOKEN_STORE" ? "/somewhere" : null).Folder);
        Assert.Null(TokenStoreOptions.FromVariables(null, _ => " ").Folder);
    }

    [Fact]
    public void Without_a_keyring_the_user_is_warned_once_and_the_file_still_works()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows and macOS always have their own protection.");

        // The default place, moved into the test's folder; a test machine has no keyring that could be asked.
        string? before = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        string? bus = Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", _folder.Path);
        Environment.SetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        try
        {
            var store = new TokenStore(new TokenStoreOptions { Warn = _warnings.Add });
            store.Save(Login("production", "c", "alice"));
            store.Save(Login("production", "c", "bob"));

            Assert.Equal("bob", store.Find("production", "c")!.Subject);
            Assert.Contains("only you can read", Assert.Single(_warnings), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(_folder.Path, "Globus.Automate", "logins.json")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_DATA_HOME", before);
            Environment.SetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS", bus);
        }
    }

    private static StoredLogin Login(string environment, string client, string subject) => new()
    {
        Environment = environment,
        ClientId = client,
        Subject = subject,
        Tokens = [new StoredToken("flows.globus.org", $"access-{environment}-{client}-{subject}", "r", "s", DateTimeOffset.UnixEpoch)],
    };

    private TokenStore Store() => new(new TokenStoreOptions { Folder = _folder.Path, Warn = _warnings.Add });
}
