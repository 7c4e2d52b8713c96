using System.Management.Automation;
using Globus.Automate.Client.Queues;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Queue;

/// <summary>Messages as objects: each remembers its queue, so that it can be piped on.</summary>
internal static class MessageObject
{
    public static PSObject Create(QueueMessage message, string queueId)
    {
        PSObject result = ServiceObject.Create(message.Document, "Globus.Automate.QueueMessage");
        result.Properties.Remove("QueueId");
        result.Properties.Add(new PSNoteProperty("QueueId", queueId));
        return result;
    }
}
