namespace Globus.Automate.ModuleHost.Output;

/// <summary>Whether the environment wants colours: the NO_COLOR convention (no-color.org: set and not empty) and terminals that have none.</summary>
internal static class ColourPolicy
{
    public static bool Allows(Func<string, string?> environment) =>
        string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") is not ("dumb" or "xterm-mono");
}
