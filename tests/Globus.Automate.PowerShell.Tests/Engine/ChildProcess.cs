using System.Diagnostics;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Engine;

/// <summary>Runs one of the solution's own programs in a process of its own.</summary>
internal static class ChildProcess
{
    /// <summary>The built program of a project, such as <c>tests/IsolationProbe</c>.</summary>
    public static string PathOf(string projectFolder, string assembly)
    {
        // The same configuration as this test's own: .../bin/<Configuration>/net10.0/
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Corpus.RepositoryRoot(), projectFolder, "bin", configuration, "net10.0", assembly + ".dll");
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Corpus.RepositoryRoot(),
        };
        start.ArgumentList.Add(program);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Path.GetFileName(program)} did not end within two minutes. It printed: {await output}{await error}", e);
        }

        return (process.ExitCode, await output, await error);
    }
}
