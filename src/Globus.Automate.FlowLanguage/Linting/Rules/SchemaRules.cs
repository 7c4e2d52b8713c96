using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF701 to GF703: the input schema itself, the input by it, and what it requires without anybody using it.</summary>
internal sealed class SchemaRules : LintRule
{
    public override void Check(LintContext context)
    {
        if (context.Request.InputSchema is not { } document)
        {
            return;
        }

        IJsonSchema schema;
        try
        {
            schema = JsonSchema.Compile(document.Root);
        }
        catch (SchemaException e)
        {
            context.ReportIn(document, DiagnosticSeverity.Error, "GF701", $"The input schema is no valid JSON Schema: {e.Message}", SchemaPlace.StepsOf(e.Path));
            return;
        }

        if (context.Request.Input is { } input)
        {
            foreach (SchemaError error in schema.Validate(input.Root).Errors)
            {
                (IReadOnlyList<object> steps, bool isKey, string? meant) = SchemaPlace.Of(error, input.Root);
                context.ReportIn(input, DiagnosticSeverity.Error, "GF703", $"The input does not fit the schema: {SchemaPlace.Sentence(error)}", steps, isKey, meant);
            }
        }

        CheckUse(context, document);
    }

    private static void CheckUse(LintContext context, FlowDocument document)
    {
        if (document.Root is not FlowObject root || root["required"] is not FlowArray required || context.States.Count == 0 || context.HasMistakes)
        {
            return;
        }

        var read = new HashSet<string>(StringComparer.Ordinal) { "_tokens" };
        foreach (LintState state in context.States)
        {
            // A state that could not be read may use anything, and so does one that takes the whole document.
            IReadOnlyList<StateRead> reads = context.Reads(state);
            if (state.Type is null || reads.Any(static r => r.Steps.Count == 0))
            {
                return;
            }

            read.UnionWith(reads.Select(static r => r.Steps[0]).OfType<string>());
        }

        for (int i = 0; i < required.Count; i++)
        {
            if (required[i].AsString() is { } name && !read.Contains(name))
            {
                context.ReportIn(document, DiagnosticSeverity.Information, "GF702", $"The input must have '{name}', and no state uses it: leave it out of required, or use it.", ["required", i]);
            }
        }
    }
}
