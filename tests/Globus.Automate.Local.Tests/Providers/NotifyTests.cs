using System.Net;
using System.Net.Sockets;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class NotifyTests
{
    private const string Ses = """{"credential_type": "ses", "credential_value": {"aws_access_key_id": "TOPSECRET", "aws_secret_access_key": "TOPSECRET", "region_name": "us-east-1"}}""";

    public static string Mail(string more = "", string credential = Ses) => $$"""
        {
          "sender": "sender@example.org", "destination": "you@example.org", "subject": "A subject", "body_template": "Hello $Name",
          "body_variables": {"Name": "World"}, "send_credentials": [{{credential}}]{{more}}
        }
        """;

    [Fact]
    public async Task A_mail_is_written_into_the_outbox()
    {
        await using var host = new ProviderHost();

        FlowObject status = await host.FinishAsync("notification/notify", Mail(""", "notification_method": "email", "notification_priority": "high", "body_mimetype": "text/html" """));

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        string file = Assert.Single(host.Providers.Outbox.Files);
        Assert.Equal(file, ProviderHost.Details(status)["outbox_file"]!.AsString());
        string[] lines = File.ReadAllText(file).Split("\r\n");
        Assert.Contains("Date: Sun, 01 Mar 2026 12:00:00 +0000", lines);
        Assert.Contains("From: sender@example.org", lines);
        Assert.Contains("To: you@example.org", lines);
        Assert.Contains("Subject: A subject", lines);
        Assert.Contains("Importance: high", lines);
        Assert.Contains("Content-Type: text/html; charset=us-ascii", lines);
        Assert.Equal(["Hello World", ""], lines[(Array.IndexOf(lines, "") + 1)..]);
    }

    [Theory]
    [InlineData("Hello $Name!", "Hello World!")]
    [InlineData("Hello ${Name}s", "Hello Worlds")]
    [InlineData("$$5 for $Name", "$5 for World")]
    [InlineData("$Missing and ${Missing} stay", "$Missing and ${Missing} stay")]
    [InlineData("$", "$")]
    [InlineData("${Name", "${Name")]
    [InlineData("${}", "${}")]
    [InlineData("$Name$Name", "WorldWorld")]
    [InlineData("$nested", "$Name")]
    [InlineData("$number $flag $nothing $list", "5 True None [1,2]")]
    [InlineData("$5", "$5")]
    [InlineData("$Näme", "$Näme")]
    public async Task Variables_are_filled_in_as_pythons_templates_do(string template, string expected)
    {
        await using var host = new ProviderHost();
        FlowObject body = ((FlowObject)FlowValue.Parse(Mail()))
            .With("body_template", FlowValue.From(template))
            .With("body_variables", FlowValue.Parse("""{"Name": "World", "nested": "$Name", "number": 5, "flag": true, "nothing": null, "list": [1, 2]}"""));

        await host.FinishAsync("notification/notify", body.ToJson());

        Assert.Equal(expected, Text(Assert.Single(host.Providers.Outbox.Files)));
    }

    [Fact]
    public async Task Letters_beyond_ascii_are_encoded_in_headers_and_body()
    {
        await using var host = new ProviderHost();
        string subject = string.Concat(Enumerable.Repeat("Grüße aus 東京 ", 12)).Trim();
        FlowObject body = ((FlowObject)FlowValue.Parse(Mail()))
            .With("subject", FlowValue.From(subject))
            .With("sender", FlowValue.From("Jürgen <juergen@müller.example>"))
            .With("body_template", FlowValue.From("Grüße, $Name"));

        await host.FinishAsync("notification/notify", body.ToJson());

        string file = Assert.Single(host.Providers.Outbox.Files);
        byte[] bytes = File.ReadAllBytes(file);
        Assert.All(bytes, static value => Assert.InRange(value, 1, 127));
        string[] lines = Encoding.ASCII.GetString(bytes).Split("\r\n");
        Assert.All(lines, static line => Assert.True(line.Length <= 76, line));
        Assert.Contains("From: =?utf-8?B?SsO8cmdlbg==?= <juergen@xn--mller-kva.example>", lines);
        Assert.Equal(subject, DecodedSubject(lines));
        Assert.Equal("Grüße, World", Text(file));
    }

    [Theory]
    [InlineData("sender", "a@example.org\r\nBcc: all@example.org")]
    [InlineData("sender", "a@example.org\nX: y")]
    [InlineData("destination", "a@example.org>\r\nRCPT TO:<b@example.org")]
    [InlineData("destination", "not an address")]
    [InlineData("destination", "")]
    [InlineData("destination", "a b@example.org")]
    [InlineData("sender", "a@")]
    public async Task An_address_is_an_address_and_nothing_else(string member, string text)
    {
        await using var host = new ProviderHost();
        FlowObject body = ((FlowObject)FlowValue.Parse(Mail())).With(member, FlowValue.From(text));

        ActionResponse response = await host.RunAsync("notification/notify", body.ToJson());

        Assert.Equal(400, response.StatusCode);
        Assert.Contains($"$.{member}", response.Body.ToJson(), StringComparison.Ordinal);
        Assert.Empty(host.Providers.Outbox.Files);
    }

    [Fact]
    public async Task A_line_break_in_the_subject_makes_no_header()
    {
        await using var host = new ProviderHost();
        FlowObject body = ((FlowObject)FlowValue.Parse(Mail())).With("subject", FlowValue.From("Hi\r\nBcc: all@example.org\r\n\r\nbody"));

        await host.FinishAsync("notification/notify", body.ToJson());

        string[] lines = File.ReadAllText(Assert.Single(host.Providers.Outbox.Files)).Split("\r\n");
        Assert.Contains("Subject: Hi  Bcc: all@example.org    body", lines);
        Assert.DoesNotContain(lines, static line => line.StartsWith("Bcc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_recipients_get_one_mail()
    {
        await using var host = new ProviderHost();
        FlowObject body = ((FlowObject)FlowValue.Parse(Mail())).With("destination", FlowArray.OfStrings(["a@example.org", "\"B, C\" <b@example.org>"]));

        await host.FinishAsync("notification/notify", body.ToJson());

        string text = File.ReadAllText(Assert.Single(host.Providers.Outbox.Files));
        Assert.Contains("To: a@example.org,\r\n \"B, C\" <b@example.org>\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"credential_type": "smtp", "credential_value": {"hostname": "h", "username": "u"}}""")]
    [InlineData("""{"credential_type": "ses", "credential_value": {"aws_access_key_id": "TOPSECRET"}}""")]
    [InlineData("""{"credential_type": "ses", "credential_value": {"aws_access_key_id": "a", "aws_secret_access_key": {"TOPSECRET": 1}, "region_name": "r"}}""")]
    [InlineData("""{"credential_type": "TOPSECRET", "credential_value": {}}""")]
    [InlineData("""{"credential_value": {}}""")]
    public async Task Wrong_credentials_are_refused_without_being_repeated(string credential)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("notification/notify", Mail("", credential));

        Assert.Equal(400, response.StatusCode);
        Assert.DoesNotContain("TOPSECRET", response.Body.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_messages_cannot_be_sent()
    {
        await using var host = new ProviderHost();

        FlowObject sms = await host.FinishAsync("notification/notify", Mail(""", "notification_method": "sms" """));
        FlowObject noCredential = await host.FinishAsync("notification/notify", Mail("", Ses.Replace("\"credential_type\"", "\"credential_method\": \"sms\", \"credential_type\"", StringComparison.Ordinal)));

        Assert.Equal("NotificationMethodUnsupported", ProviderHost.Details(sms)["code"]!.AsString());
        Assert.Equal("NoCredential", ProviderHost.Details(noCredential)["code"]!.AsString());
    }

    [Fact]
    public async Task A_server_on_this_machine_gets_the_mail()
    {
        await using var host = new ProviderHost();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<string> received = ServeAsync(listener, refuse: false);

        FlowObject status = await host.FinishAsync("notification/notify", ((FlowObject)FlowValue.Parse(Mail("", Smtp(port)))).With("body_template", FlowValue.From("one\n.two\n..three")).ToJson());

        Assert.Equal("SUCCEEDED", ProviderHost.Status(status));
        string session = await received;
        Assert.Contains($"AUTH PLAIN {Convert.ToBase64String("\0user\0pass"u8)}\r\n", session, StringComparison.Ordinal);
        Assert.Contains("MAIL FROM:<sender@example.org>\r\n", session, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<you@example.org>\r\n", session, StringComparison.Ordinal);
        Assert.Contains("\r\none\r\n..two\r\n...three\r\n.\r\n", session, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_makes_the_action_fail()
    {
        await using var host = new ProviderHost();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> received = ServeAsync(listener, refuse: true);

        FlowObject status = await host.FinishAsync("notification/notify", Mail("", Smtp(((IPEndPoint)listener.LocalEndpoint).Port)));

        await received;
        Assert.Equal("FAILED", ProviderHost.Status(status));
        Assert.Contains("550", ProviderHost.Details(status)["description"]!.AsString(), StringComparison.Ordinal);
    }

    private static string Smtp(int port) => $$$"""{"credential_type": "smtp", "credential_method": "email", "credential_value": {"hostname": "localhost", "port": {{{port}}}, "username": "user", "password": "pass"}}""";

    private static async Task<string> ServeAsync(TcpListener listener, bool refuse)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var session = new StringBuilder();
        await Say("220 ready");
        bool data = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            session.Append(line).Append("\r\n");
            if (data)
            {
                data = line != ".";
                if (!data)
                {
                    await Say("250 taken");
                }

                continue;
            }

            data = line == "DATA";
            await Say(line.Split(' ')[0] switch
            {
                "EHLO" => "250-localhost\r\n250 AUTH LOGIN PLAIN",
                "AUTH" => "235 welcome",
                "RCPT" when refuse => "550 no such user",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (line == "QUIT")
            {
                break;
            }
        }

        return session.ToString();

        async Task Say(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"));
    }

    private static string Text(string file)
    {
        string text = File.ReadAllText(file);
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string body = text[(end + 4)..];
        return text[..end].Contains("base64", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(body))
            : body[..^2];
    }

    private static string DecodedSubject(string[] lines)
    {
        int start = Array.FindIndex(lines, static line => line.StartsWith("Subject:", StringComparison.Ordinal));
        IEnumerable<string> words = lines[(start + 1)..].TakeWhile(static line => line.StartsWith(' ')).Prepend(lines[start]["Subject:".Length..]);
        return string.Concat(words.Select(static word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Trim()["=?utf-8?B?".Length..^2]))));
    }
}
