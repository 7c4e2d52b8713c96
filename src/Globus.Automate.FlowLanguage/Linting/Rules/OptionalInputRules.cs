using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>
/// GF304: what the input schema names and does not require, and a state reads without asking whether it is there. Told once of each property,
/// where it is read first.
/// </summary>
internal sealed class OptionalInputRules : LintRule
{
    public override void Check(LintContext context)
    {
        FlowValue? schema = context.Request.InputSchema?.Root;
        Shape input = Shape.FromSchema(schema);
        Shape sure = Shape.FromSchema(schema, onlySure: true);
        if (schema is null || context.Start is not { } start || !context.States.Exists(state => context.Reads(state).Any(read => Find(sure, input, read) is not null)))
        {
            return;
        }

        var analysis = FlowAnalysis.Run(context, start, sure);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (LintState state in context.States)
        {
            if (analysis.At(state) is not { } shape)
            {
                continue;
            }

            int rule = 0;
            foreach (StateRead read in context.Reads(state))
            {
                // A rule is asked when those before it did not hold.
                while (read.Place is [_, _, "Choices", int asked, ..] && rule < asked)
                {
                    shape = analysis.WhenNot(shape, ((FlowArray)state.Fields["Choices"]!)[rule++]);
                }

                if (Find(shape, input, read) is { } missing && told.Add(PathText.Format(missing)))
                {
                    Report(context, read, missing);
                }
            }
        }
    }

    /// <summary>The property that a state reads whenever it runs, that inputs may have and need not have; null where there is none.</summary>
    private static IReadOnlyList<object>? Find(Shape there, Shape input, StateRead read)
    {
        if (read.Certainty != ReadCertainty.Always || read.Steps is ["_context" or "_tokens", ..])
        {
            return null;
        }

        int count = there.Follow(read.Steps);
        return count < read.Steps.Count && input.Names([.. read.Steps.Take(count + 1)]) ? [.. read.Steps.Take(count + 1)] : null;
    }

    private static void Report(LintContext context, StateRead read, IReadOnlyList<object> missing)
    {
        string path = PathText.Format(missing);
        string where = read.Position < 0 ? string.Empty : $", at character {read.Position + 1} of the expression";
        string guard = read.Position < 0 ? $"ask for it before, in a Choice with IsPresent on '{path}'" : $"read it as getattr('{string.Join('.', missing)}', <what else>)";
        context.Information("GF304", $"The input schema does not require {path}, and a run without it fails here{where}: make it required, give it a default, or {guard}.", read.Place);
    }
}
