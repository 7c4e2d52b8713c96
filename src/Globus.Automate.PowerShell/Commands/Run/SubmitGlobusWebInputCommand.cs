using System.Management.Automation;
using System.Text.Json;
using Globus.Automate.Client.Flows;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Completion;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands.Run;

/// <summary>Answers a question that a run put to people; the run goes on with the answer.</summary>
[Cmdlet(VerbsLifecycle.Submit, "GlobusWebInput", SupportsShouldProcess = true)]
[OutputType("Globus.Automate.WebInput")]
public sealed class SubmitGlobusWebInputCommand : GlobusCmdlet
{
    /// <summary>The id of the web input.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "web_input_id", "BlockingWebInputId")]
    [ArgumentCompleter(typeof(WebInputIdCompleter))]
    [ValidateNotNullOrEmpty]
    [ObjectId("WebInputId", "BlockingWebInputId", "Id")]
    public string WebInputId { get; set; } = string.Empty;

    /// <summary>The answer: the id of one of its options, or the option's label.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Value")]
    [ArgumentCompleter(typeof(WebInputOptionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Option { get; set; } = string.Empty;

    /// <summary>Whether the web input is written out as it is after it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
        => await TryAsync(WebInputId, async () =>
        {
            WebInput input = await Session.WebInputs.GetAsync(WebInputId, cancellationToken);
            WebInputOption option = Find(input);
            if (!ShouldProcess($"web input {input.Id} ('{input.Title}')", $"Answer '{option.Label}'"))
            {
                return;
            }

            JsonElement value = JsonText.ToElement(FlowValue.From(option.OptionId));
            await Session.WebInputs.RespondAsync(input.Id, value, cancellationToken);
            if (PassThru)
            {
                WriteDocument((await Session.WebInputs.GetAsync(input.Id, cancellationToken)).Document, "Globus.Automate.WebInput");
            }
        });

    /// <summary>An id counts before a label; a label must be that of one option alone.</summary>
    private WebInputOption Find(WebInput input)
    {
        string given = Option.Trim();
        if (input.Options.FirstOrDefault(option => option.OptionId == given) is { } byId)
        {
            return byId;
        }

        WebInputOption[] byLabel = [.. input.Options.Where(option => option.Label.Equals(given, StringComparison.OrdinalIgnoreCase))];
        return byLabel is [WebInputOption only] ? only : throw new CommandException(
            "InvalidOption",
            ErrorCategory.InvalidArgument,
            $"'{given}' is {(byLabel.Length > 1 ? "the label of several options" : "none of the options")} of web input {input.Id}: give one of {string.Join(", ", input.Options.Select(static option => $"{option.OptionId} ({option.Label})"))}.");
    }
}
