using System.Management.Automation;
using Globus.Automate.Client.Actions;
using Globus.Automate.Client.Errors;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Commands.Action;

/// <summary>Asks action providers what they do, who may use them, and what input they take; without a URL, those that Globus operates.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusActionProvider")]
[OutputType("Globus.Automate.ActionProvider")]
public sealed class GetGlobusActionProviderCommand : ThrottledCmdlet
{
    private ActionSources? _sources;

    /// <summary>The URLs of action providers, or the names of some that Globus operates, such as <c>hello_world</c>. Without it, all that Globus operates.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Url", "action_url")]
    [ArgumentCompleter(typeof(ActionUrlCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ActionUrl { get; set; }

    /// <summary>The scope of the action provider. Needed only for a provider that does not show itself to everyone.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("action_scope", "GlobusAuthScope")]
    public string? ActionScope { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        _sources ??= new ActionSources(() => Session);
        if (ActionUrl is null)
        {
            foreach (WellKnownAction known in WellKnownActions.All)
            {
                ActionSource source = _sources.Find(known.Url.AbsoluteUri, scope: null);
                await AddWorkAsync(known.Name, stop => FindAsync(source, stop), provider => WriteIfFound(source, provider));
            }

            return;
        }

        foreach (string url in ActionUrl)
        {
            await TryAsync(url, async () =>
            {
                ActionSource source = _sources.Find(url, ActionScope);
                await AddWorkAsync(url, stop => source.Client.IntrospectAsync(stop), provider => WriteIfFound(source, provider));
            });
        }
    }

    /// <summary>A well-known provider that this Globus does not have, or does not show, is no error in a list.</summary>
    private async Task<ActionProvider?> FindAsync(ActionSource source, CancellationToken stop)
    {
        try
        {
            return await source.Client.IntrospectAsync(stop).ConfigureAwait(false);
        }
        catch (GlobusApiException e) when (e.Kind is GlobusErrorKind.NotFound or GlobusErrorKind.AuthenticationRequired or GlobusErrorKind.Forbidden)
        {
            PostVerbose($"{source.Url.AbsoluteUri} is left out: {e.Message}");
            return null;
        }
    }

    private Task WriteIfFound(ActionSource source, ActionProvider? provider)
    {
        if (provider is not null)
        {
            WriteObject(source.ToObject(provider));
        }

        return Task.CompletedTask;
    }
}
