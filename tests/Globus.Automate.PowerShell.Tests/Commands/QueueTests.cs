using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>Queues and their messages, by the cmdlets, at the local Globus.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class QueueTests
{
    [Fact]
    public void A_queue_is_made_listed_changed_and_deleted()
    {
        using var session = new LocalSession();
        PSObject queue = Assert.Single(session.Invoke("$queue = New-GlobusQueue Jobs -Sender alice -DeliveryTimeoutSeconds 90; $queue"));
        string[] people = [.. session.Invoke("(Get-GlobusIdentity you, alice).Principal").Select(p => p.ToString())];

        Assert.Equal("Globus.Automate.Queue", queue.TypeNames[0]);
        Assert.Equal("Jobs", queue.Dig("Label"));
        Assert.Equal([people[0]], (object?[])queue.Dig("Admins")!);
        Assert.Equal([people[1]], (object?[])queue.Dig("Senders")!);
        Assert.Equal([people[0]], (object?[])queue.Dig("Receivers")!);
        Assert.Equal(90, queue.Dig("DeliveryTimeout"));

        PSObject changed = Assert.Single(session.Invoke("$queue | Set-GlobusQueue -Receiver '' -VisibilityTimeoutSeconds 5 -PassThru"));
        Assert.Equal("Jobs", changed.Dig("Label"));
        Assert.Equal([people[1]], (object?[])changed.Dig("Senders")!);
        Assert.Empty((object?[])changed.Dig("Receivers")!);
        Assert.Equal(90, changed.Dig("DeliveryTimeout"));
        Assert.Equal(5, changed.Dig("VisibilityTimeout"));

        Assert.Single(session.Invoke("Get-GlobusQueue"));
        Assert.Empty(session.Invoke("Get-GlobusQueue -Role receiver"));
        Assert.Single(session.Invoke("Get-GlobusQueue $queue.Id"));
        session.Invoke("Get-GlobusQueue | Remove-GlobusQueue -Force");
        ErrorRecord gone = session.Run("Get-GlobusQueue $queue.Id").SingleError;
        Assert.StartsWith("QueueNotFound,", gone.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Get-GlobusQueue", gone.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_go_through_in_their_order_and_are_gone_when_they_are_deleted()
    {
        using var session = new LocalSession();
        session.Invoke("$queue = New-GlobusQueue Jobs; 1..23 | ForEach-Object { \"m$_\" } | Send-GlobusQueueMessage $queue.Id");

        string[] received = [.. session.Invoke("$all = 1..3 | ForEach-Object { Receive-GlobusQueueMessage $queue.Id -MaxMessages 10 }; $all.MessageBody").Select(m => m.ToString())];
        Assert.Equal(Enumerable.Range(1, 23).Select(n => $"m{n}"), received);
        PSObject message = session.Invoke("$all[0]")[0];
        Assert.Equal("Globus.Automate.QueueMessage", message.TypeNames[0]);
        Assert.Equal(session.Invoke("$queue.Id")[0].ToString(), message.Dig("QueueId"));

        session.Invoke("$queue | Set-GlobusQueue -VisibilityTimeoutSeconds 0; $all | Remove-GlobusQueueMessage");
        Assert.Empty(session.Invoke("$queue | Receive-GlobusQueueMessage -MaxMessages 10"));
    }

    [Fact]
    public void A_message_that_is_not_deleted_comes_back()
    {
        using var session = new LocalSession();
        session.Invoke("$queue = New-GlobusQueue Jobs; $queue | Set-GlobusQueue -VisibilityTimeoutSeconds 1; $queue | Send-GlobusQueueMessage -Message again");

        Assert.Single(session.Invoke("$queue | Receive-GlobusQueueMessage"));
        Assert.Empty(session.Invoke("$queue | Receive-GlobusQueueMessage"));
        PSObject back = Assert.Single(session.Invoke("$queue | Receive-GlobusQueueMessage -Wait -TimeoutSeconds 20"));
        Assert.Equal(2, back.Dig("ReceiveCount"));
    }

    [Fact]
    public void Waiting_ends_with_nothing_when_nothing_comes()
    {
        using var session = new LocalSession();
        session.Invoke("$queue = New-GlobusQueue Empty");
        Assert.Empty(session.Invoke("$queue | Receive-GlobusQueueMessage -Wait -TimeoutSeconds 0.3"));
    }

    [Fact]
    public void Text_is_sent_as_it_is_objects_as_JSON_and_files_by_their_content()
    {
        using var session = new LocalSession();
        string path = session.Write("message.txt", "from a file: é");
        session.Invoke(
            "$queue = New-GlobusQueue Forms; 'results/run5.json', @{ n = 1 }, 5 | Send-GlobusQueueMessage $queue.Id; Send-GlobusQueueMessage $queue.Id -Path $path; $file | Send-GlobusQueueMessage $queue.Id",
            ("path", path),
            ("file", new FileInfo(path)));

        Assert.Equal(
            ["results/run5.json", "{\"n\":1}", "5", "from a file: é", "from a file: é"],
            session.Invoke("($queue | Receive-GlobusQueueMessage -MaxMessages 10).MessageBody").Select(m => m.ToString()));
        Assert.StartsWith("FileNotFound,", session.Run("Send-GlobusQueueMessage $queue.Id -Path ./no/such.txt").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("NoMessage,", session.Run("$queue | Send-GlobusQueueMessage").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_deduplication_id_counts_once()
    {
        using var session = new LocalSession();
        PSObject[] sent = [.. session.Invoke("$queue = New-GlobusQueue Once; 1, 2 | ForEach-Object { Send-GlobusQueueMessage $queue.Id 'x' -DeduplicationId one -PassThru }")];

        Assert.Equal([false, true], sent.Select(m => m.Dig("Duplicate")));
        Assert.Single(session.Invoke("$queue | Receive-GlobusQueueMessage -MaxMessages 10"));
    }

    [Fact]
    public void Who_may_not_send_is_told_so()
    {
        using var session = new LocalSession();
        session.Invoke("$queue = New-GlobusQueue Mine -Receiver alice");
        session.Invoke("Connect-Globus -Local -As alice -DataPath $folder", ("folder", session.Folder));

        Assert.StartsWith("Forbidden,", session.Run("Send-GlobusQueueMessage $queue.Id 'x'").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(session.Invoke("$queue | Receive-GlobusQueueMessage"));
        Assert.StartsWith("Forbidden,", session.Run("$queue | Remove-GlobusQueue -Force").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_that_is_none_is_an_error_for_its_message_alone()
    {
        using var session = new LocalSession();
        session.Invoke("$queue = New-GlobusQueue Jobs; 'a', 'b' | Send-GlobusQueueMessage $queue.Id; $two = @($queue | Receive-GlobusQueueMessage -MaxMessages 2); $two[0].ReceiptHandle = 'wrong'");
        ScriptResult result = session.Run("$two | Remove-GlobusQueueMessage");

        Assert.StartsWith("InvalidInput,", result.SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("wrong", result.SingleError.TargetObject);
        session.Invoke("$queue | Set-GlobusQueue -VisibilityTimeoutSeconds 1");
        Assert.Equal("a", session.Invoke("(Receive-GlobusQueueMessage $queue.Id -MaxMessages 10 -Wait -TimeoutSeconds 40).MessageBody")[0].ToString());
    }

    [Fact]
    public void WhatIf_changes_nothing_and_nothing_to_change_is_said()
    {
        using var session = new LocalSession();
        session.Invoke("$queue = New-GlobusQueue Stays");
        ScriptResult result = session.Run("""
            New-GlobusQueue Never -WhatIf
            $queue | Set-GlobusQueue -Label Other -WhatIf
            $queue | Send-GlobusQueueMessage -Message x -WhatIf
            $queue | Remove-GlobusQueue -Force -WhatIf
            Remove-GlobusQueueMessage $queue.Id receipt -WhatIf
            """);

        Assert.Empty(result.AllErrors);
        Assert.Equal("Stays", Assert.Single(session.Invoke("Get-GlobusQueue")).Dig("Label"));
        Assert.Empty(session.Invoke("$queue | Receive-GlobusQueueMessage"));
        Assert.StartsWith("NothingToChange,", session.Run("$queue | Set-GlobusQueue").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_complete_with_labels()
    {
        using var session = new LocalSession();
        string id = session.Invoke("(New-GlobusQueue 'A rare queue').Id")[0].ToString();
        PSObject completion = Assert.Single(session.Invoke("(TabExpansion2 'Get-GlobusQueue -QueueId rare' 29).CompletionMatches"));

        Assert.Equal(id, completion.Properties["CompletionText"].Value);
        Assert.Contains("A rare queue", (string)completion.Properties["ToolTip"].Value, StringComparison.Ordinal);
    }
}
