using System.Collections.Frozen;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary>
/// The functions of the language: those of manual section 5.3.1, those that simpleeval has, the four that its EvalWithCompoundTypes
/// adds, and len, which the service's published examples use.
/// </summary>
internal static class FunctionTable
{
    private static readonly FrozenDictionary<string, PythonFunction> s_functions = new PythonFunction[]
    {
        new PathSplitFunction(), new IsPresentFunction(), new GetAttrFunction(),
        new IntFunction(), new FloatFunction(), new StrFunction(), new RandFunction(), new RandIntFunction(),
        new LenFunction(), new ListFunction(), new TupleFunction(), new DictFunction(), new SetFunction(),
    }.ToFrozenDictionary(static function => function.Name, StringComparer.Ordinal);

    /// <summary>The names, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_functions.Keys.Order(StringComparer.Ordinal)];

    public static PythonFunction? Find(string name) => s_functions.GetValueOrDefault(name);
}
