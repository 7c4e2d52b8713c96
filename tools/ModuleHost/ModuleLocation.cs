using System.Reflection;

namespace Globus.Automate.ModuleHost;

/// <summary>The folder that holds the built module, and its place on PSModulePath.</summary>
internal static class ModuleLocation
{
    private const string ModulePathVariable = "PSModulePath";

    /// <summary>The folder above the module's own, as the build wrote it down.</summary>
    public static string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(
        typeof(ModuleLocation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key is "ModuleRoot").Value!,
        AppContext.BaseDirectory));

    /// <summary>Puts <see cref="Root"/> before what the environment and the engine have. To be called after the
    /// runspace is open, because opening it rebuilds the path.</summary>
    public static void AddToModulePath()
    {
        string? existing = Environment.GetEnvironmentVariable(ModulePathVariable);
        Environment.SetEnvironmentVariable(
            ModulePathVariable, string.IsNullOrEmpty(existing) ? Root : Root + Path.PathSeparator + existing);
    }
}
