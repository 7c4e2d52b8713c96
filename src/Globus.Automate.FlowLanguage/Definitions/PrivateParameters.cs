using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>The <c>__Private_Parameters</c> of a definition (manual, section 5.2).</summary>
public static class PrivateParameters
{
    /// <summary>The name of the list that names parameters to hide, at any level of Parameters.</summary>
    public const string ListName = "__Private_Parameters";

    /// <summary>The suffix of a parameter that is a path into the document.</summary>
    public const string PathSuffix = ".$";

    /// <summary>The suffix of a parameter that is an expression.</summary>
    public const string ExpressionSuffix = ".=";

    /// <summary>
    /// A definition as everybody but the flow's administrators sees it: without the parameters that its <c>__Private_Parameters</c> name. The
    /// names stay, the values are gone. A definition that is no object comes back as it is.
    /// </summary>
    public static FlowValue HideIn(FlowValue definition)
    {
        if (definition is not FlowObject root || root["States"] is not FlowObject states)
        {
            return definition;
        }

        FlowObject shown = states;
        foreach ((string name, FlowValue state) in states)
        {
            if (state is FlowObject fields && fields.TryGetValue("Parameters", out FlowValue? parameters))
            {
                shown = shown.With(name, fields.With("Parameters", Hide(parameters)));
            }
        }

        return root.With("States", shown);
    }

    /// <summary>The name that a parameter gives to its value: without <c>.$</c> or <c>.=</c>.</summary>
    public static string SimpleName(string name)
        => name.EndsWith(PathSuffix, StringComparison.Ordinal) || name.EndsWith(ExpressionSuffix, StringComparison.Ordinal) ? name[..^2] : name;

    /// <summary>The simple names that an object's list hides.</summary>
    internal static HashSet<string> NamesIn(FlowObject parameters)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (parameters[ListName] is FlowArray list)
        {
            foreach (FlowValue entry in list)
            {
                if (entry.AsString() is { } name)
                {
                    names.Add(SimpleName(name));
                }
            }
        }

        return names;
    }

    private static FlowValue Hide(FlowValue value)
    {
        if (value is FlowArray list)
        {
            return FlowArray.Create(list.Select(Hide));
        }

        if (value is not FlowObject fields)
        {
            return value;
        }

        HashSet<string> hidden = NamesIn(fields);
        return FlowObject.Create(fields
            .Where(member => !hidden.Contains(SimpleName(member.Key)))
            .Select(static member => KeyValuePair.Create(member.Key, Hide(member.Value))));
    }
}
