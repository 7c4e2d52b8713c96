using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary>
/// <c>pathsplit('/foo/bar')</c>: the head and the last element of a path, as Python's <c>posixpath.split</c>; the root <c>/~/</c> is never
/// split (manual section 5.3.1).
/// </summary>
internal sealed class PathSplitFunction() : PythonFunction("pathsplit")
{
    private const string HomeRoot = "/~/";

    public override FlowValue Invoke(in Call call)
    {
        call.Require(1, 1);
        string path = call.Text(0);
        int start = path.LastIndexOf('/') + 1;
        string head = path[..start];
        string trimmed = head.TrimEnd('/');
        FlowValue shown = FlowValue.From(head is HomeRoot or "~/" ? head : trimmed.Length > 0 ? trimmed : head);
        return new PythonList([shown, FlowValue.From(path[start..])]);
    }
}
