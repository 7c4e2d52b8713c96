using System.Management.Automation;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>What the cmdlets that try out flows have in common.</summary>
internal static class FlowUnderTest
{
    /// <summary>Compiles a definition.</summary>
    /// <exception cref="CommandException">It cannot be run; the message says what and where.</exception>
    public static FlowDefinition Compile(FlowDocument document)
    {
        try
        {
            return FlowDefinition.Parse(document.Root);
        }
        catch (FlowDefinitionException exception)
        {
            // The checker knows what was probably meant; what it lets through, the compiler says by itself.
            FlowDiagnostic[] errors = [.. FlowLinter.Lint(new LintRequest(document)).Where(static found => found.Severity == DiagnosticSeverity.Error)];
            string place = Place(document, errors.Length > 0 ? (errors[0].Line, errors[0].Column, errors[0].Path) : (document.Locate(exception.Steps)?.Line, document.Locate(exception.Steps)?.Column, exception.Path));
            string more = errors.Length > 1 ? $" There {(errors.Length == 2 ? "is 1 more error" : $"are {errors.Length - 1} more errors")}." : string.Empty;
            throw new CommandException(
                "InvalidDefinition",
                ErrorCategory.InvalidData,
                $"{place}: {(errors.Length > 0 ? errors[0].Message : exception.Message)}{more}",
                "Test-GlobusFlow shows all that is wrong with a definition.",
                exception);
        }
    }

    private static string Place(FlowDocument document, (int? Line, int? Column, string Path) at) => at.Line is { } line
        ? $"{(document.File is { } file ? $"'{file}', l" : "L")}ine {line}, column {at.Column} ({at.Path})"
        : $"The definition, at {at.Path}";

    /// <summary>Reads an input, which has to be an object.</summary>
    public static FlowObject ReadObject(object? value, string parameter, SessionState state)
        => value is null
            ? FlowObject.Empty
            : DocumentInput.Read(value, parameter, state).Root as FlowObject
                ?? throw new CommandException("InvalidInputObject", ErrorCategory.InvalidData, $"-{parameter}: the document of a run has to be an object with members.");

    /// <summary>The schema to check inputs with: the one that was given, else the flow's own; null where neither is there, or it takes everything.</summary>
    public static IJsonSchema? Schema(object? given, FlowSource source, SessionState state)
    {
        FlowValue? schema = given is null ? source.InputSchema : DocumentInput.Read(given, "InputSchema", state).Root;
        return schema is null or FlowObject { Count: 0 } ? null : JsonSchema.Compile(schema);
    }

    /// <summary>Providers on the collections of the connection, where it is a local one; null without it.</summary>
    public static BuiltInProviders? Providers(bool passThrough)
        => passThrough && Connection.Current?.Local is { } local ? new BuiltInProviders(new BuiltInProvidersOptions { Collections = local.Collections }) : null;

    /// <summary>Options of what the cmdlets' parameters say.</summary>
    public static FlowTestOptions Options(string? title, bool passThrough, bool allowNetwork, BuiltInProviders? providers) => new()
    {
        FlowTitle = title ?? string.Empty,
        PassThroughUnmocked = passThrough || allowNetwork,
        Providers = providers,
        Network = allowNetwork ? OutsideTokens.CreateGateway() : null,
    };
}
