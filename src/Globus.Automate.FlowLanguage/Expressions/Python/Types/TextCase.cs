using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>str</c> that change the case of letters.</summary>
internal static class TextCase
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        Mapping("capitalize", Characters.Capitalize),
        Mapping("casefold", Characters.Fold),
        Mapping("lower", Characters.Lower),
        Mapping("swapcase", Characters.SwapCase),
        Mapping("title", Characters.TitleWords),
        Mapping("upper", Characters.Upper),
    ];

    private static PythonMethod Mapping(string name, Func<string, string> map) => new(name, (self, in call) =>
    {
        call.Require(0, 0);
        string text = ((FlowString)self).Value;
        call.Site.Charge(text.Length);
        return FlowValue.From(map(text));
    });
}
