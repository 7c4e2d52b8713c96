using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Globus.Automate.HelpBuilder.Pages;

namespace Globus.Automate.HelpBuilder.Module;

/// <summary>The cmdlets of a built module, as the engine sees them after importing it.</summary>
internal static class BuiltModule
{
    private const string AllParameterSets = ParameterAttribute.AllParameterSets;

    /// <summary>Imports a module into a runspace of its own and reads its cmdlets.</summary>
    /// <exception cref="RuntimeException">The module cannot be imported.</exception>
    public static IReadOnlyList<CommandFacts> Read(string manifestPath)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        using Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", manifestPath).AddParameter("PassThru").AddParameter("ErrorAction", ActionPreference.Stop);
        var module = (PSModuleInfo)shell.Invoke().Single().BaseObject;
        return [.. module.ExportedCmdlets.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(Facts)];
    }

    private static CommandFacts Facts(CmdletInfo cmdlet)
    {
        bool hasSeveralSets = cmdlet.ParameterSets.Count > 1;
        return new CommandFacts(
            cmdlet.Name,
            [.. cmdlet.ParameterSets.Select(s => new SyntaxEntry(s.Name, hasSeveralSets && s.IsDefault, $"{cmdlet.Name} {s}".TrimEnd()))],
            [.. cmdlet.Parameters.Values
                .Where(p => !Cmdlet.CommonParameters.Contains(p.Name))
                .OrderBy(p => Cmdlet.OptionalCommonParameters.Contains(p.Name) && p.Name is "Confirm" or "WhatIf")
                .ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
                .Select(p => KeyValuePair.Create(p.Name, Facts(p)))],
            [.. cmdlet.OutputType.Select(t => t.Name)]);
    }

    private static ParameterFacts Facts(ParameterMetadata parameter)
    {
        ParameterAttribute[] attributes = [.. parameter.Attributes.OfType<ParameterAttribute>()];
        return new ParameterFacts
        {
            Type = NameOf(parameter.ParameterType),
            SupportsWildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            Aliases = [.. parameter.Aliases],
            Sets = [.. parameter.ParameterSets.OrderBy(s => s.Key, StringComparer.OrdinalIgnoreCase).Select(s => Facts(s.Key, s.Value))],
            DontShow = attributes.Any(a => a.DontShow),
            AcceptedValues = AcceptedValues(parameter),
            HelpMessage = attributes.Select(a => a.HelpMessage).FirstOrDefault(m => !string.IsNullOrEmpty(m)) ?? "",
        };
    }

    private static ParameterSetFacts Facts(string set, ParameterSetMetadata facts) => new(
        string.Equals(set, AllParameterSets, StringComparison.Ordinal) ? ParameterFacts.AllSets : set,
        facts.Position == int.MinValue ? null : facts.Position,
        facts.IsMandatory,
        facts.ValueFromPipeline,
        facts.ValueFromPipelineByPropertyName,
        facts.ValueFromRemainingArguments);

    private static IReadOnlyList<string> AcceptedValues(ParameterMetadata parameter)
    {
        if (parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is ValidateSetAttribute set)
        {
            return [.. set.ValidValues];
        }

        Type type = parameter.ParameterType;
        type = type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }

    /// <summary>A type's full name as PowerShell would write it, without versions of assemblies.</summary>
    private static string NameOf(Type type)
    {
        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        return type.IsGenericType
            ? $"{type.GetGenericTypeDefinition().FullName}[{string.Join(',', type.GetGenericArguments().Select(NameOf))}]"
            : type.FullName ?? type.Name;
    }
}
