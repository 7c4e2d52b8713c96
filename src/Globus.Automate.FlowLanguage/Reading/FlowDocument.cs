using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>A JSON or YAML document that knows where each of its keys and values stood.</summary>
public sealed class FlowDocument
{
    /// <summary>How many places are looked for one by one, before it is less work to keep them all.</summary>
    private const int FewPlaces = 8;

    private readonly Func<IReadOnlyList<object>, bool, SourcePosition>? _find;
    private readonly Func<LocatedNode?> _locate;
    private LocatedNode? _positions;
    private int _located;

    private FlowDocument(string? file, FlowValue root, IReadOnlyList<ReadingIssue> warnings, Func<LocatedNode?> locate, Func<IReadOnlyList<object>, bool, SourcePosition>? find = null)
    {
        _find = find;
        File = file;
        Root = root;
        Warnings = warnings;
        _locate = locate;
    }

    /// <summary>The file the document was read from; null for text and objects.</summary>
    public string? File { get; }

    /// <summary>What the document holds.</summary>
    public FlowValue Root { get; }

    /// <summary>What a reader should know though the document was read: values that YAML 1.1 takes otherwise.</summary>
    public IReadOnlyList<ReadingIssue> Warnings { get; }

    /// <summary>Reads JSON or YAML text: JSON where it starts like JSON (<c>{</c>, <c>[</c>, <c>"</c>) and is it, YAML else; an object whose first key is in double quotes is JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file it came from, for messages.</param>
    /// <exception cref="DocumentException">The text is neither.</exception>
    public static FlowDocument Parse(string text, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        DocumentText.Check(text, file);
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        if (start[0] is not ('{' or '[' or '"'))
        {
            return ParseYaml(text, file);
        }

        if (start[0] == '{' && start[1..].TrimStart() is ['"', ..])
        {
            return ParseJson(text, file);
        }

        try
        {
            return ParseJson(text, file);
        }
        catch (DocumentException json)
        {
            // {a: 1} and [a, b] are YAML that starts like JSON. Where it is neither, it was meant as what it looks like.
            try
            {
                return ParseYaml(text, file);
            }
            catch (DocumentException)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(json);
                throw;
            }
        }
    }

    /// <summary>Reads a <c>.json</c>, <c>.yaml</c> or <c>.yml</c> file (any other name: by its content).</summary>
    /// <exception cref="DocumentException">The file cannot be read; the message names the path and the reason.</exception>
    public static FlowDocument Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string text = DocumentText.Load(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => ParseJson(text, path),
            ".yaml" or ".yml" => ParseYaml(text, path),
            _ => Parse(text, path),
        };
    }

    /// <summary>A document of a value that was never text: it has paths but no lines.</summary>
    public static FlowDocument FromValue(FlowValue root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new FlowDocument(null, root, [], static () => null);
    }

    /// <summary>Where the value at a path stood (steps: member names and indices from the root), or its key; null without lines.</summary>
    /// <remarks>Where the path leads nowhere, the place of the deepest part that is there.</remarks>
    public SourcePosition? Locate(IReadOnlyList<object> steps, bool key = false)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (_find is not null && _positions is null && _located++ < FewPlaces)
        {
            return _find(steps, key);
        }

        LocatedNode? node = _positions ??= _locate();
        foreach (object step in steps)
        {
            if (node?.Child(step) is not { } child)
            {
                return node?.Value;
            }

            node = child;
        }

        return key ? node?.Key ?? node?.Value : node?.Value;
    }

    private static FlowDocument ParseJson(string text, string? file)
        => new(file, new JsonDocumentReader(text, file, positions: false).Read().Value, [], () => new JsonDocumentReader(text, file, positions: true).Read().Node, (steps, key) => JsonPlaces.Find(text, steps, key));

    private static FlowDocument ParseYaml(string text, string? file)
    {
        var reader = new YamlDocumentReader(text, file, positions: false);
        FlowValue root = reader.Read().Value;
        return new FlowDocument(file, root, reader.Warnings, () => new YamlDocumentReader(text, file, positions: true).Read().Node, reader.Places is { } places ? (steps, key) => places.Find(root, steps, key) : null);
    }
}

/// <summary>A place in a text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in characters, from 1.</param>
public readonly record struct SourcePosition(int Line, int Column);

/// <summary>Something to say about a place in a document.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Position">The place.</param>
public sealed record ReadingIssue(string Code, string Message, SourcePosition Position)
{
    /// <summary>The path of the value: member names (string) and indices (int).</summary>
    public IReadOnlyList<object> Steps { get; init; } = [];
}

/// <summary>A document that cannot be read.</summary>
public sealed class DocumentException : Exception
{
    /// <summary>Describes the fault.</summary>
    /// <param name="message">One sentence that already names file, line and column where they are known.</param>
    /// <param name="file">The file, if there is one.</param>
    /// <param name="position">The place, if there is one.</param>
    /// <param name="inner">What the lower reader said.</param>
    public DocumentException(string message, string? file = null, SourcePosition? position = null, Exception? inner = null)
        : base(message, inner)
    {
        File = file;
        Position = position;
    }

    /// <summary>The file, if there is one.</summary>
    public string? File { get; }

    /// <summary>The place, if there is one.</summary>
    public SourcePosition? Position { get; }

    internal static DocumentException At(string problem, string? file, SourcePosition position, Exception? inner = null)
        => new($"{(file is null ? "The text" : $"'{file}'")}, line {position.Line}, column {position.Column}: {problem}", file, position, inner);
}

/// <summary>Where a value and its key stood, with its members or items.</summary>
internal sealed class LocatedNode(SourcePosition value)
{
    private Dictionary<string, LocatedNode>? _members;
    private List<LocatedNode>? _items;

    public SourcePosition Value { get; } = value;

    public SourcePosition? Key { get; private set; }

    public void Add(string name, SourcePosition key, LocatedNode member)
    {
        (_members ??= new(StringComparer.Ordinal))[name] = member.Key is null ? member : member.Copy();
        _members[name].Key = key;
    }

    public void Add(LocatedNode item) => (_items ??= []).Add(item);

    public LocatedNode? Child(object step) => step switch
    {
        string name => _members is not null && _members.TryGetValue(name, out LocatedNode? member) ? member : null,
        int index => _items is not null && index >= 0 && index < _items.Count ? _items[index] : null,
        _ => null,
    };

    /// <summary>What an alias names stands at one place and has many keys.</summary>
    private LocatedNode Copy() => new(Value) { _members = _members, _items = _items };
}
