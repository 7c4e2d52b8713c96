using System.Reflection;
using System.Runtime.Loader;

namespace Globus.Automate.Loader;

/// <summary>
/// The load context in which the module's implementation and all third-party libraries live, so that their versions and those of other
/// modules never meet. What is not in the module's engine folder (the framework, the PowerShell engine) comes from the default context.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    /// <summary>The assemblies that the cmdlets may ask for by name; everything else in the folder is for the engine's own eyes.</summary>
    private static readonly HashSet<string> s_entryPoints = new(StringComparer.OrdinalIgnoreCase)
    {
        "Globus.Automate.Client",
        "Globus.Automate.FlowLanguage",
        "Globus.Automate.Local",
    };

    private readonly string _folder;

    public EngineLoadContext(string folder)
        : base("Globus.Automate") => _folder = folder;

    /// <summary>Answers the default context for the module's own implementation, and for nothing else.</summary>
    public Assembly? ResolveEntryPoint(AssemblyLoadContext requester, AssemblyName name)
        => name.Name is { } simpleName && s_entryPoints.Contains(simpleName) ? LoadFromAssemblyName(name) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
