using System.Management.Automation;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Runs a definition to its end on this machine, with mocks in place of its actions and a clock that does not wait.</summary>
[Cmdlet(VerbsDiagnostic.Test, "GlobusFlowRun")]
[OutputType("Globus.Automate.TestResult", "Globus.Automate.TestCoverage")]
public sealed class TestGlobusFlowRunCommand : AsyncCmdlet
{
    /// <summary>The flow: a definition as hashtable, object, JSON or YAML text, or path; a flow from Get-GlobusFlow, or its id.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Flow", "FlowId")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNull]
    public object Definition { get; set; } = null!;

    /// <summary>The input: a hashtable, an object, JSON or YAML text, or the path of a file. Piped in, each one is run. A case with an input of its own keeps that.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [Alias("InputObject", "Body")]
    public object? Input { get; set; }

    /// <summary>The JSON Schema of the input. Without it, a published flow's own is used. A run whose input does not fit is not started: it fails with InvalidInput.</summary>
    [Parameter]
    public object? InputSchema { get; set; }

    /// <summary>The mocks: the path of a mock file, its text, or a hashtable of the same form, in which a script block may stand for a state. The script gets the parameters and the invocation, from 0.</summary>
    [Parameter]
    public object? Mock { get; set; }

    /// <summary>The cases of the mocks to run, with wildcards. Without it, all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Case { get; set; } = ["*"];

    /// <summary>How many states may be entered before the run fails with StepLimitExceeded.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [Alias("MaxSteps")]
    public int MaxStep { get; set; } = 10_000;

    /// <summary>Actions without a mock go to the local action providers instead of failing the run; on the collections of the connection, where it is a local one.</summary>
    [Parameter]
    public SwitchParameter PassThroughUnmocked { get; set; }

    /// <summary>As -PassThroughUnmocked, and actions without a mock of which this machine has no provider are called over the network: with the tokens of the hosted connection or of the login that is kept, each only at its own provider. They take real time.</summary>
    [Parameter]
    public SwitchParameter AllowNetwork { get; set; }

    /// <summary>The time at the start of the run. Without it, 2026-01-01 in UTC, so that a test gives the same times each day.</summary>
    [Parameter]
    public DateTimeOffset StartTime { get; set; } = FlowTestOptions.DefaultStartTime;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(Definition, async () =>
        {
            FlowSource source = await FlowSource.FindAsync(Definition, nameof(Definition), SessionState, () => Connection.Required.Session, cancellationToken);
            FlowDefinition definition = FlowUnderTest.Compile(source.Document);
            FlowObject input = FlowUnderTest.ReadObject(Input, nameof(Input), SessionState);
            IReadOnlyList<MockCase> cases = Choose(MockInput.Read(Mock, definition, this));
            using BuiltInProviders? providers = FlowUnderTest.Providers(PassThroughUnmocked || AllowNetwork);
            FlowTestOptions options = FlowUnderTest.Options(source.Title, PassThroughUnmocked, AllowNetwork, providers) with
            {
                MaxSteps = MaxStep,
                StartTime = StartTime,
                InputSchema = FlowUnderTest.Schema(InputSchema, source, SessionState),
            };
            var results = new List<FlowTestResult>();
            foreach (MockCase mocks in cases)
            {
                FlowTestResult result = await FlowTestRunner.RunAsync(definition, input, mocks, options, cancellationToken);
                results.Add(result);
                WriteObject(TestObjects.From(result));
            }

            if (results.Count > 1)
            {
                WriteObject(TestObjects.From(new FlowTestReport(definition, results).Coverage));
            }
        });

    private IReadOnlyList<MockCase> Choose(IReadOnlyList<MockCase> cases)
    {
        WildcardPattern[] patterns = [.. Case.Select(static name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        MockCase[] chosen = [.. cases.Where(mocks => Array.Exists(patterns, pattern => pattern.IsMatch(mocks.Name)))];
        return chosen.Length > 0
            ? chosen
            : throw new CommandException(
                "CaseNotFound",
                ErrorCategory.ObjectNotFound,
                $"-Case: the mocks have no case '{string.Join("', '", Case)}'; they have: {string.Join(", ", cases.Select(static mocks => mocks.Name))}.");
    }
}
