using System.Management.Automation;
using Globus.Automate.Client.Queues;

namespace Globus.Automate.PowerShell.Commands.Queue;

/// <summary>Makes a queue. Whom nobody is named for, you are: as administrator, as sender and as receiver.</summary>
[Cmdlet(VerbsCommon.New, "GlobusQueue", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Queue")]
public sealed class NewGlobusQueueCommand : GlobusCmdlet
{
    /// <summary>A name to tell the queue by.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Label { get; set; } = string.Empty;

    /// <summary>Who may change and delete it: usernames, ids or URNs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Admin { get; set; }

    /// <summary>Who may send to it: usernames, ids or URNs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Sender { get; set; }

    /// <summary>Who may receive from it: usernames, ids or URNs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Receiver { get; set; }

    /// <summary>How long the service waits, in seconds, for a received message to be deleted before the receipt is worth nothing.</summary>
    [Parameter]
    [Alias("DeliveryTimeout")]
    [ValidateRange(1, 43_200)]
    public int DeliveryTimeoutSeconds { get; set; } = 60;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(Label, async () =>
        {
            if (!ShouldProcess($"{Session.Environment.QueuesUrl.Host}: '{Label}'", "Make queue"))
            {
                return;
            }

            string[] you = [Connection.Identity.Principal];
            var settings = new QueueSettings
            {
                Label = Label,
                Admins = await ResolveAsync(Admin ?? you, cancellationToken),
                Senders = await ResolveAsync(Sender ?? you, cancellationToken),
                Receivers = await ResolveAsync(Receiver ?? you, cancellationToken),
                DeliveryTimeout = DeliveryTimeoutSeconds,
            };
            WriteDocument((await Session.Queues.CreateAsync(settings, cancellationToken)).Document, "Globus.Automate.Queue");
        });
}
