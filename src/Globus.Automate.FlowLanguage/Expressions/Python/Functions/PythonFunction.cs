using Globus.Automate.FlowLanguage.Expressions.Python.Types;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary>What can be called: a function of the language, or a method with or without the value that it belongs to.</summary>
internal abstract class PythonFunction(string name) : PythonValue
{
    public string Name => name;

    public override string TypeName => "function " + Name;

    /// <summary>The type whose values the function makes and whose methods it has, as <c>str.upper</c>; null for the others.</summary>
    public virtual PythonType? Type => null;

    /// <summary>Whether the result depends on the arguments alone.</summary>
    public virtual bool IsPure => true;

    public abstract FlowValue Invoke(in Call call);
}

/// <summary>A method of a value.</summary>
internal sealed class BoundMethod(FlowValue self, PythonMethod method) : PythonFunction(method.Name)
{
    public override string TypeName => "method " + Name;

    public override FlowValue Invoke(in Call call) => method.Invoke(self, call);
}

/// <summary>A method of a type, which gets its value as the first argument.</summary>
internal sealed class UnboundMethod(PythonType type, PythonMethod method) : PythonFunction(method.Name)
{
    public override string TypeName => "method " + Name;

    public override FlowValue Invoke(in Call call)
    {
        if (method.Kind == MemberKind.TypeFunction)
        {
            return method.Invoke(Null, call);
        }

        if (call.Count == 0 || !type.Has(call[0]))
        {
            throw call.Site.TypeError($"{type.Name}.{Name}() takes a {type.Name} first{(call.Count == 0 ? string.Empty : $", not {PythonNames.Of(call[0])}")}.");
        }

        return method.Invoke(call[0], call.Rest());
    }
}
