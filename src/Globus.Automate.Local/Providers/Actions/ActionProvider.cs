using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// One action provider: what it says about itself, and what it does. An action either is finished when <see cref="RunAsync"/> returns, or
/// goes on with what it gave to <see cref="ActionContext.RunInBackground"/> and <see cref="ActionContext.Schedule"/>.
/// </summary>
public abstract class ActionProvider
{
    private readonly Lazy<IJsonSchema> _schema;

    /// <summary>Takes over the description.</summary>
    protected ActionProvider(ActionProviderDescription description)
    {
        Description = description;
        _schema = new(() => JsonSchema.Compile(description.InputSchema));
    }

    /// <summary>What introspection shows.</summary>
    public ActionProviderDescription Description { get; }

    /// <summary>
    /// Whether a run may be done over without harm, so that nothing needs to be on disk before it starts. A provider that moves files or
    /// sends mail says false: its action is recorded first, and a crash in between never runs it twice.
    /// </summary>
    public virtual bool IsRepeatable => false;

    /// <summary>Does the work, or starts it.</summary>
    /// <returns>Where the action stands then.</returns>
    /// <exception cref="ActionRefusedException">Nothing was started.</exception>
    public abstract ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken);

    /// <summary>Goes on with an INACTIVE action. Unless a provider says otherwise, nothing changes.</summary>
    public virtual ValueTask<ActionProgress> ResumeAsync(ActionContext action, CancellationToken cancellationToken) => new(action.Progress);

    /// <summary>Whether its actions can be cancelled. Where not, the request, being advisory, changes nothing.</summary>
    public virtual bool CanCancel => true;

    /// <summary>Whether an INACTIVE action, too, has to be taken up again after a restart.</summary>
    public virtual bool RecoversInactive => false;

    /// <summary>How an action ends that was cancelled; its background work and timers have been stopped before.</summary>
    public virtual ActionProgress Cancel(ActionContext action) => ActionProgress.Failed(action.Progress.Details) with
    {
        DisplayStatus = "Canceled by user request",
    };

    /// <summary>Goes on with an action that was under way when the process ended. Unless a provider says otherwise, it fails and says so.</summary>
    public virtual ValueTask<ActionProgress> RecoverAsync(ActionContext action, CancellationToken cancellationToken)
        => new(ActionProgress.Failed(FlowObject.Create(
            ("code", FlowValue.From("ServiceRestarted")),
            ("description", FlowValue.From(
                "The local service was stopped while this action was under way, and it is not known how far it came. Check its effects, then run it again.")))));

    /// <summary>The part of a body that may be kept; a provider that is given credentials leaves them out.</summary>
    public virtual FlowObject Retain(FlowObject body) => body;

    /// <summary>Whether a place in the body (a JSONPath) holds credentials, so that no message may repeat what stands there.</summary>
    protected virtual bool IsSecret(string instancePath) => false;

    /// <summary>Checks a body against the input schema.</summary>
    /// <exception cref="ActionRefusedException">It does not fit; the detail lists every fault with its place.</exception>
    public void Validate(FlowObject body) => ActionInput.Validate(_schema.Value, body, IsSecret);
}
