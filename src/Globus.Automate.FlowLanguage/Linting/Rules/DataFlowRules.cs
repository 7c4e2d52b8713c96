using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting.Rules;

/// <summary>GF301, GF302: what states read that nothing can have put there on some way to them, and results that replace the whole document.</summary>
internal sealed class DataFlowRules : LintRule
{
    /// <summary>For so many diagnostics the way is looked for; whoever has more of them has one cause.</summary>
    private const int MaxWays = 100;

    /// <summary>action_id is what run_id was called first; flows of that time read it still.</summary>
    private static readonly Shape s_context = Shape.Closed(new[] { "flow_id", "run_id", "action_id", "username", "email", "user_id", "identities", "token_info" }
        .Select(static name => KeyValuePair.Create(name, name == "token_info" ? Shape.Closed(new[] { "exp", "iat", "nbf" }.Select(static n => KeyValuePair.Create(n, Shape.Unknown))) : Shape.Unknown)));

    public override void Check(LintContext context)
    {
        foreach (LintState state in context.States)
        {
            if (state.Type == "Action" && !state.Fields.ContainsKey("ResultPath") && !state.IsTerminal
                && !FieldTable.HasSlip(state.Fields, state.Type, "ResultPath"))
            {
                context.Warning("GF302", "Without ResultPath, the action's result replaces the whole document: the states that follow find nothing else in it; name a place for it, such as '$.result'.", state.Steps());
            }
        }

        if (context.Start is { } start)
        {
            var analysis = FlowAnalysis.Run(context, start, Shape.FromSchema(context.Request.InputSchema?.Root));
            var results = new Lazy<Results>(() => new Results(context));
            Report(context, analysis, results, FindMissing(context, analysis, results));
        }
    }

    /// <summary>What is read and not there, by what is missing: one slip is often read in several states.</summary>
    private static IEnumerable<List<Missing>> FindMissing(LintContext context, FlowAnalysis analysis, Lazy<Results> results)
    {
        var found = new Dictionary<string, List<Missing>>(StringComparer.Ordinal);
        var inOrder = new List<List<Missing>>();
        foreach (LintState state in context.States)
        {
            if (analysis.At(state) is not { } shape)
            {
                continue;
            }

            foreach (StateRead read in context.Reads(state))
            {
                if (read.Certainty == ReadCertainty.Guarded || Find(analysis, results, state, shape, read) is not { } missing)
                {
                    continue;
                }

                if (!found.TryGetValue(missing.Path, out List<Missing>? same))
                {
                    found[missing.Path] = same = [];
                    inOrder.Add(same);
                }

                same.Add(missing);
            }
        }

        return inOrder;
    }

    private static Missing? Find(FlowAnalysis analysis, Lazy<Results> results, LintState state, Shape shape, StateRead read)
    {
        IReadOnlyList<object> steps = read.Steps;
        if (steps is [string first, ..] && first.StartsWith("_private", StringComparison.Ordinal))
        {
            return null;
        }

        // JSON's words are names in Python, and nobody means a property of the state by them.
        if (read.Position >= 0 && steps is ["true" or "false" or "null"] && !shape.Members.TryGetValue((string)steps[0], out _))
        {
            return new Missing(state, read, steps, (string)steps[0] switch { "true" => "True", "false" => "False", _ => "None" }, IsNowhere: true);
        }

        int skipped = steps is ["_context", ..] ? 1 : 0;
        Shape root = skipped == 1 ? s_context : shape;
        IReadOnlyList<object> inside = skipped == 1 ? [.. steps.Skip(1)] : steps;
        int there = root.Follow(inside);
        if (there < inside.Count)
        {
            IReadOnlyList<object> missing = [.. steps.Take(there + 1 + skipped)];
            bool isNowhere = skipped == 1 || !analysis.IsEverThere(missing);
            return read.Certainty == ReadCertainty.Sometimes && !isNowhere ? null
                : new Missing(state, read, missing, Meant(root, inside, there), isNowhere);
        }

        if (root.FindSlip(inside) is { } slip)
        {
            return new Missing(state, read, [.. steps.Take(slip.Depth + 1 + skipped)], slip.Meant, IsNowhere: true);
        }

        // Of the input nothing is known; but a name that nothing puts there, close to a result that nothing reads, is meant to read it.
        return skipped == 0 && inside is [string name, ..] && shape.IsOpen && results.Value.Unread.Count > 0 && !results.Value.All.Contains(name)
            && results.Value.ClosestUnread(name) is { } unread && shape.Members.TryGetValue(unread, out _)
            ? new Missing(state, read, [name], unread, IsNowhere: true)
            : null;
    }

    private static string? Meant(Shape root, IReadOnlyList<object> steps, int there)
    {
        IEnumerable<string> names = root.At([.. steps.Take(there)]).Members.Names;
        return steps[there] is string name ? Similarity.Closest(name, there == 0 && !ReferenceEquals(root, s_context) ? names.Append("_context") : names) : null;
    }

    private static void Report(LintContext context, FlowAnalysis analysis, Lazy<Results> results, IEnumerable<List<Missing>> found)
    {
        int ways = 0;
        var taken = new Dictionary<LintState, List<(List<Missing> Missing, IReadOnlyList<LintState> Way)>>();
        foreach (List<Missing> same in found)
        {
            Missing first = same[0];
            IReadOnlyList<LintState> way = first.IsNowhere || ++ways > MaxWays ? [] : analysis.WayWithout(first.State, first.Steps);
            if (way.Count > 1 && FlowAnalysis.Replaces(way[0]) && !ReferenceEquals(way[0], first.State))
            {
                if (!taken.TryGetValue(way[0], out List<(List<Missing>, IReadOnlyList<LintState>)>? lost))
                {
                    taken[way[0]] = lost = [];
                }

                lost.Add((same, way));
            }
            else if (first.Meant is { } meant && first.Steps is [string name] && results.Value.ReadersOf(name) is { Count: > 1 } readers && results.Value.OnlyPlace(meant) is { } place)
            {
                // Several states that read one name are right, and the one that writes another is not.
                string wanted = PathText.Format(first.Steps);
                context.Warning("GF301", $"Nothing reads {PathText.Format([meant])}, and {Names(readers)} read {wanted}, which nothing puts there; did you mean '{wanted}'?", place, suggestion: wanted);
            }
            else
            {
                ReportRead(context, same, way);
            }
        }

        foreach ((LintState state, List<(List<Missing> Missing, IReadOnlyList<LintState> Way)> lost) in taken)
        {
            // What one state takes away from several is that state's mistake; what it takes from one may be that one's.
            LintState[] readers = [.. lost.SelectMany(static l => l.Missing).Select(static m => m.State).Distinct()];
            if (lost.Count == 1)
            {
                ReportRead(context, lost[0].Missing, lost[0].Way);
            }
            else if (state.Type != "Action")
            {
                context.Warning("GF302", $"The result of '{state.Name}' replaces the whole document, and {string.Join(", ", lost.Take(3).Select(static l => l.Missing[0].Path))}, which {Names(readers)} read, are gone; give it a ResultPath.", state.Steps());
            }
        }
    }

    private static void ReportRead(LintContext context, List<Missing> same, IReadOnlyList<LintState> way)
    {
        Missing first = same[0];
        LintState[] others = [.. same.Select(static m => m.State).Distinct().Where(state => !ReferenceEquals(state, first.State))];
        string where = first.Read.Position < 0 ? string.Empty : $", read at character {first.Read.Position + 1} of the expression";
        string also = others.Length == 0 ? string.Empty : $" (nor for {Names(others)})";
        context.Warning("GF301", $"Nothing puts {first.Path} there{where}{also}{Cause(context, first, way)}{(first.Meant is null ? "." : $"; did you mean '{first.Meant}'?")}", first.Read.Place, suggestion: first.Meant);
    }

    private static string Cause(LintContext context, Missing missing, IReadOnlyList<LintState> way)
    {
        if (missing.Steps is ["_context", ..])
        {
            return ": the service's _context has no such member";
        }

        if (missing.IsNowhere)
        {
            return missing.Steps.Count > 1 ? string.Empty
                : context.Request.InputSchema is null ? ": no state that comes before"
                : ": no property of the input schema, and no state that comes before";
        }

        if (way.Count < 2)
        {
            return string.Empty;
        }

        IEnumerable<string> names = way.Select(static state => state.Name);
        string replaced = FlowAnalysis.Replaces(way[0]) && !ReferenceEquals(way[0], missing.State) ? $", since '{way[0].Name}' has no ResultPath and replaces the whole document" : string.Empty;
        return $" when the run comes by {string.Join(" → ", way.Count > 8 ? [.. names.Take(3), "…", .. names.TakeLast(4)] : names)}{replaced}";
    }

    private static string Names(IReadOnlyList<LintState> states)
        => states.Count == 1 ? $"the state '{states[0].Name}'"
            : $"the states {string.Join(", ", states.Take(3).Select(static s => $"'{s.Name}'"))}{(states.Count > 3 ? $" and {states.Count - 3} more" : string.Empty)}";

    /// <summary>Something that a state reads and that is not there.</summary>
    private sealed record Missing(LintState State, StateRead Read, IReadOnlyList<object> Steps, string? Meant, bool IsNowhere)
    {
        public string Path { get; } = PathText.Format(Steps);
    }

    /// <summary>The names at the top of the document under which states put their results, and which of these nothing reads.</summary>
    private sealed class Results
    {
        private readonly Dictionary<string, List<IReadOnlyList<object>>> _places = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string?> _closest = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<LintState>> _readers = new(StringComparer.Ordinal);

        public Results(LintContext context)
        {
            bool isAllRead = false;
            foreach (LintState state in context.States)
            {
                Add(context, state.Fields["ResultPath"], state.Steps("ResultPath"));
                for (int i = 0; i < (state.Fields["Catch"] as FlowArray)?.Count; i++)
                {
                    Add(context, (((FlowArray)state.Fields["Catch"]!)[i] as FlowObject)?["ResultPath"], state.Steps("Catch", i, "ResultPath"));
                }

                // Whoever makes the whole document anew may leave anything in it.
                if (state.Type is "Pass" or "ExpressionEval" && state.Fields["ResultPath"] is null or FlowString { Value: "$" })
                {
                    foreach (string made in Shape.FromParameters(state.Fields["Parameters"] ?? state.Fields["Result"] ?? FlowValue.Null).Members.Names)
                    {
                        All.Add(made);
                    }
                }

                foreach (StateRead part in context.Reads(state))
                {
                    isAllRead |= part.Steps.Count == 0;
                    if (part.Steps is [string name, ..])
                    {
                        AddReader(name, state);
                    }
                }
            }

            All.UnionWith(_places.Keys);
            Unread = isAllRead ? [] : _places.Keys.Where(name => !_readers.ContainsKey(name)).ToHashSet(StringComparer.Ordinal);
        }

        public HashSet<string> All { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Unread { get; }

        /// <summary>The result that nothing reads and whose name is close to one; looked for once, since many states read the same of the input.</summary>
        public string? ClosestUnread(string name)
        {
            if (!_closest.TryGetValue(name, out string? closest))
            {
                _closest[name] = closest = Similarity.Closest(name, Unread);
            }

            return closest;
        }

        /// <summary>Where the name is put, when that is at one place and nothing reads it; null else.</summary>
        public IReadOnlyList<object>? OnlyPlace(string name) => Unread.Contains(name) && _places[name] is [var only] ? only : null;

        /// <summary>The states that read something of this name.</summary>
        public IReadOnlyList<LintState> ReadersOf(string name) => _readers.GetValueOrDefault(name) ?? [];

        private void AddReader(string name, LintState state)
        {
            if (!_readers.TryGetValue(name, out List<LintState>? readers))
            {
                _readers[name] = readers = [];
            }

            if (readers.Count == 0 || !ReferenceEquals(readers[^1], state))
            {
                readers.Add(state);
            }
        }

        private void Add(LintContext context, FlowValue? resultPath, IReadOnlyList<object> place)
        {
            if (resultPath is FlowString text && context.Reference(text.Value).Path?.Steps is [string name, ..])
            {
                if (!_places.TryGetValue(name, out List<IReadOnlyList<object>>? places))
                {
                    _places[name] = places = [];
                }

                places.Add(place);
            }
        }
    }
}
