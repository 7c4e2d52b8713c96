using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Linting.Rules;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting;

/// <summary>How surely a state reads something.</summary>
internal enum ReadCertainty
{
    /// <summary>Whenever the run comes there: where nothing is, the run fails.</summary>
    Always,

    /// <summary>Where a condition in the expression, or the rules before it, lead there.</summary>
    Sometimes,

    /// <summary>Its absence is provided for.</summary>
    Guarded,
}

/// <summary>Something that a state reads from the run's document.</summary>
/// <param name="Steps">The way to it, as far as it is known.</param>
/// <param name="Place">Where in the definition it is written.</param>
/// <param name="Position">Where in the expression, from 0; -1 for a path.</param>
/// <param name="Certainty">How surely it is read.</param>
internal readonly record struct StateRead(IReadOnlyList<object> Steps, IReadOnlyList<object> Place, int Position, ReadCertainty Certainty);

/// <summary>Finds all that a state reads.</summary>
internal sealed class StateReads
{
    private const int MaxDepth = 100;

    private static readonly string[] s_pathFields = ["InputPath", "SecondsPath", "TimestampPath", "ErrorPath", "CausePath"];

    private readonly LintContext _context;
    private readonly List<StateRead> _found = [];

    private StateReads(LintContext context) => _context = context;

    public static IReadOnlyList<StateRead> Find(LintContext context, LintState state)
    {
        if (state.Type is null)
        {
            return [];
        }

        var reads = new StateReads(context);
        foreach (string name in s_pathFields)
        {
            if (state.Fields[name] is { } field && FieldTable.Of(state.Type).ContainsKey(name))
            {
                reads.AddPath(field, state.Steps(name), ReadCertainty.Always);
            }
        }

        if (FieldTable.Has(state.Type, "Parameters") && state.Fields["Parameters"] is FlowObject parameters)
        {
            reads.AddParameters(parameters, state.Steps("Parameters"), 0);
        }

        if (state.Type == "Choice" && state.Fields["Choices"] is FlowArray rules)
        {
            for (int i = 0; i < rules.Count; i++)
            {
                reads.AddRule(rules[i], state.Steps("Choices", i), ReadCertainty.Always, 0);
            }
        }

        return reads._found;
    }

    private void AddPath(FlowValue value, object[] place, ReadCertainty certainty)
    {
        if (value is FlowString text && !_context.IsBroken(place) && _context.Path(text.Value).Path is { } path)
        {
            // A path that can name many gives an empty list where nothing is.
            _found.Add(new StateRead(path.LeadingSteps, place, -1, certainty == ReadCertainty.Always && path.SingularSteps is null ? ReadCertainty.Sometimes : certainty));
        }
    }

    private void AddParameters(FlowValue value, object[] steps, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        if (value is FlowObject fields)
        {
            foreach ((string name, FlowValue part) in fields.Members)
            {
                if (name.EndsWith(".$", StringComparison.Ordinal))
                {
                    AddPath(part, [.. steps, name], ReadCertainty.Always);
                }
                else if (name.EndsWith(".=", StringComparison.Ordinal))
                {
                    AddExpression(part, [.. steps, name]);
                }
                else if (part is FlowObject or FlowArray)
                {
                    AddParameters(part, [.. steps, name], depth + 1);
                }
            }
        }
        else if (value is FlowArray list)
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (list[i] is FlowObject or FlowArray)
                {
                    AddParameters(list[i], [.. steps, i], depth + 1);
                }
            }
        }
    }

    private void AddExpression(FlowValue value, object[] place)
    {
        if (value is FlowString text && !_context.IsBroken(place) && _context.Expression(text.Value).Expression is not null)
        {
            foreach (ExpressionReference reference in _context.Expression(text.Value).References)
            {
                _found.Add(new StateRead(reference.Steps, place, reference.Position, reference.IsGuarded ? ReadCertainty.Guarded : reference.IsConditional ? ReadCertainty.Sometimes : ReadCertainty.Always));
            }
        }
    }

    private void AddRule(FlowValue value, object[] steps, ReadCertainty certainty, int depth)
    {
        if (value is not FlowObject rule || depth > MaxDepth)
        {
            return;
        }

        // A rule that asks for presence may ask for anything, and guards the rules beside it.
        certainty = rule.ContainsKey("IsPresent") || AsksPresence(rule) ? ReadCertainty.Guarded : certainty;
        foreach ((string name, FlowValue operand) in rule.Members)
        {
            if (name == "Not")
            {
                AddRule(operand, [.. steps, name], certainty, depth + 1);
            }
            else if (name is "And" or "Or")
            {
                for (int i = 0; i < (operand as FlowArray)?.Count; i++)
                {
                    AddRule(((FlowArray)operand)[i], [.. steps, name, i], certainty == ReadCertainty.Always && i > 0 ? ReadCertainty.Sometimes : certainty, depth + 1);
                }
            }
            else if (name == "Variable" || name.EndsWith("Path", StringComparison.Ordinal))
            {
                AddPath(operand, [.. steps, name], certainty);
            }
        }
    }

    private static bool AsksPresence(FlowObject rule)
        => (rule["And"] ?? rule["Or"]) is FlowArray parts && parts.OfType<FlowObject>().Any(static part => part.ContainsKey("IsPresent") || (part["Not"] as FlowObject)?.ContainsKey("IsPresent") == true);
}
