using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;
using ActionStatus = Globus.Automate.Local.Engine.ActionStatus;

namespace Globus.Automate.Local.Services;

/// <summary>
/// What the states <c>CreateWebInput</c> and <c>AwaitWebInput</c> do: the first asks a question, the second waits until it is closed.
/// See docs/decisions/0067-web-input-states.md.
/// </summary>
/// <param name="inputs">The questions.</param>
/// <param name="titleOf">The title of a run's flow.</param>
internal sealed class WebInputGateway(WebInputStore inputs, Func<string, string> titleOf) : IActionGatewayRoute
{
    private static readonly IJsonSchema s_question = JsonSchema.Compile(InputSchemas.Parse(
        """
        {
          "type": "object",
          "required": ["InputType", "Context", "Options"],
          "properties": {
            "InputType": {"enum": ["Selection"]},
            "Context": {
              "type": "object",
              "required": ["PresentationStyle", "Title"],
              "properties": {
                "PresentationStyle": {"enum": ["Table", "Text"]},
                "Title": {"type": "string", "minLength": 1},
                "Text": {"type": "string"},
                "Rows": {"type": "array", "items": {"type": "object", "required": ["Field", "Value"], "properties": {"Field": {"type": "string"}}}}
              },
              "if": {"properties": {"PresentationStyle": {"const": "Text"}}},
              "then": {"required": ["Text"]},
              "else": {"required": ["Rows"]}
            },
            "Options": {
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "required": ["Value", "Label"],
                "properties": {"Value": {"type": "string", "minLength": 1}, "Label": {"type": "string", "minLength": 1}, "Description": {"type": "string"}}
              }
            },
            "RespondentUrns": {"type": "array", "items": {"type": "string"}},
            "ViewerUrns": {"type": "array", "items": {"type": "string"}}
          }
        }
        """));

    private static readonly IJsonSchema s_answer = JsonSchema.Compile(InputSchemas.Parse(
        """{"type": "object", "required": ["web_input_id"], "properties": {"web_input_id": {"type": "string", "format": "uuid"}}}"""));

    /// <inheritdoc/>
    public bool Accepts(ActionCall call) => call.ActionUrl is WebInputState.CreateUrl or WebInputState.AwaitUrl;

    /// <inheritdoc/>
    public async ValueTask<ActionResponse> RunAsync(ActionCall call, FlowObject request, CancellationToken cancellationToken)
    {
        try
        {
            FlowObject body = request["body"] as FlowObject ?? FlowObject.Empty;
            if (call.ActionUrl == WebInputState.AwaitUrl)
            {
                ActionInput.Validate(s_answer, body);
                return Answer(call, body["web_input_id"]!.AsString()!);
            }

            ActionInput.Validate(s_question, body);

            // A request that is sent again after a crash has the same id, and asks no second question.
            var id = Guid.Parse(request["request_id"]!.AsString()!);
            if (!inputs.TryFind(id, out _))
            {
                await inputs.OpenAsync(Read(call, request, body) with { Id = id }).ConfigureAwait(false);
            }

            return Answer(call, id.ToString());
        }
        catch (ActionRefusedException refusal)
        {
            return refusal.ToResponse(Guid.NewGuid());
        }
    }

    /// <inheritdoc/>
    public ValueTask<ActionResponse> GetStatusAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => new(AnswerAgain(call, actionId));

    /// <summary>A question whose run is over is closed, so there is nothing to cancel.</summary>
    public ValueTask<ActionResponse> CancelAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => new(AnswerAgain(call, actionId));

    /// <inheritdoc/>
    public ValueTask<ActionResponse> ResumeAsync(ActionCall call, string actionId, CancellationToken cancellationToken) => new(AnswerAgain(call, actionId));

    private WebInput Read(ActionCall call, FlowObject request, FlowObject body)
    {
        var context = (FlowObject)body["Context"]!;
        WebInputOption[] options = [.. ((FlowArray)body["Options"]!).Cast<FlowObject>().Select(static option => new WebInputOption(
            option["Value"]!.AsString()!,
            option["Label"]!.AsString()!,
            option["Description"]?.AsString() ?? string.Empty))];
        if (options.GroupBy(static option => option.Id, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1)?.Key is { } twice)
        {
            throw ActionRefusedException.Input($"Two options have the value '{twice}'.", "$.Options");
        }

        bool isText = context["PresentationStyle"]!.AsString() == "Text";
        IReadOnlyList<string> respondents = Urns(body, "RespondentUrns", call.Caller);
        return new WebInput
        {
            RunId = call.RunId,
            RunLabel = request["label"]?.AsString(),
            FlowId = call.FlowId,
            FlowTitle = titleOf(call.RunId),
            Title = context["Title"]!.AsString()!,
            Text = isText ? context["Text"]!.AsString() : null,
            Rows = isText ? [] : [.. ((FlowArray)context["Rows"]!).Cast<FlowObject>().Select(static row => KeyValuePair.Create(
                row["Field"]!.AsString()!,
                row["Value"]!.AsString() ?? row["Value"]!.ToJson()))],
            Options = options,
            Respondents = respondents,
            Viewers = [.. Urns(body, "ViewerUrns", call.Caller).Append(call.Caller).Distinct(StringComparer.Ordinal)],
            Creator = call.Caller,
        };
    }

    /// <summary>The people of a field; the run's owner where it is not there.</summary>
    private static IReadOnlyList<string> Urns(FlowObject body, string name, string owner)
        => body[name] is FlowArray urns ? [.. urns.Select(static urn => urn.AsString()!)] : [owner];

    private ActionResponse AnswerAgain(ActionCall call, string id)
    {
        try
        {
            return Answer(call, id);
        }
        catch (ActionRefusedException refusal)
        {
            return refusal.ToResponse(Guid.NewGuid());
        }
    }

    /// <summary>Where the action of a state stands.</summary>
    /// <exception cref="ActionRefusedException">The run has not asked this question.</exception>
    private ActionResponse Answer(ActionCall call, string id)
    {
        if (!Guid.TryParse(id, out Guid known) || !inputs.TryFind(known, out WebInput? input) || input.RunId != call.RunId)
        {
            throw ActionRefusedException.NotFound($"This run has asked no question with the id '{id}': a state of the type {WebInputState.CreateType} gives the web_input_id.");
        }

        FlowValue own = FlowValue.From(input.Id.ToString());
        bool isAsking = call.ActionUrl == WebInputState.CreateUrl;
        (string status, FlowObject details) = (isAsking, input) switch
        {
            (true, _) => (ActionStatus.Succeeded, FlowObject.Create(("web_input_id", own))),
            (_, { ClosedAt: null }) => (ActionStatus.Active, FlowObject.Create(("web_input_id", own))),
            (_, { Answer: { } answer }) => (ActionStatus.Succeeded, FlowObject.Create(("web_input_id", own), ("response", FlowValue.From(answer)))),
            _ => ("FAILED", FlowObject.Create(
                ("web_input_id", own),
                ("response", FlowValue.Null),
                ("cause", FlowValue.From($"Nobody answered the question '{input.Title}' within {WebInputStore.Lifetime.TotalDays:0} days.")))),
        };
        return new ActionResponse(200, FlowObject.Create(
            ("action_id", own),
            ("completion_time", isAsking ? Times.Value(input.CreatedAt) : Times.Value(input.ClosedAt)),
            ("creator_id", FlowValue.From(call.Caller)),
            ("details", details),
            ("display_status", FlowValue.From(status)),
            ("start_time", Times.Value(input.CreatedAt)),
            ("status", FlowValue.From(status))));
    }
}
