using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Globus.Automate.Client.Actions;
using Globus.Automate.Client.Errors;
using Globus.Automate.Client.Flows;
using Globus.Automate.Client.Runs;
using Globus.Automate.Client.Tests.Support;
using Globus.Automate.Client.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Globus.Automate.Client.Tests.Transport;

/// <summary>What starts something is not sent again, unless it surely did not arrive.</summary>
public sealed class NeverTwiceTests
{
    private static readonly Dictionary<string, (Func<GlobusSession, Task> Call, string Warning)> s_calls = new()
    {
        ["run"] = (s => s.Flows.RunAsync(TestSession.FlowId, new RunSettings { Body = TestSession.Parse("{}") }), "Get-GlobusRun -FlowId 24bc4997-b483-4c25-a19c-64b0afc00743 | Sort-Object StartTime -Descending"),
        ["resume"] = (s => s.Runs.ResumeAsync(TestSession.FlowId, TestSession.RunId), "Get-GlobusRun -RunId 36ad9f9a-ad29-488f-beb4-c22ab729643a"),
        ["batch"] = (s => s.Runs.BatchAsync(new RunBatch { Filters = new RunBatchFilters([TestSession.RunId]), Set = new RunBatchChange { Status = "cancel" } }), "Get-GlobusRun"),
        ["create"] = (s => s.Flows.CreateAsync(new FlowSettings { Title = "T", Definition = TestSession.Parse("{}") }), "Get-GlobusFlow"),
        ["respond"] = (s => s.WebInputs.RespondAsync("w1", TestSession.Parse("\"a\"")), "Get-GlobusWebInput -WebInputId w1"),
        ["action"] = (s => s.Actions(new Uri("https://actions.globus.org/hello_world"), "https://auth.globus.org/scopes/actions.globus.org/hello_world").RunAsync(new ActionSettings { RequestId = null, Body = TestSession.Parse("{}") }), "no request id"),
    };

    private static readonly Dictionary<string, Func<CancellationToken, Task<HttpResponseMessage>>> s_ambiguous = new()
    {
        ["500"] = _ => Task.FromResult(ScriptedHandler.Answer(500)),
        ["502"] = _ => Task.FromResult(ScriptedHandler.Answer(502, "<html>Bad Gateway</html>")),
        ["504"] = _ => Task.FromResult(ScriptedHandler.Answer(504)),
        ["reset"] = _ => throw new HttpRequestException(HttpRequestError.Unknown, "reset", new IOException("reset", new SocketException((int)SocketError.ConnectionReset))),
        ["ended"] = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."),
        ["silence"] = async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException();
        },
        ["torn"] = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created) { Content = new StreamContent(new TornStream()) }),
        ["not json"] = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>Welcome to the hotel</html>", Encoding.UTF8, "text/html") }),
    };

    private static readonly Dictionary<string, Func<HttpResponseMessage>> s_harmless = new()
    {
        ["429"] = () => ScriptedHandler.Answer(429),
        ["503"] = () => ScriptedHandler.Answer(503),
        ["refused"] = () => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused)),
        ["no name"] = () => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host", new SocketException((int)SocketError.HostNotFound)),
        ["no TLS"] = () => throw new HttpRequestException(HttpRequestError.SecureConnectionError, "TLS", new AuthenticationException("certificate")),
        ["bare refused"] = () => throw new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused)),
    };

    private readonly FakeTimeProvider _time = new();

    public static MatrixTheoryData<string, string> Ambiguous => new(s_calls.Keys, s_ambiguous.Keys);

    public static MatrixTheoryData<string, string> Harmless => new(s_calls.Keys, s_harmless.Keys);

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task A_lost_answer_ends_in_an_error_that_says_what_may_have_happened(string call, string outcome)
    {
        using var handler = new ScriptedHandler((_, token) => s_ambiguous[outcome](token));
        using GlobusSession session = TestSession.Over(handler, new GlobusHttpOptions { TimeProvider = _time, Timeout = TimeSpan.FromSeconds(5) });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => _time.RunAsync(Wrap(s_calls[call].Call(session)), TimeSpan.FromSeconds(1)));

        Assert.Single(handler.Requests);
        Assert.True(error.MayHaveStarted);
        Assert.Equal(outcome == "not json" ? GlobusErrorKind.InvalidResponse : GlobusErrorKind.MayHaveStarted, error.Kind);
        Assert.Contains("may have", error.Message, StringComparison.Ordinal);
        Assert.Contains(s_calls[call].Warning, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task What_surely_did_not_arrive_is_sent_again(string call, string outcome)
    {
        using var handler = new ScriptedHandler(s_harmless[outcome], () => ScriptedHandler.Answer(200, """{"run_id": "R"}"""));
        using GlobusSession session = TestSession.Over(handler, new GlobusHttpOptions { TimeProvider = _time });

        await _time.RunAsync(Wrap(s_calls[call].Call(session)));

        Assert.Equal(2, handler.Requests.Count);
        Assert.Equal(handler.Requests[0].Body, handler.Requests[1].Body);
    }

    [Fact]
    public async Task A_refusal_after_all_waiting_does_not_claim_that_anything_started()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(503));
        using GlobusSession session = TestSession.Over(handler, new GlobusHttpOptions { TimeProvider = _time });

        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => _time.RunAsync(Wrap(s_calls["run"].Call(session))));

        Assert.Equal(6, handler.Requests.Count);
        Assert.False(error.MayHaveStarted);
        Assert.DoesNotContain("may have started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_with_a_request_id_is_repeated_under_the_same_id()
    {
        using var handler = new ScriptedHandler(() => ScriptedHandler.Answer(502), () => ScriptedHandler.Answer(202, """{"action_id": "a", "status": "ACTIVE"}"""));
        using GlobusSession session = TestSession.Over(handler, new GlobusHttpOptions { TimeProvider = _time });
        ActionsClient actions = session.Actions(new Uri("https://actions.globus.org/hello_world"), "https://auth.globus.org/scopes/actions.globus.org/hello_world");

        ActionStatus status = await _time.RunAsync(actions.RunAsync(new ActionSettings { Body = TestSession.Parse("{}") }));

        Assert.Equal("a", status.ActionId);
        string[] ids = [.. handler.Requests.Select(sent => TestSession.Parse(sent.Body!).GetProperty("request_id").GetString()!)];
        Assert.Equal(2, ids.Length);
        Assert.Equal(ids[0], ids[1]);
        Assert.True(Guid.TryParse(ids[0], out _));
    }

    [Fact]
    public async Task The_connection_pool_does_not_repeat_it_either()
    {
        // A kept connection that turns out to be closed makes SocketsHttpHandler send a request without content again by itself.
        using var server = new DroppingServer();
        using var http = new GlobusHttp(
            GlobusHttp.CreateNetworkHandler(),
            GlobusEnvironment.AtOnePlace("test", server.Url),
            new DelegateTokenSource(static _ => "t"),
            new GlobusHttpOptions { MaxRetries = 1 });
        var runs = new RunsClient(http);

        await runs.GetAsync(TestSession.RunId);
        GlobusApiException error = await Assert.ThrowsAsync<GlobusApiException>(() => runs.ResumeAsync(TestSession.FlowId, TestSession.RunId));

        Assert.Equal(GlobusErrorKind.MayHaveStarted, error.Kind);
        Assert.Equal(["GET", "POST"], server.Methods);
    }

    private static async Task<bool> Wrap(Task task)
    {
        await task;
        return true;
    }

    /// <summary>A body that breaks off.</summary>
    private sealed class TornStream : Stream
    {
        private bool _begun;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_begun)
            {
                throw new IOException("The connection broke.");
            }

            _begun = true;
            buffer[offset] = (byte)'{';
            return 1;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Answers the first request of the first connection, and drops every later request without a word.</summary>
    private sealed class DroppingServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<string> _methods = [];

        public DroppingServer()
        {
            _listener.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
            _ = ServeAsync();
        }

        public Uri Url { get; }

        public string[] Methods
        {
            get
            {
                lock (_methods)
                {
                    return [.. _methods];
                }
            }
        }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            bool isFirst = true;
            try
            {
                while (true)
                {
                    using TcpClient client = await _listener.AcceptTcpClientAsync();
                    NetworkStream stream = client.GetStream();
                    while (await ReadRequestAsync(stream) is { } method)
                    {
                        lock (_methods)
                        {
                            _methods.Add(method);
                        }

                        if (!isFirst)
                        {
                            break;
                        }

                        isFirst = false;
                        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
                    }
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private static async Task<string?> ReadRequestAsync(NetworkStream stream)
        {
            byte[] buffer = new byte[8192];
            int length = 0;
            while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
            {
                int read = await stream.ReadAsync(buffer.AsMemory(length));
                if (read == 0)
                {
                    return null;
                }

                length += read;
            }

            return Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[0];
        }
    }
}
