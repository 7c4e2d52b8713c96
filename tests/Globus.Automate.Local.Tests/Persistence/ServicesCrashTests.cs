using System.Diagnostics;
using System.Globalization;

namespace Globus.Automate.Local.Tests.Persistence;

/// <summary>
/// Kills a process that uses all services of a local Globus, at any time: flows and who may start them, runs that wait, ask or have an action under way, their
/// tags, and messages. What was acknowledged is there in the next process; what was only tried may be.
/// </summary>
public sealed class ServicesCrashTests
{
    private const int Kills = 25;

    [Fact]
    public async Task Nothing_that_a_service_acknowledged_is_lost()
    {
        string folder = Directory.CreateTempSubdirectory("crash").FullName;
        try
        {
            var random = new Random(7);
            var history = new History();
            for (int kill = 0; kill < Kills || (!history.HasAll && kill < 4 * Kills); kill++)
            {
                // A busy machine may do little in the time it is given: then it gets more, until each kind of change was made.
                await RunAsync(folder, changes: 1000, TimeSpan.FromMilliseconds(random.Next(1, 250 * (1 + (kill / Kills)))), history);
            }

            await RunAsync(folder, changes: 0, wait: null, history);
            history.CheckEnd();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, int changes, TimeSpan? wait, History history)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [CrashTests.ProbePath(), folder, changes.ToString(CultureInfo.InvariantCulture), "services"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        bool isKilled = false;
        history.Begin();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (line == "ready")
            {
                history.CheckStart();
                _ = wait is { } time ? Task.Delay(time).ContinueWith(_ => Kill(), TaskScheduler.Default) : null;
            }
            else if (line == "end")
            {
                Kill();
            }
            else
            {
                history.Note(line.Split(' '));
            }
        }

        await process.WaitForExitAsync();
        Assert.True(isKilled, $"The probe ended by itself: {await errors}");

        void Kill()
        {
            isKilled = true;
            process.Kill();
        }
    }

    /// <summary>What was tried, what was acknowledged, and what the last process found.</summary>
    private sealed class History
    {
        private readonly HashSet<string> _flows = [];
        private readonly HashSet<string> _runs = [];
        private readonly HashSet<string> _sent = [];
        private readonly HashSet<string> _trySent = [];
        private readonly HashSet<string> _taken = [];
        private readonly HashSet<string> _tryTaken = [];
        private readonly HashSet<string> _trySelected = [];
        private readonly HashSet<string> _selected = [];

        /// <summary>The subtitles of flows and the tags of runs that may be there: the last acknowledged one and all tried since.</summary>
        private readonly Dictionary<string, List<string>> _texts = [];
        private Dictionary<string, string[]> _foundFlows = [];
        private Dictionary<string, string[]> _foundRuns = [];
        private List<string> _messages = [];
        private HashSet<string> _closed = [];

        /// <summary>Whether each kind of change was acknowledged at least once.</summary>
        public bool HasAll => Array.TrueForAll([_flows, _runs, _sent, _taken, _selected], static done => done.Count > 0);

        public void Begin() => (_foundFlows, _foundRuns, _messages, _closed) = ([], [], [], []);

        public void Note(string[] words)
        {
            switch (words)
            {
                case ["flow", var title, ..]:
                    _foundFlows.Add(title, words);
                    break;
                case ["run", var label, ..]:
                    _foundRuns.Add(label, words);
                    break;
                case ["message", var body]:
                    _messages.Add(body);
                    break;
                case ["closed", var suffix]:
                    _closed.Add(suffix);
                    break;
                case ["done", "flow", var title]:
                    _flows.Add(title);
                    break;
                case ["done", "start", var label]:
                    _runs.Add(label);
                    break;
                case [var state, "change" or "tag", var name, var text]:
                    Text(name, text, isDone: state == "done");
                    break;
                case [var state, "send", var body]:
                    (state == "done" ? _sent : _trySent).Add(body);
                    break;
                case [var state, "take", var body]:
                    (state == "done" ? _taken : _tryTaken).Add(body);
                    break;
                case [var state, "select", var suffix]:
                    (state == "done" ? _selected : _trySelected).Add(suffix);
                    break;
            }
        }

        public void CheckStart()
        {
            Assert.Empty(_flows.Except(_foundFlows.Keys));
            Assert.Empty(_runs.Except(_foundRuns.Keys));
            foreach (string[] flow in _foundFlows.Values)
            {
                CheckText(flow[1], flow[2]);
                Assert.Equal(flow[2].Length > 0 ? "1" : "0", flow[3]);
            }

            foreach (string[] run in _foundRuns.Values)
            {
                CheckText(run[1], run[3]);
                Assert.True(run[2] is "ACTIVE" || (run[2] is "SUCCEEDED" && !run[1].StartsWith("wait-", StringComparison.Ordinal)), string.Join(' ', run));
            }
        }

        public void CheckEnd()
        {
            Assert.Equal(_messages.Count, _messages.Distinct().Count());
            Assert.Empty(_messages.Except(_trySent));
            Assert.Empty(_messages.Intersect(_taken));
            Assert.Empty(_sent.Except(_tryTaken).Except(_messages));
            Assert.Empty(_closed.Except(_trySelected));
            Assert.True(HasAll);
        }

        private void Text(string name, string text, bool isDone)
        {
            if (isDone)
            {
                _texts[name] = [text];
            }
            else if (_texts.TryGetValue(name, out List<string>? texts))
            {
                texts.Add(text);
            }
            else
            {
                _texts[name] = [string.Empty, text];
            }
        }

        private void CheckText(string name, string found)
        {
            List<string> texts = _texts.TryGetValue(name, out List<string>? known) ? known : [string.Empty];
            Assert.Contains(found, texts);

            // From here on it is this one.
            _texts[name] = [found];
        }
    }
}
