using System.Diagnostics;
using System.Reflection;

namespace Globus.Automate.ModuleHost.Tests.Process;

/// <summary>Runs the built ModuleHost as a process of its own.</summary>
internal static class HostProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static string AssemblyPath { get; } = typeof(HostProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key is "ModuleHostPath").Value!;

    public static HostResult Run(params string[] arguments) => Run(new HostInput(), arguments);

    public static HostResult Run(HostInput input, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [AssemblyPath, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = input.WorkingDirectory,
        };
        foreach ((string name, string value) in input.Environment)
        {
            start.Environment[name] = value;
        }

        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input.Text);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything, which is its right.
        }

        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("ModuleHost did not come to an end.");
        }

        return new HostResult(process.ExitCode, output.Result.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }
}

internal sealed record HostInput
{
    public string Text { get; init; } = "";

    public string WorkingDirectory { get; init; } = "";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

internal sealed record HostResult(int ExitCode, string Output, string Error);
