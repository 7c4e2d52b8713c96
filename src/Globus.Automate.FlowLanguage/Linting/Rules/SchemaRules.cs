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
            foreach ((string path, string message) in e.Errors.Count == 0 ? [(e.Path, e.Message)] : e.Errors.Select(static error => (error.InstancePath, SchemaPlace.Sentence(error))))
            {
                context.ReportIn(document, DiagnosticSeverity.Error, "GF701", $"The input schema is no valid JSON Schema: {message}", SchemaPlace.StepsOf(path));
            }

            return;
        }

        if (context.Request.Input is { } input)
        {
            IReadOnlyList<SchemaError> errors = schema.Validate(input.Root).Errors;
            foreach (SchemaError error in errors)
            {
                // A format of a whole object, where a part of it is told to be wrong, says nothing more.
                if (error.Keyword == "format" && errors.Any(other => !ReferenceEquals(other, error) && IsWithin(other.InstancePath, error.InstancePath)))
                {
                    continue;
                }

                (IReadOnlyList<object> steps, bool isKey, string? meant) = SchemaPlace.Of(error, input.Root);
                context.ReportIn(input, DiagnosticSeverity.Error, "GF703", $"The input does not fit the schema: {SchemaPlace.Sentence(error)}", steps, isKey, meant);
            }
        }

        CheckUse(context, document);
    }

    private static bool IsWithin(string path, string outer)
        => path.Length > outer.Length && path.StartsWith(outer, StringComparison.Ordinal) && path[outer.Length] is '.' or '[';

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
