using System.Net;
using System.Security;
using Globus.Automate.ModuleHost.Prompts;
using Globus.Automate.ModuleHost.Tests.LineEditing;

namespace Globus.Automate.ModuleHost.Tests.Prompts;

public sealed class SecretReaderTests : IDisposable
{
    private readonly FakeTerminal _terminal = new();
    private readonly SecureString _secret = new();

    public void Dispose() => _secret.Dispose();

    [Fact]
    public void A_secret_shows_as_stars_and_can_be_corrected()
    {
        SecretReader.Read(_terminal.Type("abx").Press(ConsoleKey.Backspace).Type("c\n"), _secret, () => new InvalidOperationException());

        Assert.Equal("abc", Text);
        Assert.DoesNotContain('a', _terminal.Screen.Text);
    }

    [Fact]
    public void Ctrl_U_takes_it_all_back()
    {
        SecretReader.Read(_terminal.Type("abc").Control(ConsoleKey.U).Type("d\n"), _secret, () => new InvalidOperationException());

        Assert.Equal("d", Text);
    }

    [Fact]
    public void A_pasted_secret_is_taken_without_its_line_end()
    {
        SecretReader.Read(_terminal.Type("\e[200~p w\n\e[201~\n"), _secret, () => new InvalidOperationException());

        Assert.Equal("p w", Text);
    }

    [Fact]
    public void Ctrl_C_gives_up() =>
        Assert.Throws<OperationCanceledException>(() => SecretReader.Read(_terminal.Type("a").Control(ConsoleKey.C), _secret, () => new OperationCanceledException()));

    private string Text => new NetworkCredential("", _secret).Password;
}
