using System.Management.Automation;
using Globus.Automate.Client.Actions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>Runs an action.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "GlobusAction", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType("Globus.Automate.Action")]
public sealed class InvokeGlobusActionCommand : ActionWaitingCmdlet
{
    /// <summary>The body, as the provider's input schema wants it: a hashtable, an object, JSON or YAML text, or the path of a file. Piped in, each one starts an action.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [Alias("InputObject", "Input")]
    public object? Body { get; set; }

    /// <summary>A label for the action.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Label { get; set; }

    /// <summary>Tags for the action.</summary>
    [Parameter]
    public string[]? Tag { get; set; }

    /// <summary>Who else may watch the action: usernames, ids or URNs.</summary>
    [Parameter]
    [Alias("monitor_by")]
    public string[]? MonitorBy { get; set; }

    /// <summary>Who else may manage the action: usernames, ids or URNs.</summary>
    [Parameter]
    [Alias("manage_by")]
    public string[]? ManageBy { get; set; }

    /// <summary>Names the request: a provider that gets the same name again gives the same action. A new one when it is left out.</summary>
    [Parameter]
    [Alias("request_id")]
    [ValidateNotNullOrEmpty]
    public string? RequestId { get; set; }

    /// <summary>Waits until the action rests, and writes it as it is then.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(ActionUrl, async () =>
        {
            ActionSource source = Source;
            FlowValue body = ReadBody();
            if (!ShouldProcess($"action provider {source.Url.AbsoluteUri}", Label is null ? "Run" : $"Run as '{Label}'"))
            {
                return;
            }

            var settings = new ActionSettings
            {
                RequestId = RequestId ?? Guid.NewGuid().ToString(),
                Body = JsonText.ToElement(body),
                Label = Label,
                Tags = Tag,
                MonitorBy = await ResolveAsync(MonitorBy, cancellationToken),
                ManageBy = await ResolveAsync(ManageBy, cancellationToken),
            };
            await AddWorkAsync(ActionUrl, stop => StartAsync(source, settings, stop), action => Finish(source, action));
        });

    private async Task<ActionStatus> StartAsync(ActionSource source, ActionSettings settings, CancellationToken stop)
    {
        ActionStatus action = await source.Client.RunAsync(settings, stop).ConfigureAwait(false);
        return Wait ? await WaitForAsync(source, action, stop).ConfigureAwait(false) : action;
    }

    private Task Finish(ActionSource source, ActionStatus action)
    {
        if (Wait)
        {
            WriteRested(source, action);
        }
        else
        {
            WriteObject(source.ToObject(action));
        }

        return Task.CompletedTask;
    }

    /// <summary>A provider that comes down the pipeline is bound as the body too; it is who to ask, not what to ask for.</summary>
    private FlowValue ReadBody()
        => Body is null || (Body is PSObject piped && piped.TypeNames.Contains("Globus.Automate.ActionProvider"))
            ? FlowObject.Empty
            : ReadDocument(Body, nameof(Body)).Root;
}
