using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Engine;

/// <summary>A real PowerShell runspace with the built module imported, as a user's session has it.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession(bool import = true)
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(Corpus.RepositoryRoot());
        if (import)
        {
            Invoke($"Import-Module '{ManifestPath}'");
        }
    }

    /// <summary>The built module's manifest.</summary>
    public static string ManifestPath { get; } = Path.Combine(Corpus.RepositoryRoot(), "out", "Globus.Automate", "Globus.Automate.psd1");

    /// <summary>Runs a script; any error fails the test.</summary>
    public Collection<PSObject> Invoke(string script, params (string Name, object? Value)[] variables)
    {
        ScriptResult result = Run(script, variables);
        Assert.True(result.Errors.Count == 0 && result.Terminating is null, string.Join(Environment.NewLine, result.AllErrors.Select(e => e.ToString())));
        return result.Output;
    }

    /// <summary>Runs a script and keeps all it wrote.</summary>
    public ScriptResult Run(string script, params (string Name, object? Value)[] variables)
    {
        foreach ((string name, object? value) in variables)
        {
            _runspace.SessionStateProxy.SetVariable(name, value);
        }

        using var shell = System.Management.Automation.PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        Collection<PSObject> output = [];
        ErrorRecord? terminating = null;
        try
        {
            shell.Invoke(input: null, output);
        }
        catch (RuntimeException e)
        {
            terminating = e.ErrorRecord;
        }

        return new ScriptResult(
            output,
            [.. shell.Streams.Error],
            terminating,
            [.. shell.Streams.Verbose.Select(r => r.Message)],
            [.. shell.Streams.Debug.Select(r => r.Message)],
            [.. shell.Streams.Warning.Select(r => r.Message)],
            [.. shell.Streams.Information.Select(r => r.MessageData?.ToString() ?? string.Empty)]);
    }

    /// <summary>Starts a script on another thread, so that the test can stop it.</summary>
    public (System.Management.Automation.PowerShell Shell, PSDataCollection<PSObject> Output, IAsyncResult Handle) Begin(string script)
    {
        var shell = System.Management.Automation.PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        var output = new PSDataCollection<PSObject>();
        IAsyncResult handle = shell.BeginInvoke<PSObject, PSObject>(input: null, output);
        return (shell, output, handle);
    }

    public void Dispose() => _runspace.Dispose();
}

/// <summary>What a script wrote to each of its streams.</summary>
public sealed record ScriptResult(
    Collection<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    ErrorRecord? Terminating,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Information)
{
    /// <summary>All errors, the terminating one last.</summary>
    public IEnumerable<ErrorRecord> AllErrors => Terminating is null ? Errors : Errors.Append(Terminating);

    /// <summary>The one error that the script must have given.</summary>
    public ErrorRecord SingleError => Assert.Single(AllErrors);
}
