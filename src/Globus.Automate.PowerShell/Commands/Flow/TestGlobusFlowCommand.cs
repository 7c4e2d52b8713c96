using System.Management.Automation;
using Globus.Automate.Client.Errors;
using Globus.Automate.FlowLanguage.Linting;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Flow;

/// <summary>Checks a flow definition, and says of each mistake what it is, where it is, and what was probably meant.</summary>
[Cmdlet(VerbsDiagnostic.Test, "GlobusFlow")]
[OutputType("Globus.Automate.Diagnostic", "System.Boolean")]
public sealed class TestGlobusFlowCommand : AsyncCmdlet
{
    /// <summary>The definition: a hashtable, an object, JSON or YAML text, the path of a file, a flow from Get-GlobusFlow, a run from Get-GlobusRun (what it ran), or a flow's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Flow")]
    [ValidateNotNull]
    public object Definition { get; set; } = null!;

    /// <summary>The JSON Schema of the input. Without it, a published flow's own is used, and for a file nothing is known of the input.</summary>
    [Parameter(Position = 1)]
    public object? InputSchema { get; set; }

    /// <summary>An input to check against the schema.</summary>
    [Parameter]
    public object? Input { get; set; }

    /// <summary>Asks the service too, and shows at its line what it alone finds.</summary>
    [Parameter]
    public SwitchParameter Service { get; set; }

    /// <summary>The least severity that is written.</summary>
    [Parameter]
    [ValidateSet("Information", "Warning", "Error")]
    public string Severity { get; set; } = "Information";

    /// <summary>Writes only whether there is no error.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        bool done = await TryAsync(Definition, async () =>
        {
            FlowSource source = await FlowSource.FindAsync(Definition, nameof(Definition), SessionState, () => Connection.Required.Session, cancellationToken);
            var request = new LintRequest(source.Document)
            {
                InputSchema = InputSchema is not null ? DocumentInput.Read(InputSchema, nameof(InputSchema), SessionState)
                    : source.InputSchema is null ? null : FlowDocument.FromValue(source.InputSchema),
                Input = Input is null ? null : DocumentInput.Read(Input, nameof(Input), SessionState),
                Actions = LocalActionCatalog.Instance,
            };
            var found = new List<FlowDiagnostic>(FlowLinter.Lint(request));
            if (Service)
            {
                // What both find at one place is told once: ours has a code and a suggestion.
                IEnumerable<FlowDiagnostic> told = await AskServiceAsync(request, isSchemaTold: found.Exists(static own => own.Code == "GF701"), cancellationToken);
                found.AddRange(told.Where(other => !found.Exists(own => own.Severity == DiagnosticSeverity.Error && own.File == other.File && own.Path == other.Path)).ToArray());
                found = [.. found.OrderBy(d => d.File == source.Document.File ? 0 : 1).ThenBy(static d => d.Line ?? 0).ThenBy(static d => d.Column ?? 0)];
            }

            Write(found);
        });
        if (!done && Quiet)
        {
            WriteObject(false);
        }
    }

    private void Write(List<FlowDiagnostic> found)
    {
        if (Quiet)
        {
            WriteObject(!found.Exists(static d => d.Severity == DiagnosticSeverity.Error));
            return;
        }

        DiagnosticSeverity least = Enum.Parse<DiagnosticSeverity>(Severity, ignoreCase: true);
        foreach (FlowDiagnostic diagnostic in found.Where(d => d.Severity >= least))
        {
            WriteObject(ToObject(diagnostic));
        }
    }

    /// <summary>What <c>POST /flows/validate</c> says, at the lines of the definition.</summary>
    private static async Task<IEnumerable<FlowDiagnostic>> AskServiceAsync(LintRequest request, bool isSchemaTold, CancellationToken cancellationToken)
    {
        try
        {
            await Connection.Required.Session.Flows.ValidateAsync(
                JsonText.ToElement(request.Definition.Root),
                request.InputSchema is null ? null : JsonText.ToElement(request.InputSchema.Root),
                cancellationToken);
            return [];
        }
        catch (GlobusApiException e) when (e.Kind == GlobusErrorKind.InvalidDefinition || e.Details.Count > 0)
        {
            // A refusal without details is about the whole definition.
            return e.Details.Count > 0
                ? e.Details.Where(detail => !isSchemaTold || !IsOfSchema(detail)).Select(detail => FromService(request, detail))
                : [new FlowDiagnostic(DiagnosticSeverity.Error, "SERVICE", e.Message, request.Definition.File, null, null, "$", null, null)];
        }
    }

    private static bool IsOfSchema(ErrorDetail detail) => detail.Loc is ["input_schema", ..];

    private static FlowDiagnostic FromService(LintRequest request, ErrorDetail detail)
    {
        FlowDocument document = IsOfSchema(detail) && request.InputSchema is { } schema ? schema : request.Definition;
        IReadOnlyList<object> steps = Existing(document.Root, detail.Loc is ["definition" or "input_schema", ..] ? [.. detail.Loc.Skip(1)] : [.. detail.Loc]);
        SourcePosition? position = document.Locate(steps);
        return new FlowDiagnostic(DiagnosticSeverity.Error, "SERVICE", detail.Message, document.File, position?.Line, position?.Column, PathText.Format(steps), steps is ["States", string state, ..] ? state : null, null);
    }

    /// <summary>The steps as far as they lead: a field that is missing is told where it should be, at the object around it.</summary>
    private static IReadOnlyList<object> Existing(FlowValue root, IReadOnlyList<object> steps)
    {
        FlowValue? at = root;
        for (int i = 0; i < steps.Count; i++)
        {
            at = steps[i] switch
            {
                string name => (at as FlowObject)?[name],
                int index when at is FlowArray list && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
            if (at is null)
            {
                return [.. steps.Take(i)];
            }
        }

        return steps;
    }

    private static PSObject ToObject(FlowDiagnostic diagnostic)
    {
        var result = new PSObject();
        result.TypeNames.Insert(0, "Globus.Automate.Diagnostic");
        foreach ((string name, object? value) in ((string, object?)[])
        [
            ("Severity", diagnostic.Severity.ToString()),
            ("Code", diagnostic.Code),
            ("Message", diagnostic.Message),
            ("File", diagnostic.File),
            ("Line", diagnostic.Line),
            ("Column", diagnostic.Column),
            ("Path", diagnostic.Path),
            ("State", diagnostic.State),
            ("Suggestion", diagnostic.Suggestion),
        ])
        {
            result.Properties.Add(new PSNoteProperty(name, value));
        }

        return result;
    }
}
