using System.Management.Automation;
using System.Text.Json;
using Globus.Automate.Client.Flows;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands.Flow;

/// <summary>Changes flows. Only what is given is sent, and the rest stays as it is; an empty list or an empty text clears.</summary>
[Cmdlet(VerbsCommon.Set, "GlobusFlow", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.Flow")]
public sealed class SetGlobusFlowCommand : ThrottledCmdlet
{
    private FlowSettings? _settings;

    /// <summary>The ids of the flows.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "flow_id")]
    [ArgumentCompleter(typeof(FlowIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("FlowId", "Id")]
    public string[] FlowId { get; set; } = [];

    /// <summary>The definition: a hashtable, an object, JSON or YAML text, or the path of a file.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Definition { get; set; }

    /// <summary>The JSON Schema of the input: a hashtable, an object, JSON or YAML text, or the path of a file; <c>@{}</c> lets any input through.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? InputSchema { get; set; }

    /// <summary>The title, 1 to 128 characters.</summary>
    [Parameter]
    [ValidateLength(1, 128)]
    public string? Title { get; set; }

    /// <summary>A line under the title, up to 128 characters.</summary>
    [Parameter]
    [ValidateLength(0, 128)]
    public string? Subtitle { get; set; }

    /// <summary>What the flow does, up to 4,096 characters.</summary>
    [Parameter]
    [ValidateLength(0, 4096)]
    public string? Description { get; set; }

    /// <summary>Words to find the flow by.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Keyword { get; set; }

    /// <summary>Who sees the flow: usernames, ids or URNs, or <c>public</c>.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Viewer { get; set; }

    /// <summary>Who may run it: usernames, ids or URNs, or <c>all_authenticated_users</c>.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Starter { get; set; }

    /// <summary>Who may change it: usernames, ids or URNs.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? Administrator { get; set; }

    /// <summary>Who may manage all of its runs: usernames, ids or URNs.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? RunManager { get; set; }

    /// <summary>Who may watch all of its runs: usernames, ids or URNs.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? RunMonitor { get; set; }

    /// <summary>The subscription the flow belongs to: an id, or <c>DEFAULT</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SubscriptionId { get; set; }

    /// <summary>The authentication policy of a flow under high assurance; it can be replaced, not added or taken away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AuthenticationPolicyId { get; set; }

    /// <summary>Makes you the owner. Only who administers a flow can do so.</summary>
    [Parameter]
    [Alias("AssumeOwnership")]
    public SwitchParameter TakeOwnership { get; set; }

    /// <summary>Whether the flows are written out as they are after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        await base.BeginAsync(cancellationToken);

        // Once for all flows: a document that cannot be read is one error, not one for each flow.
        _settings = new FlowSettings
        {
            Definition = Definition is null ? null : JsonText.ToElement(ReadDocument(Definition, nameof(Definition)).Root),
            InputSchema = InputSchema is null ? null : JsonText.ToElement(ReadDocument(InputSchema, nameof(InputSchema)).Root),
            Title = Title,
            Subtitle = Subtitle,
            Description = Description,
            Keywords = Keyword?.Where(static word => word.Length > 0).ToArray(),
            SubscriptionId = SubscriptionId,
            AuthenticationPolicyId = AuthenticationPolicyId,
            FlowOwner = TakeOwnership ? Connection.Identity.Principal : null,
            FlowViewers = Viewer,
            FlowStarters = Starter,
            FlowAdministrators = Administrator,
            RunManagers = RunManager,
            RunMonitors = RunMonitor,
        };
        if (Names(_settings).Length == 0)
        {
            throw new CommandException("NothingToChange", ErrorCategory.InvalidArgument, "Nothing is given to change: name at least one of -Title, -Definition, -InputSchema and the others.");
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        FlowSettings settings = _settings!;
        string action = $"Change {string.Join(", ", Names(settings))}";
        foreach (string id in FlowId)
        {
            if (ShouldProcess($"flow {id}", action))
            {
                await TryAsync(id, async () =>
                {
                    FlowSettings resolved = await settings.ResolveAsync(Principals, cancellationToken);
                    await AddWorkAsync(id, stop => Flows.UpdateAsync(id, resolved, stop), Write);
                });
            }
        }
    }

    private static string[] Names(FlowSettings settings)
        => [.. JsonSerializer.SerializeToElement(settings, JsonText.SnakeCase).EnumerateObject().Select(static setting => setting.Name)];

    private Task Write(Client.Flows.Flow flow)
    {
        if (PassThru)
        {
            WriteDocument(flow.Document, "Globus.Automate.Flow");
        }

        return Task.CompletedTask;
    }
}
