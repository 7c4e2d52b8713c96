using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// <c>notification/notify</c> (manual 7.1.10): writes an email into the outbox, and hands it to the SMTP server of the credentials where that is on
/// this machine. No mail leaves the machine. Credentials are not kept.
/// </summary>
public sealed class NotifyProvider : ActionProvider
{
    private readonly Outbox _outbox;

    /// <summary>Makes the provider.</summary>
    public NotifyProvider(Outbox outbox)
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://actions.globus.org/notification/notify"),
            Title = "Notification",
            Subtitle = "Send a notification by email",
            Description = "The local Globus writes each mail as an .eml file into its outbox.",
            Keywords = ["notification", "email"],
            GlobusAuthScope = "https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/notification_notify",
            Synchronous = true,
            InputSchema = InputSchemas.Parse(
                """
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["body_template", "destination", "sender", "subject", "send_credentials"],
                  "properties": {
                    "notification_method": {"enum": ["any", "email", "sms"], "description": "How to notify; only email can be sent"},
                    "notification_priority": {"type": "string", "description": "high and low are told to the mail program"},
                    "sender": {"type": "string", "description": "The sender's email address"},
                    "destination": {
                      "type": ["string", "array"],
                      "items": {"type": "string"},
                      "minItems": 1,
                      "description": "The address, or addresses, of those to notify"
                    },
                    "subject": {"type": "string"},
                    "body_template": {"type": "string", "description": "The text, in which $Name stands for a variable"},
                    "body_variables": {"type": "object", "description": "The variables' values"},
                    "body_mimetype": {"enum": ["text/plain", "text/html"]},
                    "send_credentials": {
                      "type": "array",
                      "minItems": 1,
                      "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["credential_type", "credential_value"],
                        "properties": {
                          "credential_method": {"enum": ["any", "email", "sms"]},
                          "credential_type": {"enum": ["smtp", "ses"]},
                          "credential_value": {"type": "object"}
                        },
                        "oneOf": [
                          {
                            "properties": {
                              "credential_type": {"const": "smtp"},
                              "credential_value": {
                                "required": ["hostname", "username", "password"],
                                "properties": {
                                  "hostname": {"type": "string"},
                                  "username": {"type": "string"},
                                  "password": {"type": "string"},
                                  "port": {"type": "integer", "minimum": 1, "maximum": 65535}
                                }
                              }
                            }
                          },
                          {
                            "properties": {
                              "credential_type": {"const": "ses"},
                              "credential_value": {
                                "required": ["aws_access_key_id", "aws_secret_access_key", "region_name"],
                                "properties": {
                                  "aws_access_key_id": {"type": "string"},
                                  "aws_secret_access_key": {"type": "string"},
                                  "region_name": {"type": "string"}
                                }
                              }
                            }
                          }
                        ]
                      }
                    }
                  }
                }
                """),
        })
    {
        _outbox = outbox;
    }

    /// <inheritdoc/>
    public override FlowObject Retain(FlowObject body) => body["send_credentials"] is FlowArray credentials
        ? body.With("send_credentials", FlowArray.Create(credentials.Select(static credential => credential is FlowObject fields ? fields.Without("credential_value") : FlowValue.Null)))
        : body;

    /// <inheritdoc/>
    public override async ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        FlowObject body = action.Body;
        if (body["notification_method"]?.AsString() == "sms")
        {
            return Failure("NotificationMethodUnsupported", "Only email can be sent: 'notification_method' must be 'email' or 'any'.");
        }

        if (Credential(body) is not { } credential)
        {
            return Failure("NoCredential", "None of the 'send_credentials' is for email.");
        }

        MailMessageText message = Compose(action, body);
        byte[] data = message.ToBytes();
        string file = _outbox.Write(data, message.Date, action.NewId());
        try
        {
            await SendAsync(credential, message, data, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            return Failure("SendFailed", exception.Message);
        }

        return ActionProgress.Succeeded(FlowObject.Create(
            ("notification_method", FlowValue.From("email")),
            ("destination", FlowArray.OfStrings(message.To.Select(static address => address.Address))),
            ("message_id", FlowValue.From(message.MessageId)),
            ("outbox_file", FlowValue.From(file))));
    }

    /// <inheritdoc/>
    protected override bool IsSecret(string instancePath) => instancePath.StartsWith("$.send_credentials", StringComparison.Ordinal);

    private static FlowObject? Credential(FlowObject body) => ((FlowArray)body["send_credentials"]!)
        .Cast<FlowObject>()
        .FirstOrDefault(static credential => credential["credential_method"]?.AsString() is null or "any" or "email");

    private static MailMessageText Compose(ActionContext action, FlowObject body)
    {
        string[] destinations = body["destination"] is FlowArray many
            ? [.. many.Select(static item => item.AsString()!)]
            : [body["destination"]!.AsString()!];
        return new MailMessageText
        {
            From = MailAddressText.Parse(body["sender"]!.AsString()!, "$.sender"),
            To = [.. destinations.Select(static destination => MailAddressText.Parse(destination, "$.destination"))],
            Subject = body["subject"]!.AsString()!,
            Body = BodyTemplate.Fill(body["body_template"]!.AsString()!, body["body_variables"] as FlowObject ?? FlowObject.Empty),
            MimeType = body["body_mimetype"]?.AsString() ?? "text/plain",
            MessageId = $"{action.NewId():N}@local.globus",
            Date = action.TimeProvider.GetUtcNow(),
            Priority = body["notification_priority"]?.AsString(),
        };
    }

    private static async Task SendAsync(FlowObject credential, MailMessageText message, byte[] data, CancellationToken cancellationToken)
    {
        if (credential["credential_type"]!.AsString() != "smtp")
        {
            return;
        }

        var value = (FlowObject)credential["credential_value"]!;
        if (LoopbackSmtp.AddressOf(value["hostname"]!.AsString()!) is { } server)
        {
            int? port = value["port"] is FlowInteger number && number.TryGetInt64(out long small) ? (int)small : null;
            await LoopbackSmtp
                .SendAsync(server, port, value["username"]!.AsString()!, value["password"]!.AsString()!, message, data, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static ActionProgress Failure(string code, string description) => ActionProgress.Failed(FlowObject.Create(
        ("code", FlowValue.From(code)),
        ("description", FlowValue.From(description))));
}
