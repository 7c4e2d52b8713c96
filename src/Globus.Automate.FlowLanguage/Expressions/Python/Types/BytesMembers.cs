using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>bytes</c> that lead back to text.</summary>
internal static class BytesMembers
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        new("decode", static (self, in call) =>
        {
            call.Require(0, 2, "encoding", "errors");
            byte[] bytes = ((PythonBytes)self).Value;
            call.Site.Charge(bytes.Length);
            return FlowValue.From(Encodings.Decode(call, bytes));
        }),
        new("hex", static (self, in call) =>
        {
            call.Require(0, 0);
            byte[] bytes = ((PythonBytes)self).Value;
            call.Site.Charge(2L * bytes.Length);
            return FlowValue.From(Convert.ToHexString(bytes).ToLowerInvariant());
        }),
    ];
}
