namespace Globus.Automate.ModuleHost;

/// <summary>What the process says when it ends, where no <c>exit</c> says it.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>An error ended the script, or was what the last command came to.</summary>
    public const int Failure = 1;

    /// <summary>EX_USAGE, as pwsh has it.</summary>
    public const int Usage = 64;

    /// <summary>128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;
}
