using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace Globus.Automate.Local.Providers;

/// <summary>An email as it is written (RFC 5322, RFC 2045, RFC 2047): ASCII lines of at most 998 characters, ended by CR LF.</summary>
internal sealed record MailMessageText
{
    private const int EncodedWordBytes = 39; // 52 characters in base64: with "=?utf-8?B?...?=" and "Subject: " a line has at most 76 (RFC 2047, 2)
    private const int LineLimit = 998;

    public required MailAddress From { get; init; }

    public required IReadOnlyList<MailAddress> To { get; init; }

    public required string Subject { get; init; }

    public required string Body { get; init; }

    public required string MimeType { get; init; }

    public required string MessageId { get; init; }

    public required DateTimeOffset Date { get; init; }

    public string? Priority { get; init; }

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append("Date: ").Append(Date.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)).Append("\r\n");
        text.Append("From: ").Append(Address(From)).Append("\r\n");
        text.Append("To: ").AppendJoin(",\r\n ", To.Select(Address)).Append("\r\n");
        text.Append("Subject: ").Append(Phrase(Subject)).Append("\r\n");
        text.Append("Message-ID: <").Append(MessageId).Append(">\r\n");
        if (Priority == "high")
        {
            text.Append("Importance: high\r\nX-Priority: 1\r\n");
        }
        else if (Priority == "low")
        {
            text.Append("Importance: low\r\nX-Priority: 5\r\n");
        }

        text.Append("MIME-Version: 1.0\r\n");
        AppendBody(text);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private void AppendBody(StringBuilder text)
    {
        string body = Body.ReplaceLineEndings("\r\n");
        bool plain = body.All(static letter => letter is >= ' ' and <= '~' or '\t' or '\r' or '\n') && body.Split("\r\n").All(static line => line.Length <= LineLimit);
        text.Append("Content-Type: ").Append(MimeType).Append("; charset=").Append(plain ? "us-ascii" : "utf-8").Append("\r\n");
        text.Append("Content-Transfer-Encoding: ").Append(plain ? "7bit" : "base64").Append("\r\n\r\n");
        if (plain)
        {
            text.Append(body);
            if (!body.EndsWith("\r\n", StringComparison.Ordinal))
            {
                text.Append("\r\n");
            }

            return;
        }

        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
        for (int i = 0; i < encoded.Length; i += 76)
        {
            text.Append(encoded, i, Math.Min(76, encoded.Length - i)).Append("\r\n");
        }
    }

    private static string Address(MailAddress address) => address.DisplayName.Length == 0
        ? address.Address
        : $"{DisplayName(address.DisplayName)} <{address.Address}>";

    private static string DisplayName(string name) => IsPlain(name) && name.Length <= 64
        ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : EncodedWords(name);

    /// <summary>A header's free text: as it is where it is short and plain, else in encoded words. Line breaks become spaces.</summary>
    private static string Phrase(string text)
    {
        string line = string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter));
        return IsPlain(line) && line.Length <= 900 && !line.Contains("=?", StringComparison.Ordinal) ? line : EncodedWords(line);
    }

    private static bool IsPlain(string text) => text.All(static letter => letter is >= ' ' and <= '~');

    private static string EncodedWords(string text)
    {
        var words = new List<string>();
        var chunk = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            int length = rune.EncodeToUtf8(utf8);
            if (chunk.Count + length > EncodedWordBytes)
            {
                Flush();
            }

            chunk.AddRange(utf8[..length]);
        }

        Flush();
        return string.Join("\r\n ", words);

        void Flush()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String(chunk.ToArray())}?=");
            chunk.Clear();
        }
    }
}
