using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Values;

/// <summary>What a <see cref="PythonView"/> shows of a dict.</summary>
internal enum ViewKind
{
    Keys,
    Values,
    Items,
}

/// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> of a dict give: a look at the dict, which can be gone through and is no list.</summary>
internal sealed class PythonView(ViewKind kind, FlowValue dict) : PythonValue
{
    public override string TypeName => ViewKind switch
    {
        ViewKind.Keys => "dict_keys",
        ViewKind.Values => "dict_values",
        _ => "dict_items",
    };

    public ViewKind ViewKind => kind;

    /// <summary>A <see cref="FlowObject"/> or a <see cref="PythonDict"/>.</summary>
    public FlowValue Dict => dict;
}
