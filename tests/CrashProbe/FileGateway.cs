using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.CrashProbe;

/// <summary>
/// A provider that survives the crash, as a remote one would: every action that it starts is a line in a file, written before it answers. A
/// request id that it knows starts nothing. An action is done when it is polled the second time.
/// </summary>
internal sealed class FileGateway : IActionGateway, IDisposable
{
    private readonly Dictionary<string, int> _polls = new(StringComparer.Ordinal);
    private readonly FileStream _file;

    public FileGateway(string path)
    {
        if (File.Exists(path))
        {
            foreach (string line in File.ReadAllLines(path))
            {
                _polls[line.Split(' ')[1]] = 0;
            }
        }

        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
    }

    public ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
    {
        string id = request["request_id"]!.AsString()!;
        lock (_polls)
        {
            bool isKnown = !_polls.TryAdd(id, 0);
            _file.Write(Encoding.UTF8.GetBytes($"{(isKnown ? "again" : "started")} {id} {call.RunId} {((FlowObject)request["body"]!)["n"]}\n"));
        }

        return new(Status(id, "ACTIVE"));
    }

    public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken)
    {
        lock (_polls)
        {
            return new(!_polls.TryGetValue(actionId, out int polls)
                ? new ActionResponse(404, FlowObject.Empty)
                : Status(actionId, (_polls[actionId] = polls + 1) < 2 ? "ACTIVE" : "SUCCEEDED"));
        }
    }

    public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => new(Status(actionId, "FAILED"));

    public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => new(Status(actionId, "ACTIVE"));

    public void Dispose() => _file.Dispose();

    private static ActionResponse Status(string id, string status) => new(202, FlowObject.Create(
        ("action_id", FlowValue.From(id)),
        ("status", FlowValue.From(status)),
        ("details", FlowObject.Empty)));
}
