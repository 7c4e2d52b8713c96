using System.Globalization;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Functions;

/// <summary>Finds what <c>is_present</c> and <c>getattr</c> name: <c>a.b</c>, <c>a.b[0].c</c>, or a path that begins with <c>$</c>.</summary>
internal static class StateLookup
{
    /// <summary>The value; null where the state has none there.</summary>
    public static FlowValue? Find(Site site, string name)
    {
        site.Charge(name.Length);
        if (name.StartsWith('$'))
        {
            return JsonPath.TryParse(name, out JsonPath? path, out _) && path.TryEvaluate(site.Run.State, out FlowValue? value) ? site.Run.Own(value, site) : null;
        }

        if (TrySteps(name) is not { } steps || IsPrivate((string)steps[0]))
        {
            return null;
        }

        FlowValue? at = site.Run.Read((string)steps[0], site);
        foreach (object step in steps.Skip(1))
        {
            at = at is null ? null : step is int index ? Item(at, index) : Dicts.TryGet(at, FlowValue.From((string)step), out FlowValue? member) ? member : null;
        }

        return at;
    }

    /// <summary>A dotted, indexed name as its steps; null where it is none.</summary>
    public static IReadOnlyList<object>? TrySteps(string name)
    {
        var steps = new List<object>();
        int at = 0;
        while (at < name.Length)
        {
            if (name[at] == '[')
            {
                int close = name.IndexOf(']', at);
                if (close < 0 || steps.Count == 0)
                {
                    return null;
                }

                string inner = name[(at + 1)..close];
                steps.Add(int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index) ? index : inner.Trim('\'', '"'));
                at = close + 1;
                continue;
            }

            at += name[at] == '.' && steps.Count > 0 ? 1 : 0;
            int end = name.AsSpan(at).IndexOfAny('.', '[');
            end = end < 0 ? name.Length : at + end;
            if (end == at)
            {
                return null;
            }

            steps.Add(name[at..end]);
            at = end;
        }

        return steps.Count == 0 || name.EndsWith('.') ? null : steps;
    }

    /// <summary>Whether a name of the state is kept from expressions: those that begin with an underscore, but for the run's context.</summary>
    public static bool IsPrivate(string name) => name.StartsWith('_') && name != "_context";

    private static FlowValue? Item(FlowValue value, int index)
    {
        if (!Lists.TryItems(value, out ReadOnlySpan<FlowValue> items))
        {
            return null;
        }

        int place = index < 0 ? index + items.Length : index;
        return place >= 0 && place < items.Length ? items[place] : null;
    }
}
