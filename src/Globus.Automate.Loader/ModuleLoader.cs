using System.Management.Automation;
using System.Runtime.Loader;

namespace Globus.Automate.Loader;

/// <summary>
/// Runs when the module is imported, before its cmdlets are looked at (the manifest names this assembly under NestedModules), and again
/// when it is removed. See docs/decisions/0001-load-context.md.
/// </summary>
public sealed class ModuleLoader : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // One context for the life of the process: assemblies that are loaded stay loaded, so a second import must find the first one's.
    private static readonly EngineLoadContext s_context = new(
        Path.Combine(Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!, "engine"));

    /// <inheritdoc/>
    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving -= s_context.ResolveEntryPoint;
        AssemblyLoadContext.Default.Resolving += s_context.ResolveEntryPoint;
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
        => AssemblyLoadContext.Default.Resolving -= s_context.ResolveEntryPoint;
}
