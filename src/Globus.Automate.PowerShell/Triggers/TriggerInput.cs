using System.Management.Automation;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Triggers;

/// <summary>
/// What a trigger makes the input of a run of: a template in the flow's own language, where <c>name.$</c> is a path and <c>name.=</c> an
/// expression on the event. Without a template the event itself, or what it carries, is the input.
/// </summary>
internal sealed class TriggerInput
{
    private const string StateName = "Input";
    private readonly ParameterTemplate? _template;

    private TriggerInput(ParameterTemplate? template) => _template = template;

    /// <summary>The event as it is.</summary>
    public static TriggerInput Event { get; } = new(template: null);

    /// <summary>Compiles a template.</summary>
    /// <exception cref="CommandException">It is no object, or a path or an expression in it cannot be read.</exception>
    public static TriggerInput Compile(FlowValue template)
    {
        if (template is not FlowObject)
        {
            throw new CommandException("InvalidTriggerInput", ErrorCategory.InvalidArgument, "-Input: the input of a run is an object, such as @{ 'source.$' = '$.files[0].path' }.");
        }

        // The language's own compiler reads it, as the Parameters of a state.
        FlowObject state = FlowObject.Create(("Type", FlowValue.From("Pass")), ("Parameters", template), ("End", FlowValue.From(true)));
        FlowObject definition = FlowObject.Create(("StartAt", FlowValue.From(StateName)), ("States", FlowObject.Create((StateName, state))));
        try
        {
            return new TriggerInput(((ResultState)FlowDefinition.Parse(definition)[StateName]).Parameters);
        }
        catch (FlowDefinitionException e)
        {
            throw new CommandException("InvalidTriggerInput", ErrorCategory.InvalidData, $"-Input: {e.Message}", inner: e);
        }
    }

    /// <summary>The input for an event.</summary>
    /// <param name="happened">What paths and expressions see.</param>
    /// <param name="carried">What the input is without a template.</param>
    /// <param name="cancellationToken">Ends a long expression.</param>
    /// <exception cref="FlowEvaluationException">A path leads nowhere, or an expression cannot be computed.</exception>
    public FlowValue Make(FlowObject happened, FlowObject carried, CancellationToken cancellationToken)
        => _template is null ? carried : _template.Evaluate(new RunDocument(happened), cancellationToken);
}
