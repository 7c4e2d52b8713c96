using System.Management.Automation;
using Globus.Automate.Client.Queues;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands.Queue;

/// <summary>Changes queues. What is not given stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "GlobusQueue", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Queue")]
public sealed class SetGlobusQueueCommand : ThrottledCmdlet
{
    /// <summary>The ids of the queues.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "queue_id")]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("QueueId", "Id")]
    public string[] QueueId { get; set; } = [];

    /// <summary>A name to tell the queue by.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Label { get; set; }

    /// <summary>Who may change and delete it: usernames, ids or URNs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Admin { get; set; }

    /// <summary>Who may send to it: usernames, ids or URNs; an empty list for nobody.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Sender { get; set; }

    /// <summary>Who may receive from it: usernames, ids or URNs; an empty list for nobody.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Receiver { get; set; }

    /// <summary>How long the service waits, in seconds, for a received message to be deleted before the receipt is worth nothing.</summary>
    [Parameter]
    [Alias("DeliveryTimeout")]
    [ValidateRange(1, 43_200)]
    public int? DeliveryTimeoutSeconds { get; set; }

    /// <summary>How long a received message stays invisible to others, in seconds.</summary>
    [Parameter]
    [Alias("VisibilityTimeout")]
    [ValidateRange(0, 43_200)]
    public int? VisibilityTimeoutSeconds { get; set; }

    /// <summary>Whether the queues are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await base.BeginAsync(cancellationToken);
        if (Label is null && Admin is null && Sender is null && Receiver is null && DeliveryTimeoutSeconds is null && VisibilityTimeoutSeconds is null)
        {
            throw new CommandException("NothingToChange", ErrorCategory.InvalidArgument, "Nothing is given to change: name at least one of -Label, -Admin, -Sender, -Receiver, -DeliveryTimeoutSeconds and -VisibilityTimeoutSeconds.");
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in QueueId)
        {
            if (ShouldProcess($"queue {id}", "Change"))
            {
                await TryAsync(id, async () =>
                {
                    var changes = new QueueSettings
                    {
                        Label = Label,
                        Admins = await ResolveAsync(Admin, cancellationToken),
                        Senders = await ResolveAsync(Sender, cancellationToken),
                        Receivers = await ResolveAsync(Receiver, cancellationToken),
                        DeliveryTimeout = DeliveryTimeoutSeconds,
                        VisibilityTimeout = VisibilityTimeoutSeconds,
                    };
                    await AddWorkAsync(id, stop => UpdateAsync(id, changes, stop), Write);
                });
            }
        }
    }

    /// <summary>The service wants the whole queue (manual, section 9.3.8), so what is not given is sent as it is.</summary>
    private async Task<QueueInfo> UpdateAsync(string id, QueueSettings changes, CancellationToken stop)
    {
        QueueInfo now = await Session.Queues.GetAsync(id, stop).ConfigureAwait(false);
        QueueSettings whole = changes with
        {
            Label = changes.Label ?? now.Label,
            Admins = changes.Admins ?? now.Admins,
            Senders = changes.Senders ?? now.Senders,
            Receivers = changes.Receivers ?? now.Receivers,
            DeliveryTimeout = changes.DeliveryTimeout ?? (int?)now.DeliveryTimeout,
            VisibilityTimeout = changes.VisibilityTimeout ?? (int?)now.VisibilityTimeout,
        };
        return await Session.Queues.UpdateAsync(id, whole, stop).ConfigureAwait(false);
    }

    private Task Write(QueueInfo queue)
    {
        if (PassThru)
        {
            WriteDocument(queue.Document, "Globus.Automate.Queue");
        }

        return Task.CompletedTask;
    }
}
