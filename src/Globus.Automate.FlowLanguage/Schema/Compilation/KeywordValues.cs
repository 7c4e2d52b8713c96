using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Patterns;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Schema.Keywords;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>Reads the values that keywords have, each with an error at its place where it is another.</summary>
internal abstract class KeywordValues(SchemaCompiler compiler, SchemaPlace place)
{
    protected SchemaCompiler Compiler { get; } = compiler;

    protected SchemaPlace Place { get; } = place;

    protected Dialect Dialect => Place.Resource.Dialect;

    protected SchemaDraft Draft => Dialect.Draft;

    protected FlowObject Schema => (FlowObject)Place.Value;

    protected bool TryGet(string name, [NotNullWhen(true)] out FlowValue? value) => Schema.TryGetValue(name, out value);

    protected SchemaLocation At(string name) => Place.Location.Member(name);

    protected SchemaNode Node(FlowValue value, SchemaLocation location) => Compiler.Node(value, location, Place.Resource);

    protected SchemaNode? OptionalNode(string name) => TryGet(name, out FlowValue? value) ? Node(value, At(name)) : null;

    /// <summary>Draft-04 has true and false nowhere but here.</summary>
    protected SchemaNode? AdditionalNode(FlowValue value, string name)
    {
        if (Draft == SchemaDraft.Draft4 && value is FlowBoolean { Value: var allowsAll })
        {
            return allowsAll ? null : new SchemaNode(new SchemaPlace(value, At(name), Place.Resource));
        }

        return Node(value, At(name));
    }

    protected SchemaNode[] Nodes(FlowValue value, string name)
    {
        FlowArray list = value as FlowArray ?? throw Expected(name, "a list of schemas", value);
        var nodes = new SchemaNode[list.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Node(list[i], At(name).Item(i));
        }

        return nodes;
    }

    protected IEnumerable<KeyValuePair<string, FlowValue>> Members(FlowValue? value, string name)
        => value is null ? [] : value as FlowObject ?? throw Expected(name, "an object", value);

    protected long Count(string name, FlowValue value) => value switch
    {
        FlowInteger { Value: var number } when number.Sign >= 0 => (long)BigInteger.Min(number, long.MaxValue),
        FlowReal { Value: >= 0 and var number } when double.IsInteger(number) => number > int.MaxValue ? int.MaxValue : (long)number,
        _ => throw Expected(name, "a whole number from 0 on", value),
    };

    protected static string Text(FlowValue value, SchemaLocation location)
        => value.AsString() ?? throw location.Error($"A string was expected here, not {PythonText.Repr(value)}.");

    protected static string[] Texts(FlowValue value, SchemaLocation location)
    {
        FlowArray list = value as FlowArray ?? throw location.Error($"A list of strings was expected here, not {PythonText.Repr(value)}.");
        return [.. list.Select(item => Text(item, location))];
    }

    protected static SchemaPattern Pattern(string text, SchemaLocation location)
        => EcmaPattern.TryCompile(text, EcmaPatternForm.Lenient, out System.Text.RegularExpressions.Regex? regex, out string? fault)
            ? new SchemaPattern(text, regex)
            : throw location.Error($"The pattern {PythonText.Repr(text)} is no regular expression: {fault}");

    protected SchemaException Expected(string name, string what, FlowValue value) => At(name).Error($"{name} must be {what}, not {PythonText.Repr(value)}.");
}
