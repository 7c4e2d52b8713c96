using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The method that the keys and items of a dict have.</summary>
internal static class ViewMembers
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("isdisjoint", static (self, in call) =>
        {
            call.Require(1, 1);
            PythonSet common = Sets.Intersection(call.Site, Sets.Of(call.Site, self), Sets.Of(call.Site, call[0]));
            return FlowValue.From(common.Table.Count == 0);
        }),
    ];
}
