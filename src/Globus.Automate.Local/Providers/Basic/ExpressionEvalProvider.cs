using Globus.Automate.FlowLanguage;
using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// <c>expression_eval</c> (manual 7.1.12): one expression, or several in <c>expressions</c>, each with <c>arguments</c> and <c>result_path</c>. Results go into
/// the details where <c>result_path</c> says (<c>$.a.b</c> or <c>a.b</c>), else under <c>result</c>; a later one at the same path replaces the earlier.
/// </summary>
public sealed class ExpressionEvalProvider : ActionProvider
{
    /// <summary>Makes the provider.</summary>
    public ExpressionEvalProvider()
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://actions.globus.org/expression_eval"),
            Title = "Expression Evaluation",
            Subtitle = "Evaluate simple expressions",
            Description = "Evaluates one expression or several on given arguments. Expressions in the Parameters of a state make it rarely needed.",
            GlobusAuthScope = "https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/expression",
            Synchronous = true,
            InputSchema = InputSchemas.Parse(
                """
                {
                  "$defs": {
                    "expression": {
                      "type": "object",
                      "additionalProperties": false,
                      "required": ["expression"],
                      "properties": {
                        "expression": {"type": "string", "description": "The expression, in simpleeval's syntax"},
                        "arguments": {"type": "object", "description": "The values that the expression's names stand for"},
                        "result_path": {"type": "string", "description": "Where in the details the value goes; 'result' when missing"}
                      }
                    }
                  },
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    "expression": {"$ref": "#/$defs/expression/properties/expression"},
                    "arguments": {"$ref": "#/$defs/expression/properties/arguments"},
                    "result_path": {"$ref": "#/$defs/expression/properties/result_path"},
                    "expressions": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/expression"}}
                  },
                  "oneOf": [{"required": ["expression"]}, {"required": ["expressions"]}]
                }
                """),
        })
    {
    }

    /// <inheritdoc/>
    public override bool IsRepeatable => true;

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        FlowArray requests = action.Body["expressions"] as FlowArray ?? FlowArray.Create(action.Body);
        FlowValue details = FlowObject.Empty;
        foreach (FlowObject request in requests.Cast<FlowObject>())
        {
            string text = request["expression"]!.AsString()!;
            try
            {
                FlowValue value = FlowExpression.Parse(text).Evaluate(request["arguments"] ?? FlowObject.Empty, cancellationToken);
                details = PathOf(request["result_path"]?.AsString() ?? "result").Set(details, value);
            }
            catch (FlowSyntaxException fault)
            {
                return new(ActionProgress.Failed(FlowObject.Create(
                    ("error", FlowValue.From((fault as ExpressionException)?.Error ?? "SyntaxError")),
                    ("description", FlowValue.From(fault.Message)),
                    ("expression", FlowValue.From(text)),
                    ("position", FlowValue.From(fault.Position)))));
            }
        }

        return new(ActionProgress.Succeeded(details));
    }

    /// <summary>A reference path as it stands, or names joined by dots.</summary>
    private static ReferencePath PathOf(string path) => ReferencePath.Parse(path.StartsWith('$')
        ? path
        : "$" + string.Concat(path.Split('.').Select(static name => $"['{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']")));
}
