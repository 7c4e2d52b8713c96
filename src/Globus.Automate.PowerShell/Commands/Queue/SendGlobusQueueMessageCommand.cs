using System.Management.Automation;
using Globus.Automate.Client.Queues;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands.Queue;

/// <summary>Sends messages to a queue, in their order.</summary>
[Cmdlet(VerbsCommunications.Send, "GlobusQueueMessage", SupportsShouldProcess = true, DefaultParameterSetName = MessageSet, ConfirmImpact = ConfirmImpact.Low)]
[OutputType("Globus.Automate.QueueMessage")]
public sealed class SendGlobusQueueMessageCommand : GlobusCmdlet
{
    private const string MessageSet = "Message";
    private const string PathSet = "Path";

    /// <summary>As many go in one request as come out of one.</summary>
    private const int BatchSize = 10;

    private readonly List<QueueMessageToSend> _batch = [];
    private string _batchQueue = string.Empty;

    /// <summary>The id of the queue.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "queue_id")]
    [ArgumentCompleter(typeof(QueueIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("QueueId", "Id")]
    public string QueueId { get; set; } = string.Empty;

    /// <summary>The messages: text as it is, a file from Get-Item by its content, anything else as JSON.</summary>
    [Parameter(ParameterSetName = MessageSet, Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object[] Message { get; set; } = [];

    /// <summary>Files whose text is sent, each as a message.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Names the message: the same name sent again within five minutes counts once. A new one when it is left out.</summary>
    [Parameter]
    [Alias("deduplication_id")]
    [ValidateLength(1, 128)]
    public string? DeduplicationId { get; set; }

    /// <summary>Whether what the service says of each message is written out.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        IEnumerable<object> messages = ParameterSetName == PathSet ? Path.Select(path => new FileInfo(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path))) : Message;
        foreach (object message in messages)
        {
            await TryAsync(message, async () =>
            {
                string text = TextOf(message);
                if (ShouldProcess($"queue {QueueId}", $"Send a message of {text.Length} characters"))
                {
                    await AddAsync(text, cancellationToken);
                }
            });
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(CancellationToken cancellationToken) => SendAsync(cancellationToken);

    private async Task AddAsync(string text, CancellationToken cancellationToken)
    {
        if (_batch.Count == BatchSize || !string.Equals(_batchQueue, QueueId, StringComparison.OrdinalIgnoreCase))
        {
            await SendAsync(cancellationToken);
            _batchQueue = QueueId;
        }

        _batch.Add(DeduplicationId is null
            ? new QueueMessageToSend { MessageBody = text }
            : new QueueMessageToSend { MessageBody = text, DeduplicationId = DeduplicationId });
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        QueueMessageToSend[] messages = [.. _batch];
        _batch.Clear();
        string queue = _batchQueue;
        await TryAsync(queue, async () =>
        {
            foreach (QueueMessage sent in await Session.Queues.SendMessagesAsync(queue, messages, cancellationToken))
            {
                if (PassThru)
                {
                    WriteObject(MessageObject.Create(sent, queue));
                }
            }
        });
    }

    private static string TextOf(object message)
    {
        object bare = message is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : message;
        return bare switch
        {
            string text => text,
            FileInfo { Exists: true } file => File.ReadAllText(file.FullName),
            FileInfo file => throw new CommandException("FileNotFound", ErrorCategory.ObjectNotFound, $"-Path: there is no file '{file.FullName}'."),
            PSObject queue when queue.TypeNames.Contains("Globus.Automate.Queue") => throw new CommandException(
                "NoMessage",
                ErrorCategory.InvalidArgument,
                "A queue came down the pipeline and no message with it: give the message with -Message."),
            _ => ObjectReader.Read(message).ToJson(),
        };
    }
}
