using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>Gets the log of actions, from a provider that keeps one.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusActionLog", SupportsPaging = true)]
[OutputType("Globus.Automate.RunLogEntry")]
public sealed class GetGlobusActionLogCommand : GlobusCmdlet
{
    private ActionSources? _sources;

    /// <summary>The URL of the action provider, or the name of one that Globus operates, such as <c>hello_world</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Url", "action_url")]
    [ArgumentCompleter(typeof(ActionUrlCompleter))]
    [ValidateNotNullOrEmpty]
    public string ActionUrl { get; set; } = string.Empty;

    /// <summary>The ids of the actions.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("action_id")]
    [ValidateNotNullOrEmpty]
    [ObjectId("ActionId")]
    public string[] ActionId { get; set; } = [];

    /// <summary>The scope of the action provider. Needed only for a provider that does not show itself to everyone; the others are asked for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("action_scope", "GlobusAuthScope")]
    public string? ActionScope { get; set; }

    /// <summary>The newest entry first.</summary>
    [Parameter]
    [Alias("Reverse")]
    public SwitchParameter NewestFirst { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(ActionUrl, async () =>
        {
            ActionSource source = (_sources ??= new ActionSources(() => Session)).Find(ActionUrl, ActionScope);
            foreach (string id in ActionId)
            {
                await TryAsync(id, () => PagedOutput.WriteAsync(
                    this,
                    source.Client.GetLogAsync(id, PagedOutput.PageSize(PagingParameters) ?? 100, NewestFirst, cancellationToken),
                    entry =>
                    {
                        PSObject item = ServiceObject.Create(entry.Document, "Globus.Automate.RunLogEntry");
                        item.Properties.Add(new PSNoteProperty("ActionId", id));
                        item.Properties.Add(new PSNoteProperty("ActionUrl", source.Url.AbsoluteUri));
                        WriteObject(item);
                    }));
            }
        });
}
