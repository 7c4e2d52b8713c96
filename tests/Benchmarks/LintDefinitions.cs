using System.Text.Json.Nodes;

namespace Globus.Automate.Benchmarks;

/// <summary>Definitions of any size for <see cref="LintBenchmarks"/>.</summary>
internal static class LintDefinitions
{
    /// <summary>The plainest definition: a row of actions.</summary>
    public static string Plain(int count) => new JsonObject
    {
        ["StartAt"] = "S0",
        ["States"] = new JsonObject(Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"S{i}", (JsonNode?)new JsonObject
        {
            ["Type"] = "Action",
            ["ActionUrl"] = "https://actions.globus.org/hello_world",
            ["Parameters"] = new JsonObject { ["echo_string.$"] = "$.input.echo_string", ["sleep_time"] = 5 },
            ["ResultPath"] = $"$.r{i}",
            [i + 1 < count ? "Next" : "End"] = i + 1 < count ? $"S{i + 1}" : true,
        }))),
    }.ToJsonString();

    public const string Schema = """
        {
          "type": "object", "additionalProperties": false, "required": ["source", "destination", "notify", "n"],
          "properties": {
            "source": {"type": "object", "additionalProperties": false, "required": ["id", "path"], "properties": {"id": {"type": "string", "format": "uuid"}, "path": {"type": "string"}}},
            "destination": {"type": "object", "additionalProperties": false, "required": ["id", "path"], "properties": {"id": {"type": "string", "format": "uuid"}, "path": {"type": "string"}}},
            "notify": {"type": "string"},
            "n": {"type": "integer"}
          }
        }
        """;

    private const string Context = "_context.run_id";

    public static string WideSchema(int properties)
    {
        var schema = (JsonObject)JsonNode.Parse(Schema)!;
        var all = (JsonObject)schema["properties"]!;
        for (int i = 0; i < properties; i++)
        {
            all[$"setting_{i}"] = new JsonObject { ["type"] = "string", ["title"] = $"Setting {i}" };
        }

        return schema.ToJsonString();
    }

    /// <summary>Blocks of ten states, one after the other; the last state has one slip in an expression.</summary>
    public static JsonObject Chain(int states)
    {
        var all = new JsonObject();
        int blocks = states / 10;
        for (int b = 0; b < blocks; b++)
        {
            bool isLast = b == blocks - 1;
            Add($"List{b}", $$"""
                {"Type": "Action", "Comment": "What is there", "ActionUrl": "https://transfer.actions.globus.org/ls", "Parameters": {"endpoint_id.$": "$.source.id", "path.=": "source.path + '/batch-{{b}}/'"},
                 "ResultPath": "$.Listing{{b}}", "WaitTime": 300, "Catch": [{"ErrorEquals": ["ActionUnableToRun"], "ResultPath": "$.Error{{b}}", "Next": "Tell{{b}}"}], "Next": "IsEmpty{{b}}"}
                """);
            Add($"IsEmpty{b}", $$"""
                {"Type": "Choice", "Choices": [{"And": [{"Variable": "$.Listing{{b}}.details.DATA[0]", "IsPresent": true}, {"Variable": "$.Listing{{b}}.status", "StringEquals": "SUCCEEDED"}], "Next": "Transfer{{b}}"}], "Default": "Compute{{b}}"}
                """);
            Add($"Transfer{b}", $$"""
                {"Type": "Action", "ActionUrl": "https://actions.globus.org/transfer/transfer", "Parameters": {"source_endpoint_id.$": "$.source.id", "destination_endpoint_id.$": "$.destination.id", "label.=": "f'batch {{b}} of ' + `$.{{Context}}`",
                  "transfer_items": [{"source_path.$": "$.source.path", "destination_path.=": "destination.path + '/batch-{{b}}/'", "recursive": true}]},
                 "ResultPath": "$.Transfer{{b}}", "WaitTime": 86400, "ExceptionOnActionFailure": true, "Catch": [{"ErrorEquals": ["ActionFailedException", "ActionTimeout"], "ResultPath": "$.Error{{b}}", "Next": "Tell{{b}}"}], "Next": "Pause{{b}}"}
                """);
            Add($"Pause{b}", $$"""{"Type": "Wait", "Seconds": 30, "Next": "Look{{b}}"}""");
            Add($"Look{b}", $$"""{"Type": "Action", "ActionUrl": "https://actions.globus.org/hello_world", "Parameters": {"echo_string.=": "'task ' + Transfer{{b}}.action_id + ' of ' + source.path"}, "ResultPath": "$.Look{{b}}", "Next": "Done{{b}}"}""");
            Add($"Done{b}", $$"""{"Type": "Choice", "Choices": [{"Variable": "$.Look{{b}}.status", "StringEquals": "ACTIVE", "Next": "Pause{{b}}"}, {"Not": {"Variable": "$.Transfer{{b}}.status", "StringEquals": "SUCCEEDED"}, "Next": "Tell{{b}}"}], "Default": "Compute{{b}}"}""");
            Add($"Compute{b}", $$"""{"Type": "ExpressionEval", "Parameters": {"total.=": "n * {{b}} + 1", "names.=": "[x for x in [source.path, destination.path] if x]", "who.=": "'-'.join([notify, str(n)])"}, "ResultPath": "$.Totals{{b}}", "Next": "Shape{{b}}"}""");
            Add($"Shape{b}", $$"""{"Type": "Pass", "Parameters": {"summary.$": "$.Totals{{b}}.total", "all": {"first.$": "$.Totals{{b}}.names[0]", "batch": {{b}} } }, "ResultPath": "$.Summary{{b}}", "Next": "Mail{{b}}"}""");
            Add($"Mail{b}", $$"""
                {"Type": "Action", "ActionUrl": "https://actions.globus.org/notification/notify", "Parameters": {"sender": "noreply@example.org", "destination.$": "$.notify", "subject": "Batch {{b}}", "body_template": "Batch $batch is there.", "body_variables": {"batch.$": "$.n"},
                  "send_credentials": [{"credential_type.$": "$.notify", "credential_value.$": "$.notify", "__Private_Parameters": ["credential_value"]}], "notification_method": "email"},
                 "ResultPath": "$.Mail{{b}}", "WaitTime": 600, {{(isLast ? "\"End\": true" : $"\"Next\": \"List{b + 1}\"")}}}
                """);
            Add($"Tell{b}", isLast
                ? $$"""{"Type": "ExpressionEval", "Parameters": {"text.=": "notiffy + ' failed'"}, "ResultPath": "$.Told{{b}}", "Next": "Mail{{b}}"}"""
                : $$"""{"Type": "Pass", "Parameters": {"text.=": "notify + ' failed'"}, "ResultPath": "$.Told{{b}}", "Next": "List{{b + 1}}"}""");
        }

        return Definition("List0", all);

        void Add(string name, string state) => all[name] = JsonNode.Parse(state);
    }

    /// <summary>One Choice with a rule for every state; each goes on to the same end.</summary>
    public static JsonObject FanOut(int states)
    {
        var all = new JsonObject();
        var rules = new JsonArray();
        for (int i = 0; i < states; i++)
        {
            rules.Add(JsonNode.Parse($$"""{"Variable": "$.n", "NumericEquals": {{i}}, "Next": "S{{i}}"}"""));
        }

        all["Fan"] = new JsonObject { ["Type"] = "Choice", ["Choices"] = rules, ["Default"] = "End" };
        for (int i = 0; i < states; i++)
        {
            all[$"S{i}"] = JsonNode.Parse($$"""{"Type": "Pass", "Parameters": {"a.$": "$.n"}, "ResultPath": "$.r{{i}}", "Next": "End"}""");
        }

        all["End"] = JsonNode.Parse("""{"Type": "Pass", "End": true}""");
        return Definition("Fan", all);
    }

    /// <summary>Choices one after the other, each with a way round that leaves a result out.</summary>
    public static JsonObject Ladder(int states)
    {
        var all = new JsonObject();
        for (int i = 0; i < states / 2; i++)
        {
            all[$"C{i}"] = JsonNode.Parse($$"""{"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": {{i}}, "Next": "P{{i}}"}], "Default": "C{{i + 1}}"}""");
            all[$"P{i}"] = JsonNode.Parse($$"""{"Type": "Pass", "Parameters": {"a.$": "$.n"}, "ResultPath": "$.r{{i}}", "Next": "C{{i + 1}}"}""");
        }

        all[$"C{states / 2}"] = JsonNode.Parse("""{"Type": "Pass", "End": true}""");
        return Definition("C0", all);
    }

    /// <summary>Each state may go back to any of the ten before it.</summary>
    public static JsonObject Loops(int states)
    {
        var all = new JsonObject();
        for (int i = 0; i < states / 2; i++)
        {
            all[$"P{i}"] = JsonNode.Parse($$"""{"Type": "Pass", "Parameters": {"a.$": "$.n"}, "ResultPath": "$.r{{i}}", "Next": "C{{i}}"}""");
            var rules = new JsonArray();
            for (int back = Math.Max(0, i - 10); back <= i; back++)
            {
                rules.Add(JsonNode.Parse($$"""{"Variable": "$.n", "NumericEquals": {{back}}, "Next": "P{{back}}"}"""));
            }

            all[$"C{i}"] = new JsonObject { ["Type"] = "Choice", ["Choices"] = rules, ["Default"] = i + 1 < states / 2 ? $"P{i + 1}" : "End" };
        }

        all["End"] = JsonNode.Parse("""{"Type": "Pass", "End": true}""");
        return Definition("P0", all);
    }

    /// <summary>A chain whose last state goes back to the first.</summary>
    public static JsonObject OneLoop(int states)
    {
        var all = new JsonObject();
        for (int i = 0; i < states; i++)
        {
            all[$"S{i}"] = JsonNode.Parse($$"""{"Type": "Pass", "Parameters": {"a.$": "$.n"}, "ResultPath": "$.r{{i}}", "Next": "{{(i + 1 < states ? $"S{i + 1}" : "Again")}}"}""");
        }

        all["Again"] = JsonNode.Parse("""{"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "S0"}], "Default": "End"}""");
        all["End"] = JsonNode.Parse("""{"Type": "Pass", "End": true}""");
        return Definition("S0", all);
    }

    /// <summary>A chain in which every state reads what is not there, under a name that is close to many.</summary>
    public static JsonObject AllWrong(int states)
    {
        var all = new JsonObject();
        for (int i = 0; i < states; i++)
        {
            all[$"S{i}"] = JsonNode.Parse($$"""{"Type": "ExpressionEval", "Parameters": {"a.=": "resul_{{i}} + 1"}, "ResultPath": "$.result_{{i}}", "Next": "{{(i % 2 == 0 ? $"S{i + 1}" : $"Z{i + 1}")}}"}""");
        }

        return Definition("S0", all);
    }

    private static JsonObject Definition(string start, JsonObject states) => new() { ["StartAt"] = start, ["States"] = states };
}
