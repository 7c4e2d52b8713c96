using Globus.Automate.HelpBuilder.Pages;

namespace Globus.Automate.HelpBuilder.Module;

/// <summary>What the engine knows of a cmdlet.</summary>
/// <param name="Name">The cmdlet's name.</param>
/// <param name="Syntax">Its parameter sets.</param>
/// <param name="Parameters">Its parameters but for the common ones, in the order of their names, those that ask or only tell (Confirm, WhatIf) last.</param>
/// <param name="Outputs">The type names of its OutputType attributes.</param>
internal sealed record CommandFacts(
    string Name,
    IReadOnlyList<SyntaxEntry> Syntax,
    IReadOnlyList<KeyValuePair<string, ParameterFacts>> Parameters,
    IReadOnlyList<string> Outputs);
