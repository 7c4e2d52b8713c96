using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// The mails that the Transfer service sends by itself: at the end of a task (<c>notify_on_succeeded</c>, <c>notify_on_failed</c>) and about an access rule
/// (<c>notify_email</c>). They go into the outbox, and only where a body asks for them; the hosted service takes them as asked for at the end of a
/// task when nothing is said. Local tasks are never inactive, so <c>notify_on_inactive</c> has nothing to tell.
/// </summary>
internal sealed class TransferNotices(Outbox? outbox)
{
    private const string Sender = "no-reply@local.globus";

    /// <summary>Tells the caller of a task how it ended, where the body asks for that.</summary>
    public void OnEnd(ActionContext action, TransferTask task)
    {
        bool succeeded = action.Body["notify_on_succeeded"] is FlowBoolean { Value: true };
        bool failed = action.Body["notify_on_failed"] is FlowBoolean { Value: true };
        if (succeeded || failed)
        {
            action.OnEnd(() =>
            {
                bool isGood = action.Progress.Status == ActionStatus.Succeeded;
                if (isGood ? succeeded : failed)
                {
                    Write(
                        action,
                        action.Caller.Email ?? action.Caller.Username,
                        $"{(isGood ? "SUCCEEDED" : "FAILED")}: {task.Type} task {task.Label}",
                        action.Progress.Details.ToJson());
                }
            });
        }
    }

    /// <exception cref="ActionRefusedException">The address of a new rule's notice is none.</exception>
    public static void CheckRule(ActionContext action)
    {
        if (action.Body["notify_email"]?.AsString() is { Length: > 0 } address)
        {
            _ = MailAddressText.Parse(address, "$.notify_email");
        }
    }

    /// <summary>Tells somebody of a new access rule.</summary>
    public void TellOfRule(ActionContext action, LocalCollection collection, AccessRule rule)
    {
        if (action.Body["notify_email"]?.AsString() is { Length: > 0 } address)
        {
            Write(
                action,
                address,
                $"{action.Caller.Username} shared {rule.Path} on {collection.DisplayName} with you",
                action.Body["notify_message"]?.AsString() ?? string.Empty);
        }
    }

    /// <summary>A mail that cannot be written changes nothing of what was done.</summary>
    private void Write(ActionContext action, string address, string subject, string body)
    {
        if (outbox is null)
        {
            return;
        }

        try
        {
            var message = new MailMessageText
            {
                From = MailAddressText.Parse(Sender, "sender"),
                To = [MailAddressText.Parse(address, "recipient")],
                Subject = subject,
                Body = body,
                MimeType = "text/plain",
                MessageId = $"{action.NewId():N}@local.globus",
                Date = action.TimeProvider.GetUtcNow(),
            };
            outbox.Write(message.ToBytes(), message.Date, action.NewId());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ActionRefusedException)
        {
            action.WriteLog("NotificationFailed", exception.Message, FlowValue.Null);
        }
    }
}
