using System.Text.Json;
using Globus.Automate.Client.Queues;
using Globus.Automate.Client.Tests.Support;

namespace Globus.Automate.Client.Tests.Queues;

public sealed class QueuesClientTests
{
    private const string Id = "5f8a3d0e-1111-4222-8333-444455556666";

    private static string Token(string name) => $"Bearer token:https://auth.globus.org/scopes/3170bf0b-6789-4285-9aba-8b7875be7cbc/{name}";

    [Fact]
    public async Task Queues_are_made_changed_listed_and_deleted_as_the_service_takes_it()
    {
        using var handler = new ScriptedHandler(sent => sent.Method == "DELETE"
            ? ScriptedHandler.Answer(204)
            : ScriptedHandler.Answer(200, sent.Url.Query.Length > 0
                ? $$"""{"data": [{"id": "{{Id}}", "label": "Q1"}]}"""
                : $$"""{"data": {"id": "{{Id}}", "label": "Q1", "admins": ["urn:a"], "delivery_timeout": 60, "visibility_timeout": 30} }"""));
        using GlobusSession session = TestSession.Over(handler);

        QueueInfo made = await session.Queues.CreateAsync(new QueueSettings { Label = "Q1", Admins = ["urn:a"], Senders = [], Receivers = ["urn:r"], DeliveryTimeout = 60 });
        await session.Queues.UpdateAsync(Id, new QueueSettings { Label = "Q2", VisibilityTimeout = 30 });
        await session.Queues.GetAsync(Id);
        IReadOnlyList<QueueInfo> listed = await session.Queues.ListAsync(["sender", "receiver"]);
        await session.Queues.ListAsync();
        await session.Queues.DeleteAsync(Id);

        Assert.Equal((Id, "Q1", 60L, 30L), (made.Id, made.Label, made.DeliveryTimeout!.Value, made.VisibilityTimeout!.Value));
        Assert.Equal(["urn:a"], made.Admins);
        Assert.Equal(Id, Assert.Single(listed).Id);
        Assert.Equal(
            ["POST /v1/queues", $"PUT /v1/queues/{Id}", $"GET /v1/queues/{Id}", "GET /v1/queues?roles=sender,receiver", "GET /v1/queues?roles=admin", $"DELETE /v1/queues/{Id}"],
            handler.Requests.Select(sent => $"{sent.Method} {sent.PathAndQuery}"));
        Assert.All(handler.Requests, sent => Assert.Equal(Token("admin"), sent.Authorization));
        Assert.All(handler.Requests, sent => Assert.Equal("queues.api.globus.org", sent.Url.Host));
        AssertBody("""{"data": {"label": "Q1", "admins": ["urn:a"], "senders": [], "receivers": ["urn:r"], "delivery_timeout": 60}}""", handler.Requests[0]);
        AssertBody($$"""{"data": {"id": "{{Id}}", "label": "Q2", "visibility_timeout": 30} }""", handler.Requests[1]);
    }

    [Fact]
    public async Task Messages_are_sent_received_and_deleted_as_the_service_takes_it()
    {
        using var handler = new ScriptedHandler(sent => ScriptedHandler.Answer(200, sent.Method == "GET"
            ? """{"data": [{"message_id": "m", "message_body": "{\"a\": 1}", "receipt_handle": "rh-1"}]}"""
            : """{"data": [{"message_id": "m"}]}"""));
        using GlobusSession session = TestSession.Over(handler);

        IReadOnlyList<QueueMessage> sentMessages = await session.Queues.SendMessagesAsync(Id, [new QueueMessageToSend { MessageBody = """{"a": 1}""", DeduplicationId = "d" }]);
        IReadOnlyList<QueueMessage> received = await session.Queues.ReceiveAsync(Id, maxMessages: 3, attemptId: "try-1");
        await session.Queues.DeleteMessagesAsync(Id, ["rh-1", "rh-2"]);

        Assert.Equal("m", Assert.Single(sentMessages).MessageId);
        Assert.Equal(("""{"a": 1}""", "rh-1"), (received[0].MessageBody, received[0].ReceiptHandle));
        Assert.Equal([Token("send"), Token("receive"), Token("receive")], handler.Requests.Select(sent => sent.Authorization));
        Assert.Equal($"/v1/queues/{Id}/messages?max_messages=3&receive_request_attempt_id=try-1", handler.Requests[1].Url.PathAndQuery);
        AssertBody("""{"data": [{"message_body": "{\"a\": 1}", "deduplication_id": "d"}]}""", handler.Requests[0]);
        AssertBody("""{"data": [{"receipt_handle": "rh-1"}, {"receipt_handle": "rh-2"}]}""", handler.Requests[2]);
    }

    [Fact]
    public async Task A_receive_whose_answer_was_lost_is_repeated_as_the_same_attempt()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(502), () => ScriptedHandler.Answer(200, """{"data": []}"""));
        using GlobusSession session = TestSession.Over(handler, new Client.Transport.GlobusHttpOptions { TimeProvider = time });

        Assert.Empty(await time.RunAsync(session.Queues.ReceiveAsync(Id)));

        Assert.Equal(2, handler.Requests.Count);
        Assert.Equal(handler.Requests[0].Url, handler.Requests[1].Url);
        Assert.Contains("receive_request_attempt_id", handler.Requests[0].Query.Keys);
    }

    private static void AssertBody(string expected, Sent sent)
        => Assert.True(JsonElement.DeepEquals(TestSession.Parse(expected), TestSession.Parse(sent.Body!)), $"sent {sent.Body}");
}
