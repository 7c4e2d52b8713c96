using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Linting;

/// <summary>A definition taken apart once for all rules, and the diagnostics so far.</summary>
internal sealed class LintContext
{
    private readonly List<(FlowDiagnostic Diagnostic, int Order)> _found = [];
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LintPath> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LintReference> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LintExpression> _expressions = new(StringComparer.Ordinal);

    public LintContext(LintRequest request)
    {
        Request = request;
        Root = request.Definition.Root as FlowObject;
        if (Root?["States"] is FlowObject states)
        {
            foreach ((string name, FlowValue value) in states)
            {
                var state = new LintState(name, value as FlowObject ?? FlowObject.Empty, States.Count);
                States.Add(state);
                ByName[name] = state;
            }
        }
    }

    public LintRequest Request { get; }

    /// <summary>The definition; null where it is no object.</summary>
    public FlowObject? Root { get; }

    public List<LintState> States { get; } = [];

    public Dictionary<string, LintState> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>The first state; null where StartAt names none.</summary>
    public LintState? Start => Root?["StartAt"]?.AsString() is { } name ? ByName.GetValueOrDefault(name) : null;

    /// <summary>Whether a place was found broken, so that other rules leave it alone.</summary>
    public bool IsBroken(params IReadOnlyList<object> steps) => _broken.Count > 0 && _broken.Contains(PathText.Format(steps));

    /// <summary>Names to which states go on and that no state has.</summary>
    public List<(LintState From, string Target, IReadOnlyList<object> Steps)> MissingTargets { get; } = [];

    /// <summary>Whether a way from state to state is written wrong, so that nobody knows which states are reached.</summary>
    public bool IsGraphUncertain { get; set; }

    /// <summary>Whether something below a place was found broken.</summary>
    public bool IsBrokenBelow(IReadOnlyList<object> steps)
    {
        if (_broken.Count == 0)
        {
            return false;
        }

        string path = PathText.Format(steps);
        return _broken.Any(broken => broken.StartsWith(path, StringComparison.Ordinal));
    }

    /// <summary>Whether anything is wrong so far: what is unused may then be used by what is wrong.</summary>
    public bool HasMistakes => _found.Exists(static f => f.Diagnostic.Severity == DiagnosticSeverity.Error || f.Diagnostic.Code is "GF203" or "GF301" or "GF407");

    /// <summary>Marks a place as broken.</summary>
    public void MarkBroken(params IReadOnlyList<object> steps) => _broken.Add(PathText.Format(steps));

    /// <summary>A path, read once however many rules ask for it and however often it stands in the definition.</summary>
    public LintPath Path(string text)
    {
        if (!_paths.TryGetValue(text, out LintPath? path))
        {
            _paths[text] = path = JsonPath.TryParse(text, out JsonPath? parsed, out FlowSyntaxException? error) ? new LintPath(parsed, null) : new LintPath(null, error);
        }

        return path;
    }

    /// <summary>The path that was meant by a text without its first <c>$.</c> or <c>.</c>; null where none comes of it.</summary>
    public string? PathMeant(string text)
    {
        string meant = text.StartsWith('$') ? "$." + text[1..] : text.StartsWith('.') ? "$" + text : "$." + text;
        return text.Length > 0 && Path(meant).Path is not null ? meant : null;
    }

    /// <summary>A reference path, read once.</summary>
    public LintReference Reference(string text)
    {
        if (!_references.TryGetValue(text, out LintReference? path))
        {
            _references[text] = path = ReferencePath.TryParse(text, out ReferencePath? parsed, out FlowSyntaxException? error) ? new LintReference(parsed, null) : new LintReference(null, error);
        }

        return path;
    }

    /// <summary>An expression, read once.</summary>
    public LintExpression Expression(string text)
    {
        if (!_expressions.TryGetValue(text, out LintExpression? expression))
        {
            _expressions[text] = expression = FlowExpression.TryParse(text, out FlowExpression? parsed, out FlowSyntaxException? error) ? new LintExpression(parsed, null) : new LintExpression(null, error);
        }

        return expression;
    }

    /// <summary>All that a state reads. To be asked when the rules for paths and parameters are through, which say what is broken.</summary>
    public IReadOnlyList<StateRead> Reads(LintState state) => state.Reads ??= StateReads.Find(this, state);

    public void Error(string code, string message, IReadOnlyList<object> steps, bool key = false, string? suggestion = null)
        => Report(DiagnosticSeverity.Error, code, message, steps, key, suggestion);

    public void Warning(string code, string message, IReadOnlyList<object> steps, bool key = false, string? suggestion = null)
        => Report(DiagnosticSeverity.Warning, code, message, steps, key, suggestion);

    public void Information(string code, string message, IReadOnlyList<object> steps, bool key = false)
        => Report(DiagnosticSeverity.Information, code, message, steps, key, suggestion: null);

    /// <summary>Reports something about another document than the definition.</summary>
    public void ReportIn(FlowDocument document, DiagnosticSeverity severity, string code, string message, IReadOnlyList<object> steps, bool key = false, string? suggestion = null)
    {
        SourcePosition? position = document.Locate(steps, key);
        string? state = ReferenceEquals(document, Request.Definition) && steps is ["States", string name, ..] ? name : null;
        _found.Add((new FlowDiagnostic(severity, code, message, document.File, position?.Line, position?.Column, PathText.Format(steps), state, suggestion) { Steps = [.. steps] }, _found.Count));
    }

    public IReadOnlyList<FlowDiagnostic> Finish()
    {
        AddWarnings(Request.Definition);
        AddWarnings(Request.InputSchema);
        AddWarnings(Request.Input);
        return [.. _found
            .OrderBy(f => f.Diagnostic.File == Request.Definition.File ? 0 : 1)
            .ThenBy(static f => f.Diagnostic.File, StringComparer.Ordinal)
            .ThenBy(static f => f.Diagnostic.Line ?? 0)
            .ThenBy(static f => f.Diagnostic.Column ?? 0)
            .ThenBy(f => f.Diagnostic.Line is null ? Ordinals(f.Diagnostic.Steps) : string.Empty, StringComparer.Ordinal)
            .ThenBy(static f => f.Order)
            .Select(static f => f.Diagnostic)];
    }

    /// <summary>Where a place stands among its neighbours, level by level, as text that sorts like it: the source's order for what has no lines.</summary>
    private string Ordinals(IReadOnlyList<object> steps)
    {
        var text = new System.Text.StringBuilder();
        FlowValue? at = Request.Definition.Root;
        foreach (object step in steps)
        {
            int ordinal = -1;
            if (at is FlowObject fields && step is string name)
            {
                ordinal = fields.Names.TakeWhile(n => n != name).Count();
                at = fields[name];
            }
            else if (at is FlowArray list && step is int index)
            {
                ordinal = index;
                at = index >= 0 && index < list.Count ? list[index] : null;
            }

            text.Append((char)(ordinal + 1));
        }

        return text.ToString();
    }

    private void AddWarnings(FlowDocument? document)
    {
        foreach (ReadingIssue issue in document?.Warnings ?? [])
        {
            // A value that is wrong because it is taken as something else than it looks is one mistake.
            if (_found.Exists(f => f.Diagnostic.Severity == DiagnosticSeverity.Error && f.Diagnostic.File == document!.File && f.Diagnostic.Line == issue.Position.Line && f.Diagnostic.Column == issue.Position.Column))
            {
                continue;
            }

            string? state = ReferenceEquals(document, Request.Definition) && issue.Steps is ["States", string name, ..] ? name : null;
            _found.Add((new FlowDiagnostic(DiagnosticSeverity.Warning, issue.Code, issue.Message, document!.File, issue.Position.Line, issue.Position.Column, PathText.Format(issue.Steps), state, null) { Steps = issue.Steps }, _found.Count));
        }
    }

    private void Report(DiagnosticSeverity severity, string code, string message, IReadOnlyList<object> steps, bool key, string? suggestion)
        => ReportIn(Request.Definition, severity, code, message, steps, key, suggestion);
}

/// <summary>A state as the rules see it.</summary>
internal sealed class LintState(string name, FlowObject fields, int index)
{
    public string Name { get; } = name;

    public FlowObject Fields { get; } = fields;

    public int Index { get; } = index;

    /// <summary>The type where the language has it; null else.</summary>
    public string? Type { get; set; }

    public List<LintTransition> Transitions { get; } = [];

    public List<LintTransition> Incoming { get; } = [];

    public bool IsReachable { get; set; }

    public IReadOnlyList<StateRead>? Reads { get; set; }

    /// <summary>Whether the run can end in this state.</summary>
    public bool IsTerminal => Type == "Fail" || (Fields["End"] is FlowBoolean { Value: true });

    /// <summary>The URL of an Action's provider, as ActionUrl or in a Handler, and where it stands; null where there is none.</summary>
    public (string Url, IReadOnlyList<object> Steps)? ActionUrl
        => Fields["ActionUrl"]?.AsString() is { Length: > 0 } url ? (url, Steps("ActionUrl"))
            : Fields["Handler"] is FlowObject handler && handler["Type"]?.AsString() == "ActionProvider" && handler["Url"]?.AsString() is { Length: > 0 } named ? (named, Steps("Handler", "Url"))
            : null;

    public object[] Steps(params ReadOnlySpan<object> more) => ["States", Name, .. more];
}

/// <summary>A way from one state to another.</summary>
/// <param name="From">The state it leaves.</param>
/// <param name="To">The state it leads to.</param>
/// <param name="Rule">The Choice rule or Catch entry; null for Next and Default.</param>
/// <param name="Kind">Why it is taken.</param>
internal sealed record LintTransition(LintState From, LintState To, FlowObject? Rule, TransitionKind Kind)
{
    /// <summary>The places that are surely there when the rule holds; null until it is asked.</summary>
    public IReadOnlyList<object>[]? WhenTrue { get; set; }

    /// <summary>The places that are surely there when the rule does not hold; null until it is asked.</summary>
    public IReadOnlyList<object>[]? WhenFalse { get; set; }
}

/// <summary>A path, or why it is none.</summary>
internal sealed record LintPath(JsonPath? Path, FlowSyntaxException? Error);

/// <summary>A reference path, or why it is none.</summary>
internal sealed record LintReference(ReferencePath? Path, FlowSyntaxException? Error);

/// <summary>An expression, or why it is none.</summary>
internal sealed record LintExpression(FlowExpression? Expression, FlowSyntaxException? Error)
{
    private IReadOnlyList<ExpressionReference>? _references;

    public IReadOnlyList<ExpressionReference> References => _references ??= Expression?.References ?? [];
}

internal enum TransitionKind
{
    Next,
    Choice,
    Default,
    Catch,
}
