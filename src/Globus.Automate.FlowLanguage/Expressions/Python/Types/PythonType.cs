using System.Collections.Frozen;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>A type of values with its members.</summary>
internal sealed class PythonType
{
    private readonly FrozenDictionary<string, PythonMethod> _members;

    private PythonType(string name, params IEnumerable<PythonMethod>[] members)
    {
        Name = name;
        _members = members.SelectMany(static part => part).ToFrozenDictionary(static member => member.Name, StringComparer.Ordinal);
    }

    public static PythonType Text { get; } = new("str", TextCase.Members, TextSearch.Members, TextParts.Members, TextTests.Members, TextLayout.Members, TextTables.Members);

    public static PythonType List { get; } = new("list", ListMembers.Members);

    public static PythonType Tuple { get; } = new("tuple", TupleMembers.Members);

    public static PythonType Dict { get; } = new("dict", DictMembers.Members);

    public static PythonType Set { get; } = new("set", SetMembers.Members);

    public static PythonType Integer { get; } = new("int", IntegerMembers.Members);

    public static PythonType Boolean { get; } = new("bool", IntegerMembers.Members);

    public static PythonType Real { get; } = new("float", RealMembers.Members);

    public static PythonType Bytes { get; } = new("bytes", BytesMembers.Members);

    public static PythonType Keys { get; } = new("dict_keys", ViewMembers.Members);

    public static PythonType Items { get; } = new("dict_items", ViewMembers.Members);

    public static PythonType Values { get; } = new("dict_values");

    public static PythonType Function { get; } = new("function");

    public static PythonType None { get; } = new("NoneType");

    /// <summary>The names of the methods that change their value.</summary>
    public static FrozenSet<string> ChangingNames { get; } = new[] { List, Dict, Set }
        .SelectMany(static type => type._members.Values)
        .Where(static member => member.Kind == MemberKind.ChangingMethod)
        .Select(static member => member.Name)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All names of members, in their order.</summary>
    public static IReadOnlyList<string> AllNames { get; } =
        [.. new[] { Text, List, Dict, Set, Integer, Real }.SelectMany(static type => type.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public string Name { get; }

    public IEnumerable<string> Names => _members.Keys;

    public static PythonType Of(FlowValue value) => value switch
    {
        FlowString => Text,
        FlowArray or PythonList => List,
        FlowObject or PythonDict => Dict,
        FlowBoolean => Boolean,
        FlowInteger => Integer,
        FlowReal => Real,
        PythonTuple => Tuple,
        PythonSet => Set,
        PythonBytes => Bytes,
        PythonView view => view.ViewKind switch { ViewKind.Keys => Keys, ViewKind.Values => Values, _ => Items },
        PythonFunction => Function,
        _ => None,
    };

    public PythonMethod? Find(string name) => _members.GetValueOrDefault(name);

    /// <summary>Whether a value is one of this type; a boolean is an integer.</summary>
    public bool Has(FlowValue value)
    {
        PythonType type = Of(value);
        return type == this || (type == Boolean && this == Integer);
    }
}
