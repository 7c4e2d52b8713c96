using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>
/// GF301, GF302: what states read that nothing can have put there on some way to them, and results that replace the whole document. A forward
/// analysis over the graph: at each state, what is there whichever way a run comes.
/// </summary>
internal sealed class DataFlowRules : LintRule
{
    /// <summary>action_id is what run_id was called first; flows of that time read it still.</summary>
    private static readonly Shape s_context = Shape.Closed(new[] { "flow_id", "run_id", "action_id", "username", "email", "user_id", "identities", "token_info" }
        .Select(static name => KeyValuePair.Create(name, name == "token_info" ? Shape.Closed(new[] { "exp", "iat", "nbf" }.Select(static n => KeyValuePair.Create(n, Shape.Unknown))) : Shape.Unknown)));

    private static readonly string[] s_pathFields = ["InputPath", "SecondsPath", "TimestampPath", "ErrorPath", "CausePath"];

    public override void Check(LintContext context)
    {
        foreach (LintState state in context.States.Where(static s => s.Type == "Action" && !s.Fields.ContainsKey("ResultPath") && !s.IsTerminal))
        {
            if (!state.Fields.Names.Any(static name => !FieldTable.IsKnownAnywhere(name) && Similarity.Closest(name, ["ResultPath"]) is not null))
            {
                context.Warning("GF302", "Without ResultPath, the action's result replaces the whole document: everything that was in it is gone for the states that follow.", state.Steps());
            }
        }

        if (context.Start is { } start)
        {
            Shape?[] shapes = Analyse(context, start);
            var reported = new HashSet<string>(StringComparer.Ordinal);
            foreach (LintState state in context.States)
            {
                if (shapes[state.Index] is { } shape && state.Type is not null)
                {
                    CheckReads(context, state, shape, shapes, reported);
                }
            }
        }
    }

    private static Shape?[] Analyse(LintContext context, LintState start)
    {
        var shapes = new Shape?[context.States.Count];
        shapes[start.Index] = Shape.FromSchema(context.Request.InputSchema?.Root);
        var waiting = new Queue<LintState>([start]);
        var queued = new HashSet<LintState> { start };
        int budget = (context.States.Count * 50) + 1000;
        while (waiting.TryDequeue(out LintState? state) && budget-- > 0)
        {
            queued.Remove(state);
            foreach ((LintTransition transition, Shape shape) in Leave(state, shapes[state.Index]!))
            {
                LintState to = transition.To;
                if (to.Index < 0)
                {
                    continue;
                }

                Shape? known = shapes[to.Index];
                Shape met = known is null ? shape : Shape.Meet(known, shape);
                if (known is null || !met.SameAs(known))
                {
                    shapes[to.Index] = met;
                    if (queued.Add(to))
                    {
                        waiting.Enqueue(to);
                    }
                }
            }
        }

        return shapes;
    }

    /// <summary>What is there after a state, for each way that leads on.</summary>
    private static IEnumerable<(LintTransition Transition, Shape Shape)> Leave(LintState state, Shape before)
    {
        Shape? after = null;
        Shape guarded = before;
        foreach (LintTransition transition in state.Transitions)
        {
            switch (transition.Kind)
            {
                case TransitionKind.Choice:
                    yield return (transition, Facts(transition.Rule!, holds: true).Aggregate(guarded, static (shape, steps) => Present(shape, steps)));
                    guarded = Facts(transition.Rule!, holds: false).Aggregate(guarded, static (shape, steps) => Present(shape, steps));
                    break;
                case TransitionKind.Default:
                    // Default is asked after all rules, wherever it stands.
                    yield return (transition, state.Transitions.Where(static t => t.Kind == TransitionKind.Choice).SelectMany(static t => Facts(t.Rule!, holds: false)).Aggregate(before, static (shape, steps) => Present(shape, steps)));
                    break;
                case TransitionKind.Catch:
                    yield return (transition, Put(before, transition.Rule!["ResultPath"], Shape.Unknown));
                    break;
                default:
                    // A field that is not known may be a slip for the one that says where the result goes.
                    after ??= state.Fields.Names.Any(name => !FieldTable.Of(state.Type!).ContainsKey(name)) ? Shape.Unknown : Put(before, state.Fields["ResultPath"], Result(state, before));
                    yield return (transition, after);
                    break;
            }
        }
    }

    private static Shape Result(LintState state, Shape before) => state.Type switch
    {
        "Action" => Shape.ActionStatus,
        "ExpressionEval" => Shape.FromParameters(state.Fields["Parameters"] ?? FlowValue.Null),
        "Pass" when state.Fields["Result"] is { } result => Shape.FromParameters(result),
        "Pass" when state.Fields["Parameters"] is { } parameters => Shape.FromParameters(parameters),
        "Pass" when state.Fields["InputPath"]?.AsString() is { } path => JsonPath.TryParse(path, out JsonPath? query, out _) && query.SingularSteps is { } steps ? before.At(steps) : Shape.Unknown,
        _ => before,
    };

    private static Shape Put(Shape before, FlowValue? resultPath, Shape result)
    {
        if (resultPath is null)
        {
            return result;
        }

        return resultPath.AsString() is { } text && ReferencePath.TryParse(text, out ReferencePath? path, out _) ? before.With(path.Steps, result) : Shape.Unknown;
    }

    /// <summary>The places that are surely there when a rule holds, or when it does not.</summary>
    private static IEnumerable<IReadOnlyList<object>> Facts(FlowObject rule, bool holds)
    {
        if (rule["Not"] is FlowObject negated)
        {
            return Facts(negated, !holds);
        }

        if (rule[holds ? "And" : "Or"] is FlowArray parts)
        {
            return parts.OfType<FlowObject>().SelectMany(part => Facts(part, holds));
        }

        if (rule.ContainsKey("And") || rule.ContainsKey("Or"))
        {
            return [];
        }

        bool asksPresence = rule.ContainsKey("IsPresent");
        bool isPresent = asksPresence ? rule["IsPresent"] is FlowBoolean truth && truth.Value == holds : true;
        return isPresent && rule["Variable"]?.AsString() is { } text && JsonPath.TryParse(text, out JsonPath? path, out _) && path.SingularSteps is { } steps ? [steps] : [];
    }

    private static Shape Present(Shape shape, IReadOnlyList<object> steps) => shape.Follow(steps) == steps.Count ? shape : shape.With(steps, Shape.Unknown);

    private static void CheckReads(LintContext context, LintState state, Shape shape, Shape?[] shapes, HashSet<string> reported)
    {
        foreach ((IReadOnlyList<object> steps, IReadOnlyList<object> place, string? where) in Reads(context, state))
        {
            Shape root = shape;
            IReadOnlyList<object> read = steps;
            if (steps is ["_context", ..])
            {
                root = s_context;
                read = [.. steps.Skip(1)];
            }
            else if (steps is [string name, ..] && name.StartsWith("_private", StringComparison.Ordinal))
            {
                continue;
            }

            int found = root.Follow(read);
            if (found == read.Count)
            {
                continue;
            }

            IReadOnlyList<object> missing = [.. steps.Take(found + 1 + (steps.Count - read.Count))];
            string path = PathText.Format(missing);
            if (!reported.Add($"{state.Name}\n{path}"))
            {
                continue;
            }

            string? meant = missing[^1] is string last ? Similarity.Closest(last, root.At([.. read.Take(found)]).Members.Keys) : null;
            string way = ReferenceEquals(root, s_context) ? string.Empty : Way(context, state, missing, shapes);
            context.Warning("GF301", $"Nothing puts {path} there{where}{way}{(meant is null ? "." : $"; did you mean '{meant}'?")}", place, suggestion: meant);
        }
    }

    /// <summary>The states by which a run can come without the place being filled.</summary>
    private static string Way(LintContext context, LintState state, IReadOnlyList<object> missing, Shape?[] shapes)
    {
        var way = new List<string> { state.Name };
        var seen = new HashSet<LintState> { state };
        LintState at = state;
        while (way.Count < 12)
        {
            LintState? before = null;
            foreach (LintTransition transition in at.Incoming)
            {
                if (shapes[transition.From.Index] is { } shape && !seen.Contains(transition.From)
                    && Leave(transition.From, shape).Any(leave => ReferenceEquals(leave.Transition, transition) && leave.Shape.Follow(missing) < missing.Count))
                {
                    before = transition.From;
                    break;
                }
            }

            if (before is null)
            {
                break;
            }

            seen.Add(before);
            way.Insert(0, before.Name);
            at = before;
        }

        return ReferenceEquals(at, context.Start) && way.Count == 1 ? ": the input has no such property" : $" when the run comes by {string.Join(" → ", way)}";
    }

    /// <summary>All that a state reads by a known way.</summary>
    private static IEnumerable<(IReadOnlyList<object> Steps, IReadOnlyList<object> Place, string? Where)> Reads(LintContext context, LintState state)
    {
        foreach (string name in s_pathFields)
        {
            if (FieldTable.Of(state.Type!).ContainsKey(name) && state.Fields[name]?.AsString() is { } text && JsonPath.TryParse(text, out JsonPath? path, out _))
            {
                yield return (path.LeadingSteps, state.Steps(name), null);
            }
        }

        if (state.Fields["Parameters"] is FlowObject parameters && state.Type is "Action" or "Pass" or "ExpressionEval")
        {
            foreach ((IReadOnlyList<object>, IReadOnlyList<object>, string?) read in ParameterReads(context, (FlowObject)state.Fields["Parameters"]!, state.Steps("Parameters"), 0))
            {
                yield return read;
            }
        }

        if (state.Type == "Choice" && state.Fields["Choices"] is FlowArray rules)
        {
            for (int i = 0; i < rules.Count; i++)
            {
                foreach ((IReadOnlyList<object>, IReadOnlyList<object>, string?) read in RuleReads(rules[i], state.Steps("Choices", i), 0))
                {
                    yield return read;
                }
            }
        }
    }

    private static IEnumerable<(IReadOnlyList<object>, IReadOnlyList<object>, string?)> ParameterReads(LintContext context, FlowValue value, IReadOnlyList<object> steps, int depth)
    {
        if (depth > 100)
        {
            yield break;
        }

        IEnumerable<(object Step, FlowValue Value)> parts = value switch
        {
            FlowObject fields => fields.Select(static f => ((object)f.Key, f.Value)),
            FlowArray list => list.Select(static (item, i) => ((object)i, item)),
            _ => [],
        };
        foreach ((object step, FlowValue part) in parts)
        {
            IReadOnlyList<object> place = [.. steps, step];
            if (step is string name && part is FlowString text && name.EndsWith(".$", StringComparison.Ordinal))
            {
                if (!context.IsBroken(place) && JsonPath.TryParse(text.Value, out JsonPath? path, out _))
                {
                    yield return (path.LeadingSteps, place, null);
                }
            }
            else if (step is string computed && part is FlowString expression && computed.EndsWith(".=", StringComparison.Ordinal))
            {
                if (!context.IsBroken(place) && FlowExpression.TryParse(expression.Value, out FlowExpression? parsed, out _))
                {
                    foreach (ExpressionReference reference in parsed.References.Where(static r => !r.IsGuarded))
                    {
                        yield return (reference.Steps, place, $" (character {reference.Position + 1} of the expression)");
                    }
                }
            }
            else
            {
                foreach ((IReadOnlyList<object>, IReadOnlyList<object>, string?) read in ParameterReads(context, part, place, depth + 1))
                {
                    yield return read;
                }
            }
        }
    }

    private static IEnumerable<(IReadOnlyList<object>, IReadOnlyList<object>, string?)> RuleReads(FlowValue value, IReadOnlyList<object> steps, int depth)
    {
        // A rule that asks for presence may ask for anything, and guards the rules beside it.
        if (value is not FlowObject rule || depth > 64 || rule.ContainsKey("IsPresent") || AsksPresence(rule))
        {
            yield break;
        }

        foreach ((string name, FlowValue operand) in rule)
        {
            if ((name == "Variable" || name.EndsWith("Path", StringComparison.Ordinal)) && operand.AsString() is { } text && JsonPath.TryParse(text, out JsonPath? path, out _))
            {
                yield return (path.LeadingSteps, [.. steps, name], null);
            }
            else if (name is "And" or "Or" or "Not")
            {
                IEnumerable<(FlowValue Part, IReadOnlyList<object> Place)> parts = operand is FlowArray list
                    ? list.Select((part, i) => (part, (IReadOnlyList<object>)[.. steps, name, i]))
                    : [(operand, [.. steps, name])];
                foreach ((FlowValue part, IReadOnlyList<object> place) in parts)
                {
                    foreach ((IReadOnlyList<object>, IReadOnlyList<object>, string?) read in RuleReads(part, place, depth + 1))
                    {
                        yield return read;
                    }
                }
            }
        }
    }

    private static bool AsksPresence(FlowObject rule)
        => (rule["And"] ?? rule["Or"]) is FlowArray parts && parts.OfType<FlowObject>().Any(static part => part.ContainsKey("IsPresent") || (part["Not"] as FlowObject)?.ContainsKey("IsPresent") == true);
}
