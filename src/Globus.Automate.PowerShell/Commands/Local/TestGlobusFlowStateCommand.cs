using System.Management.Automation;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Errors;
using Globus.Automate.PowerShell.Pipeline;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>Takes a document through one state of a flow and shows every step.</summary>
[Cmdlet(VerbsDiagnostic.Test, "GlobusFlowState")]
[OutputType("Globus.Automate.StateTestResult")]
public sealed class TestGlobusFlowStateCommand : AsyncCmdlet
{
    /// <summary>The flow: a definition as hashtable, object, JSON or YAML text, or path; a flow from Get-GlobusFlow, or its id.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Flow", "FlowId")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNull]
    public object Definition { get; set; } = null!;

    /// <summary>The name of the state.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("StateName")]
    [ValidateNotNullOrEmpty]
    public string State { get; set; } = string.Empty;

    /// <summary>The run's document when the state is entered: a hashtable, an object, JSON or YAML text, or the path of a file. Piped in, each one is tried.</summary>
    [Parameter(Position = 2, ValueFromPipeline = true)]
    [Alias("Input", "Document")]
    public object? InputObject { get; set; }

    /// <summary>What stands for the action: a script block that gets the parameters and the invocation, or a response as in a mock file, such as @{ return = @{ ok = $true } }; or mocks as Test-GlobusFlowRun takes them, with one case for the state.</summary>
    [Parameter]
    public object? Mock { get; set; }

    /// <summary>An action without a mock goes to its local action provider; on the collections of the connection, where it is a local one.</summary>
    [Parameter]
    public SwitchParameter PassThroughUnmocked { get; set; }

    /// <summary>As -PassThroughUnmocked, and actions without a mock of which this machine has no provider are called over the network: with the tokens of the hosted connection or of the login that is kept, each only at its own provider. They take real time.</summary>
    [Parameter]
    public SwitchParameter AllowNetwork { get; set; }

    /// <summary>The time when the state is entered. Without it, 2026-01-01 in UTC, so that a test gives the same times each day.</summary>
    [Parameter]
    public DateTimeOffset StartTime { get; set; } = FlowTestOptions.DefaultStartTime;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(State, async () =>
        {
            FlowSource source = await FlowSource.FindAsync(Definition, nameof(Definition), SessionState, () => Connection.Required.Session, cancellationToken);
            FlowDefinition definition = FlowUnderTest.Compile(source.Document);
            if (!definition.TryGetState(State, out _))
            {
                string hint = Similarity.Hint(State, definition.States.Select(static state => state.Name));
                throw new CommandException("StateNotFound", ErrorCategory.ObjectNotFound, $"-State: the definition has no state named '{State}'{(hint.Length == 0 ? "." : hint)}");
            }

            FlowObject document = FlowUnderTest.ReadObject(InputObject, nameof(InputObject), SessionState);
            using BuiltInProviders? providers = FlowUnderTest.Providers(PassThroughUnmocked || AllowNetwork);
            FlowTestOptions options = FlowUnderTest.Options(source.Title, PassThroughUnmocked, AllowNetwork, providers) with { StartTime = StartTime };
            WriteObject(TestObjects.From(await FlowStateTester.TestAsync(definition, State, document, ReadMock(definition), options, cancellationToken)));
        });

    /// <summary>The mock of the state: what was given, or what the one case in it has for the state.</summary>
    private IActionMock? ReadMock(FlowDefinition definition)
    {
        if (Mock is null)
        {
            return null;
        }

        if (!MockInput.NamesStates(Mock, definition))
        {
            return MockInput.Read(new System.Collections.Hashtable { [State] = Mock }, definition, this)[0].Mocks[State];
        }

        MockCase[] cases = [.. MockInput.Read(Mock, definition, this).Where(mocks => mocks.Mocks.ContainsKey(State))];
        return cases.Length == 1
            ? cases[0].Mocks[State]
            : throw new CommandException(
                "InvalidMock",
                ErrorCategory.InvalidArgument,
                cases.Length == 0
                    ? $"-Mock: nothing in the mocks is for the state '{State}'; give what stands for it alone, such as {{ @{{ ok = $true }} }} or @{{ return = @{{ ok = $true }} }}."
                    : $"-Mock: the cases {string.Join(", ", cases.Select(static mocks => mocks.Name))} all have a mock of the state '{State}'; give the response of one.");
    }
}
