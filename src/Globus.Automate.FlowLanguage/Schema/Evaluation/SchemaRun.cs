using System.Runtime.CompilerServices;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Evaluation;

/// <summary>
/// One check of one instance. It is done twice for an instance that does not fit: first without keeping anything, until the first thing
/// that is wrong, which is all that a valid instance costs; then once more to collect everything that is wrong.
/// </summary>
internal sealed class SchemaRun
{
    /// <summary>How many subschemas one check may apply. Schemas that refer to each other multiply; this many take about a second.</summary>
    private const int MaxSteps = 5_000_000;

    /// <summary>How many subschemas may be within each other: a document is at most 256 deep, so more is a schema that refers to itself without end.</summary>
    private const int MaxDepth = 2048;

    /// <summary>
    /// How many alternatives within alternatives are looked at for the one that came closest: with each level the errors to compare multiply.
    /// </summary>
    private const int MaxAlternatives = 6;

    /// <summary>More errors than this help nobody.</summary>
    private const int MaxErrors = 1000;

    private readonly List<SchemaResource> _scope = [];
    private readonly List<int> _ownScopes = [];
    private readonly List<(object Step, int Ordinal)> _path = [];
    private List<FoundError>? _errors;
    private int _steps;
    private int _depth;
    private int _alternatives;
    private string? _abortReason;

    /// <summary>Whether errors are wanted, all of them.</summary>
    public bool IsReporting => _errors is not null;

    /// <summary>Whether alternatives may be compared here.</summary>
    public bool ComparesAlternatives => _alternatives < MaxAlternatives;

    /// <summary>How deep in the instance the check is, where errors are wanted.</summary>
    public int PathLength => _path.Count;

    /// <summary>Whether the check was given up; what it then says means nothing.</summary>
    public bool IsAborted => _abortReason is not null;

    /// <summary>What has been evaluated of the current instance; null where nobody asks.</summary>
    public EvaluatedMarks? Marks { get; set; }

    /// <summary>Whether <see cref="UnknownValue"/> was taken for right since this was last set back: what fits may then not fit in the end.</summary>
    public bool MetUnknown { get; set; }

    /// <summary>For an <c>unevaluated...</c> keyword: where the marks of its own schema start.</summary>
    public int MarksStart { get; set; }

    /// <summary>Checks an instance against a schema.</summary>
    public SchemaResult Validate(SchemaNode schema, FlowValue instance)
    {
        Reset();
        if (schema.Validate(instance, this))
        {
            return SchemaResult.Valid;
        }

        if (!IsAborted)
        {
            Reset();
            _errors = [];
            schema.Validate(instance, this);
        }

        List<FoundError> errors = _errors ?? [];
        Reset();
        if (_abortReason is { } reason)
        {
            _abortReason = null;
            return new([new SchemaError("$", string.Empty, schema.Keywords[0].Name, reason)]);
        }

        return new([.. errors.Order(FoundError.InstanceOrder).Take(MaxErrors).Select(static error => error.Error)]);
    }

    /// <summary>Enters a subschema; false where the check is given up.</summary>
    public bool Enter(SchemaResource resource)
    {
        if (_abortReason is not null)
        {
            return false;
        }

        if (++_steps > MaxSteps)
        {
            return Abort("The check was given up: the schema applies more than 5,000,000 rules to this instance.");
        }

        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _depth--;
            return Abort("The check was given up: the schema refers to itself without end, or the instance nests too deeply.");
        }

        if (_scope.Count == 0 || !ReferenceEquals(_scope[^1], resource))
        {
            _scope.Add(resource);
            _ownScopes.Add(_depth);
        }

        return true;
    }

    /// <summary>Leaves a subschema that was entered.</summary>
    public void Leave()
    {
        if (_ownScopes.Count > 0 && _ownScopes[^1] == _depth)
        {
            _ownScopes.RemoveAt(_ownScopes.Count - 1);
            _scope.RemoveAt(_scope.Count - 1);
        }

        _depth--;
    }

    /// <summary>The target of a dynamic reference: the outermost resource on the way here that has such an anchor.</summary>
    public SchemaNode? FindDynamic(string anchor)
    {
        foreach (SchemaResource resource in _scope)
        {
            if (resource.DynamicNodes.TryGetValue(anchor, out SchemaNode? node))
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>Checks a member's value.</summary>
    public bool Member(SchemaNode schema, FlowValue value, string name, int ordinal)
    {
        if (IsReporting)
        {
            _path.Add((name, ordinal));
        }

        return Child(schema, value);
    }

    /// <summary>Checks an item.</summary>
    public bool Item(SchemaNode schema, FlowValue value, int index)
    {
        if (IsReporting)
        {
            _path.Add((index, index));
        }

        return Child(schema, value);
    }

    /// <summary>Checks a member's name, which is nowhere in the instance's tree: errors are told for the object.</summary>
    public bool Name(SchemaNode schema, string name)
    {
        EvaluatedMarks? marks = Marks;
        Marks = null;
        bool isValid = schema.Validate(FlowValue.From(name), this);
        Marks = marks;
        return isValid;
    }

    /// <summary>Whether an instance fits, without any report of it: for conditions.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="keepsMarks">Whether what it evaluates counts, as that of <c>if</c> does.</param>
    public bool Test(SchemaNode schema, FlowValue instance, bool keepsMarks = false)
    {
        List<FoundError>? errors = _errors;
        EvaluatedMarks? marks = Marks;
        _errors = null;
        if (!keepsMarks)
        {
            Marks = null;
        }

        bool isValid = schema.Validate(instance, this);
        _errors = errors;
        Marks = marks;
        return isValid;
    }

    /// <summary>Whether an instance fits, and whether that it does hangs on a value that is not known.</summary>
    public bool Test(SchemaNode schema, FlowValue instance, bool keepsMarks, out bool isUnsure)
    {
        bool met = MetUnknown;
        MetUnknown = false;
        bool isValid = Test(schema, instance, keepsMarks);
        isUnsure = isValid && MetUnknown;
        MetUnknown |= met;
        return isValid;
    }

    /// <summary>Whether an instance is a value, or can be once all of it is known.</summary>
    public bool CanBe(FlowValue instance, FlowValue value)
    {
        if (value.Equals(instance))
        {
            return true;
        }

        bool canBe = instance is FlowObject or FlowArray && UnknownValue.CanBeEqual(instance, value);
        MetUnknown |= canBe;
        return canBe;
    }

    /// <summary>Checks one alternative of several, and keeps its errors apart.</summary>
    public bool Try(SchemaNode schema, FlowValue instance, out List<FoundError> errors)
    {
        List<FoundError>? outer = _errors;
        _errors = errors = [];
        _alternatives++;
        bool isValid = schema.Validate(instance, this);
        _alternatives--;
        _errors = outer;
        return isValid;
    }

    /// <summary>Reports that the current instance breaks a rule.</summary>
    /// <returns>False, for a keyword to return.</returns>
    public bool Report(Keyword keyword, string message, IReadOnlyList<FoundError>? causes = null, string? suggestion = null)
        => Report(keyword.Name, keyword.Location, message, causes, suggestion);

    /// <summary>Reports that the current instance breaks a rule.</summary>
    public bool Report(string keyword, SchemaLocation location, string message, IReadOnlyList<FoundError>? causes = null, string? suggestion = null)
    {
        if (_errors is { Count: <= MaxErrors } && _abortReason is null)
        {
            string path = PathText.Format(_path.Select(static step => step.Step));
            var error = new SchemaError(path, location.SchemaPath, keyword, message)
            {
                Causes = causes is null ? [] : [.. causes.Select(static cause => cause.Error)],
                Suggestion = suggestion,
            };
            _errors.Add(new FoundError(error, [.. _path.Select(static step => step.Ordinal)]));
        }

        return false;
    }

    /// <summary>Gives the check up.</summary>
    /// <returns>False, for a keyword to return.</returns>
    public bool Abort(string reason)
    {
        _abortReason ??= reason;
        return false;
    }

    private bool Child(SchemaNode schema, FlowValue value)
    {
        EvaluatedMarks? marks = Marks;
        Marks = null;
        bool isValid = schema.Validate(value, this);
        Marks = marks;
        if (IsReporting)
        {
            _path.RemoveAt(_path.Count - 1);
        }

        return isValid;
    }

    private void Reset()
    {
        _scope.Clear();
        _ownScopes.Clear();
        _path.Clear();
        _errors = null;
        _steps = 0;
        _depth = 0;
        _alternatives = 0;
        Marks = null;
    }
}

/// <summary>An error with its place in the instance's order.</summary>
internal sealed record FoundError(SchemaError Error, int[] Ordinals)
{
    /// <summary>The instance's order: what is wrong with a value before what is wrong within it.</summary>
    public static IComparer<FoundError> InstanceOrder { get; } =
        Comparer<FoundError>.Create(static (a, b) => a.Ordinals.AsSpan().SequenceCompareTo(b.Ordinals));
}
