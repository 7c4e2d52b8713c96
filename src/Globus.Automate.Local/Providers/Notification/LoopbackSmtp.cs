using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// Hands a mail to an SMTP server (RFC 5321) on this machine, and to no other: a catch-all server of a developer. Anything that is not
/// loopback stays in the outbox.
/// </summary>
internal static class LoopbackSmtp
{
    private const int DefaultPort = 25;
    private const int MaximumReply = 8192;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);

    /// <summary>The loopback address that a host name stands for, or null.</summary>
    public static IPAddress? AddressOf(string hostname)
    {
        if (hostname.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(hostname, out IPAddress? address) && IPAddress.IsLoopback(address) ? address : null;
    }

    /// <summary>Sends a mail.</summary>
    /// <exception cref="IOException">The server refused it, or is not there.</exception>
    public static async Task SendAsync(IPAddress server, int? port, string username, string password, MailMessageText message, byte[] data, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_timeout);
        using var client = new TcpClient(server.AddressFamily);
        try
        {
            await client.ConnectAsync(server, port ?? DefaultPort, limit.Token).ConfigureAwait(false);
            NetworkStream stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            await ExpectAsync(reader, "220", limit.Token).ConfigureAwait(false);
            string greeting = await CommandAsync(stream, reader, "EHLO localhost", "250", limit.Token).ConfigureAwait(false);
            if (username.Length > 0 && greeting.Contains("AUTH", StringComparison.Ordinal) && greeting.Contains("PLAIN", StringComparison.Ordinal))
            {
                string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{username}\0{password}"));
                await CommandAsync(stream, reader, $"AUTH PLAIN {credentials}", "235", limit.Token).ConfigureAwait(false);
            }

            await CommandAsync(stream, reader, $"MAIL FROM:<{message.From.Address}>", "250", limit.Token).ConfigureAwait(false);
            foreach (System.Net.Mail.MailAddress recipient in message.To)
            {
                await CommandAsync(stream, reader, $"RCPT TO:<{recipient.Address}>", "25", limit.Token).ConfigureAwait(false);
            }

            await CommandAsync(stream, reader, "DATA", "354", limit.Token).ConfigureAwait(false);
            await stream.WriteAsync(DotStuffed(data), limit.Token).ConfigureAwait(false);
            await CommandAsync(stream, reader, ".", "250", limit.Token).ConfigureAwait(false);
            await CommandAsync(stream, reader, "QUIT", "221", limit.Token).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new IOException($"The SMTP server at {server} could not be reached: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The SMTP server at {server} did not answer within {s_timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds.", exception);
        }
    }

    private static byte[] DotStuffed(byte[] data)
    {
        string text = Encoding.ASCII.GetString(data);
        text = (text.StartsWith('.') ? "." : string.Empty) + text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(text);
    }

    private static async Task<string> CommandAsync(NetworkStream stream, StreamReader reader, string command, string expected, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken).ConfigureAwait(false);
        return await ExpectAsync(reader, expected, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> ExpectAsync(StreamReader reader, string expected, CancellationToken cancellationToken)
    {
        var reply = new StringBuilder();
        string? line;
        do
        {
            line = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new IOException("The SMTP server closed the connection.");
            reply.AppendLine(line);
            if (reply.Length > MaximumReply)
            {
                throw new IOException("The SMTP server's reply is too long.");
            }
        }
        while (line.Length > 3 && line[3] == '-');

        return line.StartsWith(expected, StringComparison.Ordinal)
            ? reply.ToString()
            : throw new IOException($"The SMTP server refused the mail: {line}");
    }
}
