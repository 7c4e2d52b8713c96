using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Evaluation;

/// <summary>
/// The members of the state as lists and objects that an expression may change, as Python's are; each is copied when it is first read.
/// Only expressions that call a changing method pay for it: <c>names.sort() or names</c>.
/// </summary>
internal sealed class ThawedState
{
    private readonly Dictionary<string, FlowValue> _members = new(StringComparer.Ordinal);

    public FlowValue Member(string name, FlowValue value, Site site)
    {
        if (!_members.TryGetValue(name, out FlowValue? own))
        {
            own = Copy(value, site);
            _members.Add(name, own);
        }

        return own;
    }

    public static FlowValue Copy(FlowValue value, Site site)
    {
        switch (value)
        {
            case FlowArray list:
                site.Charge(list.Count);
                var items = new PythonList(list.Count);
                foreach (FlowValue item in list.Items)
                {
                    items.Add(Copy(item, site));
                }

                return items;
            case FlowObject fields:
                site.Charge(6L * fields.Count);
                var dict = new PythonDict();
                foreach (KeyValuePair<string, FlowValue> member in fields.Members)
                {
                    dict.Table.Set(FlowValue.From(member.Key), Copy(member.Value, site));
                }

                return dict;
            default:
                return value;
        }
    }
}
