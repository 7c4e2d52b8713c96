using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>What a method does with the value that it belongs to.</summary>
internal delegate FlowValue MethodBody(FlowValue self, in Call call);

/// <summary>What stands behind <c>value.name</c> for the values of a type.</summary>
internal enum MemberKind
{
    /// <summary>A method.</summary>
    Method,

    /// <summary>A method that changes its value.</summary>
    ChangingMethod,

    /// <summary>A function of the type, which needs no value of it.</summary>
    TypeFunction,

    /// <summary>A value, computed when it is asked for.</summary>
    Attribute,
}

/// <summary>A member of a type.</summary>
internal sealed class PythonMethod(string name, MethodBody body, MemberKind kind = MemberKind.Method)
{
    public string Name => name;

    public MemberKind Kind => kind;

    public FlowValue Invoke(FlowValue self, in Call call) => body(self, call);
}
