using Globus.Automate.FlowLanguage.Expressions.Python.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>tuple</c>.</summary>
internal static class TupleMembers
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("count", static (self, in call) => SequenceMethods.Count(((PythonTuple)self).Items, call)),
        new("index", static (self, in call) => SequenceMethods.Index(((PythonTuple)self).Items, call)),
    ];
}
