using System.Diagnostics;
using System.Globalization;

namespace Globus.Automate.Local.Tests.Persistence;

/// <summary>Kills a process that runs flows, at any time, and looks at what is left.</summary>
public sealed class CrashTests
{
    /// <summary>200 kills in all: two processes side by side, each killed a hundred times.</summary>
    private const int KillsPerFolder = 100;

    private const int Runs = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_acknowledged_is_lost_and_no_action_runs_twice(int seed)
    {
        string folder = Directory.CreateTempSubdirectory("crash").FullName;
        try
        {
            var random = new Random(seed);
            var promises = new Promises();
            int finished = 0;
            for (int kill = 0; kill < KillsPerFolder; kill++)
            {
                // Runs are spread over the kills, so that there is always something under way.
                int wanted = Math.Min(Runs, ((kill + 1) * Runs / KillsPerFolder) + 3);
                finished += await RunAndKill(folder, wanted, TimeSpan.FromMilliseconds(random.Next(1, 60)), promises) ? 1 : 0;
            }

            Assert.True(await RunAndKill(folder, Runs, wait: null, promises), "The runs did not come to their end after the last kill.");
            Assert.Equal(Runs, promises.Ended.Count);
            CheckActions(Path.Combine(folder, "actions.log"), promises);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The system's limit of a file's size stands for a disk that is full.</summary>
    [Fact]
    public async Task A_disk_that_is_full_is_told_and_loses_nothing_that_was_acknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only here the shell can limit the size of files.");
        string folder = Directory.CreateTempSubdirectory("crash").FullName;
        try
        {
            var promises = new Promises();
            using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "trap '' XFSZ; ulimit -f 120; exec dotnet \"$0\" \"$1\" 100", ProbePath(), folder])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,

                // The runtime itself makes a large file for this.
                Environment = { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" },
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
            {
                // What was under way fails in the process that cannot write, and goes on in the next one.
                if (!line.EndsWith(" FAILED", StringComparison.Ordinal))
                {
                    promises.Note(line.Split(' '));
                }
            }

            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Contains("cannot be written any more", await errors, StringComparison.Ordinal);
            Assert.NotEmpty(promises.Started);

            Assert.True(await RunAndKill(folder, Runs, wait: null, promises));
            Assert.Equal(Runs, promises.Ended.Count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Starts the probe, kills it a while after it is ready (or when it is done, where <paramref name="wait"/> is null) and keeps what it promised.</summary>
    private static async Task<bool> RunAndKill(string folder, int runs, TimeSpan? wait, Promises promises)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [ProbePath(), folder, runs.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var recovered = new Dictionary<string, (string Status, string Label, int Log)>(StringComparer.Ordinal);
        bool isReady = false;
        bool isDone = false;
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "recovered":
                    recovered[words[1]] = (words[2], words[3], int.Parse(words[4], CultureInfo.InvariantCulture));
                    break;
                case "ready":
                    isReady = true;
                    promises.Check(recovered);
                    if (wait is { } time)
                    {
                        _ = Task.Delay(time).ContinueWith(_ => process.Kill(), TaskScheduler.Default);
                    }

                    break;
                case "done":
                    isDone = true;
                    if (wait is null)
                    {
                        process.Kill();
                    }

                    break;
                default:
                    promises.Note(words);
                    break;
            }
        }

        await process.WaitForExitAsync();
        Assert.True(isReady, $"The probe could not recover: {await errors}");
        return isDone;
    }

    private static void CheckActions(string path, Promises promises)
    {
        string[][] actions = [.. File.ReadAllLines(path).Select(line => line.Split(' '))];
        string[][] started = [.. actions.Where(action => action[0] == "started")];
        Assert.Equal(started.Length, started.Select(action => action[1]).Distinct().Count());

        // One action per run and invocation: three for each run that came to its end.
        foreach (IGrouping<string, string[]> run in started.GroupBy(action => action[2]))
        {
            string[] counts = [.. run.Select(action => action[3])];
            Assert.Equal(counts.Distinct(), counts);
            if (promises.Ended[run.Key] == "SUCCEEDED")
            {
                Assert.Equal(["1", "2", "3"], counts);
            }
        }

        Assert.Contains("SUCCEEDED", promises.Ended.Values);
        Assert.Contains("ENDED", promises.Ended.Values);
        Assert.DoesNotContain("FAILED", promises.Ended.Values);
    }

    internal static string ProbePath()
    {
        string output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string framework = Path.GetFileName(output);
        string configuration = Path.GetFileName(Path.GetDirectoryName(output)!);
        return Path.Combine(Automate.Tests.Corpus.RepositoryRoot(), "tests", "CrashProbe", "bin", configuration, framework, "Globus.Automate.CrashProbe.dll");
    }

    /// <summary>What the killed processes have acknowledged.</summary>
    private sealed class Promises
    {
        public HashSet<string> Started { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Labelled { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> Ended { get; } = new(StringComparer.Ordinal);

        public void Note(string[] words)
        {
            switch (words[0])
            {
                case "started":
                    Started.Add(words[1]);
                    break;
                case "labelled":
                    Labelled.Add(words[1]);
                    break;
                case "ended":
                    Ended[words[1]] = words[2];
                    break;
            }
        }

        public void Check(Dictionary<string, (string Status, string Label, int Log)> recovered)
        {
            foreach (string id in Started)
            {
                Assert.True(recovered.ContainsKey(id), $"{id} was acknowledged and is gone.");
                Assert.True(recovered[id].Log > 0);
            }

            foreach (string id in Labelled)
            {
                Assert.Equal("labelled", recovered[id].Label);
            }

            foreach ((string id, string status) in Ended)
            {
                Assert.Equal(status, recovered[id].Status);
            }
        }
    }
}
