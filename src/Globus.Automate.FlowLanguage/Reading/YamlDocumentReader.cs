using Globus.Automate.FlowLanguage.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>Reads YAML by the 1.2 core schema from the parser's events, with anchors, aliases and merge keys.</summary>
internal sealed class YamlDocumentReader(string text, string? file, bool positions)
{
    private const int MaxDepth = 128;

    /// <summary>How far after the place that the parser names a tab is looked for.</summary>
    private const int MaxLinesToTab = 50;

    /// <summary>How many nodes a document may have once its aliases are written out: a bomb of aliases has more.</summary>
    private const int MaxNodes = 5_000_000;

    private readonly Dictionary<string, (FlowValue Value, LocatedNode? Node, long Count)> _anchors = new(StringComparer.Ordinal);
    private readonly List<ReadingIssue> _warnings = [];

    /// <summary>The way to what is read.</summary>
    private readonly List<object> _path = [];

    /// <summary>The braces and brackets that are open.</summary>
    private readonly Stack<(char Sign, Mark Mark)> _open = new();
    private YamlPlaces? _places = positions ? null : new();
    private long _nodes;
    private IParser _parser = null!;

    public IReadOnlyList<ReadingIssue> Warnings => _warnings;

    /// <summary>Where everything stood; null where some of it is named by an alias, and where nodes are made.</summary>
    public YamlPlaces? Places => _places;

    public (FlowValue Value, LocatedNode? Node) Read()
    {
        _parser = new Parser(new StringReader(text));
        try
        {
            _parser.Consume<StreamStart>();
            if (_parser.Accept<StreamEnd>(out _))
            {
                throw new DocumentException(file is null ? "The text holds nothing but comments." : $"'{file}' holds nothing but comments.", file);
            }

            _parser.Consume<DocumentStart>();
            (FlowValue Value, LocatedNode? Node) root = ReadNode(0);
            _parser.Consume<DocumentEnd>();
            return _parser.Accept<DocumentStart>(out DocumentStart? second)
                ? throw Fault("a second document begins here; one file holds one document.", second.Start)
                : root;
        }
        catch (YamlException e)
        {
            throw Explain(e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException or InvalidCastException)
        {
            // The library's scanner gives up in ways of its own on some malformed texts.
            throw Fault(StillOpen() ?? "this is no YAML that can be read; is a quote, a bracket or a brace left open before it?", _parser.Current?.End ?? new Mark(0, 1, 1), e);
        }
    }

    private static string Excerpt(string text) => text.Length <= 40 ? text : text[..39] + "…";

    private static SourcePosition Position(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private (FlowValue Value, LocatedNode? Node) ReadNode(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
        {
            return Resolve(alias);
        }

        var start = (NodeEvent)_parser.Current!;
        if (depth > MaxDepth)
        {
            throw Fault($"the document is nested more than {MaxDepth} levels deep.", start.Start);
        }

        Count(1, start.Start);
        long before = _nodes;
        LocatedNode? node = positions ? new LocatedNode(Position(start.Start)) : null;
        int place = _places?.Open(Position(start.Start)) ?? 0;
        bool isFlow = start is MappingStart { Style: MappingStyle.Flow } or SequenceStart { Style: SequenceStyle.Flow };
        if (isFlow)
        {
            _open.Push((start is MappingStart ? '{' : '[', start.Start));
        }

        FlowValue value = start switch
        {
            MappingStart => ReadMapping(node, depth),
            SequenceStart => ReadSequence(node, depth),
            _ => ReadScalar(_parser.Consume<Scalar>()),
        };
        if (isFlow)
        {
            _open.Pop();
        }

        _places?.Close(place);
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = (value, node, _nodes - before + 1);
        }

        return (value, node);
    }

    private (FlowValue Value, LocatedNode? Node) Resolve(AnchorAlias alias)
    {
        _places = null;
        if (!_anchors.TryGetValue(alias.Value.Value, out (FlowValue Value, LocatedNode? Node, long Count) target))
        {
            throw Fault($"the alias *{Excerpt(alias.Value.Value)} names an anchor that is not defined before it.", alias.Start);
        }

        Count(target.Count, alias.Start);
        return (target.Value, target.Node);
    }

    private FlowObject ReadMapping(LocatedNode? node, int depth)
    {
        _parser.Consume<MappingStart>();
        var members = new FlowObject.Builder();
        var keys = new Dictionary<string, Mark>(StringComparer.Ordinal);
        List<(FlowObject Source, LocatedNode? Node)>? merges = null;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            Mark keyStart = _parser.Current!.Start;
            Scalar scalar = ReadKey();
            string key = scalar.Value;
            if (key == "<<" && scalar.Style == ScalarStyle.Plain)
            {
                _places = null;
                (merges ??= []).AddRange(ReadMerge(depth));
                continue;
            }

            if (!keys.TryAdd(key, keyStart))
            {
                throw Fault($"the key '{Excerpt(key)}' stands here again; it stands in line {keys[key].Line} already.", keyStart);
            }

            _path.Add(key);
            if (scalar.Style == ScalarStyle.Plain && CoreSchema.Resolve(key).Kind != FlowValueKind.String)
            {
                Warn("YAML102", $"the key {Excerpt(key)} is not text by itself; it is read as the name \"{Excerpt(key)}\". Put it in quotes to say so.", keyStart);
            }
            else if (scalar.Style == ScalarStyle.Plain && key.Length > 1 && CoreSchema.MeaningInYaml11(key) is { } meaning)
            {
                Warn("YAML101", $"the key {key} is text here (YAML 1.2); older readers take it as {meaning}. Put it in quotes.", keyStart);
            }

            _places?.AddKey(Position(keyStart));
            (FlowValue value, LocatedNode? member) = ReadNode(depth + 1);
            _path.RemoveAt(_path.Count - 1);
            members.Set(key, value);
            node?.Add(key, Position(keyStart), member!);
        }

        return merges is null ? members.Build() : Merge(members, [.. keys.Keys], merges, node);
    }

    private Scalar ReadKey()
    {
        if (_parser.TryConsume<Scalar>(out Scalar? scalar))
        {
            return scalar;
        }

        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias) && _anchors.TryGetValue(alias.Value.Value, out (FlowValue Value, LocatedNode? Node, long Count) target) && target.Value is FlowString name)
        {
            return new Scalar(AnchorName.Empty, TagName.Empty, name.Value, ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true);
        }

        throw Fault("a key is a list or a mapping here; keys are text, and text that begins with a brace or a bracket is put in quotes.", _parser.Current!.Start);
    }

    /// <summary>The mapping or mappings that <c>&lt;&lt;</c> names: their members count where the mapping has none of that name.</summary>
    private IEnumerable<(FlowObject Source, LocatedNode? Node)> ReadMerge(int depth)
    {
        Mark start = _parser.Current!.Start;
        (FlowValue value, LocatedNode? node) = ReadNode(depth + 1);
        if (value is FlowObject one)
        {
            return [(one, node)];
        }

        return value is FlowArray list && list.All(static item => item is FlowObject)
            ? list.Select((item, i) => ((FlowObject)item, node?.Child(i))).ToArray()
            : throw Fault("<< merges a mapping, or a list of mappings; this is neither.", start);
    }

    private static FlowObject Merge(FlowObject.Builder own, HashSet<string> names, List<(FlowObject Source, LocatedNode? Node)> merges, LocatedNode? node)
    {
        foreach ((FlowObject source, LocatedNode? origin) in merges)
        {
            foreach ((string name, FlowValue value) in source)
            {
                if (names.Add(name))
                {
                    own.Set(name, value);
                    if (node is not null && origin?.Child(name) is { } member)
                    {
                        node.Add(name, member.Key ?? member.Value, member);
                    }
                }
            }
        }

        return own.Build();
    }

    private FlowArray ReadSequence(LocatedNode? node, int depth)
    {
        _parser.Consume<SequenceStart>();
        var items = new List<FlowValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            _path.Add(items.Count);
            (FlowValue value, LocatedNode? item) = ReadNode(depth + 1);
            _path.RemoveAt(_path.Count - 1);
            items.Add(value);
            node?.Add(item!);
        }

        return FlowArray.Create(items);
    }

    private FlowValue ReadScalar(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
        {
            return ReadTagged(scalar);
        }

        if (scalar.Style != ScalarStyle.Plain)
        {
            return FlowValue.From(scalar.Value);
        }

        if (CoreSchema.MeaningInYaml11(scalar.Value) is { } meaning)
        {
            Warn("YAML101", $"{scalar.Value} is {CoreSchema.Describe(scalar.Value)} here (YAML 1.2); older readers take it as {meaning}. Put it in quotes if it is text.", scalar.Start);
        }

        FlowValue value = CoreSchema.Resolve(scalar.Value);
        return value is FlowReal { Value: double.PositiveInfinity or double.NegativeInfinity }
            ? throw Fault($"the number {Excerpt(scalar.Value)} is too large: numbers with a point or an exponent go up to 1.8e308.", scalar.Start)
            : value;
    }

    private FlowValue ReadTagged(Scalar scalar)
    {
        FlowValue plain = CoreSchema.Resolve(scalar.Value);
        return scalar.Tag.Value switch
        {
            "tag:yaml.org,2002:str" or "!" => FlowValue.From(scalar.Value),
            "tag:yaml.org,2002:null" when plain.IsNull => plain,
            "tag:yaml.org,2002:bool" when plain.Kind == FlowValueKind.Boolean => plain,
            "tag:yaml.org,2002:int" when plain.Kind == FlowValueKind.Integer => plain,
            "tag:yaml.org,2002:float" when plain is FlowReal => plain,
            "tag:yaml.org,2002:float" when plain is FlowInteger whole => FlowValue.From((double)whole.Value),
            _ => throw Fault($"the tag {Excerpt(scalar.Tag.Value)} does not go with the value '{Excerpt(scalar.Value)}'.", scalar.Start),
        };
    }

    private void Count(long nodes, Mark mark)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
        {
            throw Fault($"the document has more than {MaxNodes:N0} values once its aliases are written out.", mark);
        }
    }

    private void Warn(string code, string message, Mark mark) => _warnings.Add(new ReadingIssue(code, message, Position(mark)) { Steps = [.. _path] });

    /// <summary>Says what is open where the parser gives up; null where nothing is.</summary>
    private string? StillOpen() => _open.TryPeek(out (char Sign, Mark Mark) open)
        ? $"a ',' or the '{(open.Sign == '{' ? '}' : ']')}' that closes the '{open.Sign}' in line {open.Mark.Line}, column {open.Mark.Column} was expected here."
        : null;

    private DocumentException Fault(string problem, Mark mark, Exception? inner = null) => DocumentException.At(problem, file, Position(mark), inner);

    private DocumentException Explain(YamlException e)
    {
        // The parser names the place where it gave up; a tab is the cause in that line or in the one after it.
        int reach = e.Message.Contains("tab", StringComparison.Ordinal) ? MaxLinesToTab : 1;
        for (int line = (int)e.Start.Line; line <= e.Start.Line + reach; line++)
        {
            string content = Line(line);
            int indentation = content.Length - content.AsSpan().TrimStart(" \t").Length;
            int tab = content.AsSpan(0, indentation).IndexOf('\t');
            if (tab >= 0)
            {
                return DocumentException.At("a tab stands in the indentation; YAML is indented by spaces.", file, new SourcePosition(line, tab + 1), e);
            }
        }

        int last = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        SourcePosition place = e.Start.Line > last ? new SourcePosition(last, Line(last).TrimEnd('\r').Length + 1) : Position(e.Start);
        return DocumentException.At(Reason(e, place), file, place, e);
    }

    private string Reason(YamlException e, SourcePosition place)
    {
        string reason = e.Message;
        int colon = reason.IndexOf("): ", StringComparison.Ordinal);
        reason = colon >= 0 ? reason[(colon + 3)..] : reason;
        return reason switch
        {
            "Mapping values are not allowed in this context." or "While scanning a plain scalar value, found invalid mapping." => "a second ':' stands in this line, or the line is indented differently from its neighbours; text with ': ' in it is put in quotes.",
            "While scanning a multiline plain scalar, found invalid mapping." => LineWithoutSpace(place.Line - 1) is { } before
                ? $"line {before} has no space after its ':' and is no key, but text that goes on here."
                : "the text that began in a line before goes on here and has a ': ' in it; such text is put in quotes.",
            _ when reason.StartsWith("While parsing a block mapping", StringComparison.Ordinal) && Line(place.Line).AsSpan(0, Math.Min(place.Column - 1, Line(place.Line).Length)).TrimStart(" -").Length > 0
                => "the line goes on after its value has ended: a value that begins with a quote, a bracket or a brace ends where that closes; put all of it in quotes.",
            _ when reason.StartsWith("While parsing a block mapping", StringComparison.Ordinal) => "this line does not belong to the mapping above it: is it indented as its neighbours are?",
            _ when reason.StartsWith("While parsing a block collection", StringComparison.Ordinal) => "this line does not belong to the list above it: is it indented as its neighbours are, with a '-'?",
            _ when reason.StartsWith("While parsing a flow", StringComparison.Ordinal) => StillOpen() ?? "a ',' or a closing bracket was expected: is a bracket or brace left open?",
            _ when reason.StartsWith("While scanning a multi-line double-quoted scalar", StringComparison.Ordinal) || reason.StartsWith("While scanning a multi-line single-quoted scalar", StringComparison.Ordinal)
                => "the quoted text that begins here has no closing quote in its line, and its next line is not indented.",
            _ when reason.StartsWith("While scanning a quoted scalar", StringComparison.Ordinal) => "a quoted text that begins before this has no closing quote.",
            _ when reason.StartsWith("While scanning for the next token, found character that cannot start any token", StringComparison.Ordinal) => "this character cannot begin a value; put the text in quotes.",
            _ => char.ToLowerInvariant(reason[0]) + reason[1..],
        };
    }

    /// <summary>The line, or the one before it and so on while they are blank, where it is <c>key:value</c>; null where it is not.</summary>
    private int? LineWithoutSpace(int number)
    {
        while (number > 1 && string.IsNullOrWhiteSpace(Line(number)))
        {
            number--;
        }

        string line = Line(number).Trim();
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < line.Length - 1 && !line.Contains(' ', StringComparison.Ordinal) ? number : null;
    }

    private string Line(int number)
    {
        int start = 0;
        for (int i = 1; i < number && start >= 0; i++)
        {
            start = text.IndexOf('\n', start) + 1;
            if (start == 0)
            {
                return string.Empty;
            }
        }

        int end = text.IndexOf('\n', start);
        return end < 0 ? text[start..] : text[start..end];
    }
}
