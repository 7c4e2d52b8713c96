using System.IO.Enumeration;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>The <c>filter_rules</c> of a transfer: the first rule that a name meets says whether it is taken; without one it is.</summary>
internal sealed class FilterRules
{
    private readonly List<(bool Include, string? Type, string Pattern)> _rules = [];

    public FilterRules(FlowValue? rules)
    {
        foreach (FlowValue rule in rules as FlowArray ?? FlowArray.Empty)
        {
            if (rule is FlowObject fields && fields["name"]?.AsString() is { } pattern)
            {
                _rules.Add((fields["method"]?.AsString() == "include", fields["type"]?.AsString(), pattern));
            }
        }
    }

    public bool Takes(CollectionEntry entry)
    {
        string type = entry.Kind == CollectionEntryKind.Directory ? "dir" : "file";
        foreach ((bool include, string? ruleType, string pattern) in _rules)
        {
            if ((ruleType is null || ruleType == type) && FileSystemName.MatchesSimpleExpression(pattern, entry.Name, ignoreCase: false))
            {
                return include;
            }
        }

        return true;
    }
}
