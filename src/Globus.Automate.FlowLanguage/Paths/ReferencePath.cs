using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Paths.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths;

/// <summary>A reference path, as ResultPath uses it: <c>$</c>, <c>$.a.b</c>, <c>$.a[0]</c>, <c>$['a b']</c>; it names one node.</summary>
public sealed class ReferencePath
{
    /// <summary>As deep as a document may be.</summary>
    private const int MaxSteps = 256;

    private readonly PathQuery _query;

    private ReferencePath(JsonPath path)
    {
        Text = path.Text;
        Steps = path.LeadingSteps;
        _query = path.Query;
    }

    /// <summary>The text this path was compiled from.</summary>
    public string Text { get; }

    /// <summary>Whether this is <c>$</c>, the whole document.</summary>
    public bool IsRoot => Steps.Count == 0;

    /// <summary>The steps from the root: a <see cref="string"/> for a member, an <see cref="int"/> for an index.</summary>
    public IReadOnlyList<object> Steps { get; }

    /// <summary>Compiles a reference path.</summary>
    /// <exception cref="FlowSyntaxException">The text is no reference path.</exception>
    public static ReferencePath Parse(string text)
    {
        var path = JsonPath.Parse(text);
        if (path.Query.Segments.Length > MaxSteps)
        {
            throw new FlowSyntaxException($"A reference path has at most {MaxSteps} steps, as deep as a document may be.", 0, text.Length);
        }

        foreach (Segment segment in path.Query.Segments)
        {
            if (Refuse(segment) is { } reason)
            {
                throw new FlowSyntaxException($"A reference path names one place: {reason}.", segment.Position, segment.Length);
            }
        }

        return new ReferencePath(path);
    }

    /// <summary>Compiles a reference path, or says why it cannot be.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ReferencePath? path, [NotNullWhen(false)] out FlowSyntaxException? error)
    {
        try
        {
            path = Parse(text);
            error = null;
            return true;
        }
        catch (FlowSyntaxException e)
        {
            path = null;
            error = e;
            return false;
        }
    }

    /// <summary>Whether this path is <paramref name="name"/> of the document or something within it.</summary>
    public bool StartsWith(string name) => Steps.Count > 0 && Steps[0] is string first && string.Equals(first, name, StringComparison.Ordinal);

    /// <summary>The value at this path.</summary>
    public bool TryGet(FlowValue root, [NotNullWhen(true)] out FlowValue? value) => _query.TryGetSingle(root, out value);

    /// <summary>The document with <paramref name="value"/> at this path.</summary>
    /// <remarks>
    /// Where the way to the place is missing or null, objects (for an index: lists) are made. An index just after the last item appends.
    /// A value of another kind in the way (a member of a string, an index into an object) is an error and never replaced: the States
    /// Language lets ResultPath create, not destroy what other states have put there.
    /// </remarks>
    /// <exception cref="FlowSyntaxException">The path cannot be assigned in this document: an index out of range, a member of a number.</exception>
    public FlowValue Set(FlowValue root, FlowValue value)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(value);
        ReadOnlySpan<PathStep> steps = _query.Leading;
        if (steps.IsEmpty)
        {
            return value;
        }

        // Down to the place, remembering what is on the way, then up again with copies.
        var parents = new FlowValue[steps.Length];
        FlowValue? current = root;
        for (int i = 0; i < steps.Length; i++)
        {
            parents[i] = AsContainer(current, steps, i);
            _ = steps[i].TryApply(parents[i], out current);
        }

        FlowValue result = value;
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            result = parents[i] is FlowObject fields ? fields.With(steps[i].Name!, result) : ((FlowArray)parents[i]).With((int)steps[i].Index, result);
        }

        return result;
    }

    /// <summary>The text of this path.</summary>
    public override string ToString() => Text;

    private static string? Refuse(Segment segment)
    {
        if (segment is DescendantSegment)
        {
            return "'..' finds many";
        }

        if (segment.Selectors.Length > 1)
        {
            return "brackets with several entries name many";
        }

        return segment.Selectors[0] switch
        {
            NameSelector => null,
            IndexSelector { Step.Index: < 0 } => "a negative index depends on how long the list is, count from 0",
            IndexSelector { Step.Index: > int.MaxValue } => "no list has an item at this index",
            IndexSelector => null,
            WildcardSelector => "'*' finds many",
            SliceSelector => "a slice finds many",
            _ => "a filter can find many",
        };
    }

    private FlowValue AsContainer(FlowValue? found, ReadOnlySpan<PathStep> steps, int depth)
    {
        PathStep step = steps[depth];
        if (step.Name is not null)
        {
            return found switch
            {
                FlowObject => found,
                null or { IsNull: true } => FlowObject.Empty,
                _ => throw Fail(depth, $"the member '{step.Name}' cannot be set, because {Place(steps, depth)} is {Describe(found)}, not an object"),
            };
        }

        FlowValue list = found switch
        {
            FlowArray => found,
            null or { IsNull: true } => FlowArray.Empty,
            _ => throw Fail(depth, $"the item [{step.Index}] cannot be set, because {Place(steps, depth)} is {Describe(found)}, not a list"),
        };
        int count = ((FlowArray)list).Count;
        return step.Index <= count
            ? list
            : throw Fail(depth, $"the item [{step.Index}] cannot be set, because {Place(steps, depth)} has {count} item{(count == 1 ? string.Empty : "s")}: [{count}] would append one");
    }

    private FlowSyntaxException Fail(int depth, string reason)
        => new($"{Text} cannot be assigned in this document: {reason}.", _query.Segments[depth].Position, _query.Segments[depth].Length);

    private static string Place(ReadOnlySpan<PathStep> steps, int depth)
        => PathText.Format(steps[..depth].ToArray().Select(static step => step.Value));

    private static string Describe(FlowValue value) => value.Kind switch
    {
        FlowValueKind.Boolean => "a boolean",
        FlowValueKind.Integer or FlowValueKind.Real => "a number",
        FlowValueKind.String => "a string",
        FlowValueKind.Array => "a list",
        _ => "an object",
    };
}
