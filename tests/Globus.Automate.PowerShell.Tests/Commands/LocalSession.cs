using System.Collections.ObjectModel;
using System.Management.Automation;
using Globus.Automate.PowerShell.Tests.Engine;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>A session that is connected to a local Globus of its own: nothing of another test is in it.</summary>
public sealed class LocalSession : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "globus-automate-tests", Path.GetRandomFileName());

    public LocalSession()
    {
        Directory.CreateDirectory(_folder);
        _session.Invoke($"Connect-Globus -Local -DataPath '{_folder}'");
    }

    /// <summary>A folder for the test's files.</summary>
    public string Folder => _folder;

    public Collection<PSObject> Invoke(string script, params (string Name, object? Value)[] variables) => _session.Invoke(script, variables);

    public ScriptResult Run(string script, params (string Name, object? Value)[] variables) => _session.Run(script, variables);

    public (System.Management.Automation.PowerShell Shell, PSDataCollection<PSObject> Output, IAsyncResult Handle) Begin(string script) => _session.Begin(script);

    /// <summary>Writes a file into the test's folder and gives its path.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _session.Run("Disconnect-Globus");
        _session.Dispose();
    }
}

internal static class Objects
{
    /// <summary>A value deep in an object: <c>Details.output.report.said</c>.</summary>
    public static object? Dig(this PSObject item, string path)
    {
        object? value = item;
        foreach (string name in path.Split('.'))
        {
            value = value is System.Collections.IDictionary dictionary ? dictionary[name] : PSObject.AsPSObject(value!).Properties[name]?.Value;
            if (value is null)
            {
                return null;
            }
        }

        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }
}
