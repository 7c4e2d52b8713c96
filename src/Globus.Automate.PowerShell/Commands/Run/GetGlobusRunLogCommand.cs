using System.Management.Automation;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Gets the log of runs.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusRunLog", SupportsPaging = true)]
[OutputType("Globus.Automate.RunLogEntry")]
public sealed class GetGlobusRunLogCommand : GlobusCmdlet
{
    /// <summary>The ids of the runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("run_id", "ActionId")]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("RunId", "ActionId")]
    public string[] RunId { get; set; } = [];

    /// <summary>The newest entry first.</summary>
    [Parameter]
    [Alias("Reverse")]
    public SwitchParameter NewestFirst { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (string id in RunId)
        {
            await TryAsync(id, () => PagedOutput.WriteAsync(
                this,
                Runs.GetLogAsync(id, PagedOutput.PageSize(PagingParameters) ?? 100, NewestFirst, cancellationToken),
                entry =>
                {
                    PSObject item = ServiceObject.Create(entry.Document, "Globus.Automate.RunLogEntry");
                    item.Properties.Add(new PSNoteProperty("RunId", id));
                    WriteObject(item);
                }));
        }
    }
}
