using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Objects in both forms: those of the state and those that the expression made.</summary>
internal static class Dicts
{
    public static int Count(FlowValue dict) => dict is FlowObject fields ? fields.Count : ((PythonDict)dict).Table.Count;

    /// <summary>The value of a key that has a hash; false also for anything but an object.</summary>
    public static bool TryGet(FlowValue dict, FlowValue key, [NotNullWhen(true)] out FlowValue? value)
    {
        if (dict is FlowObject fields)
        {
            value = null;
            return key is FlowString name && fields.TryGetValue(name.Value, out value);
        }

        value = null;
        return dict is PythonDict made && made.Table.TryGet(key, out value);
    }

    /// <summary>The next key and value from <paramref name="place"/> on; start with 0.</summary>
    public static bool Next(FlowValue dict, ref int place, [NotNullWhen(true)] out FlowValue? key, [NotNullWhen(true)] out FlowValue? value)
    {
        if (dict is PythonDict made)
        {
            return made.Table.Next(ref place, out key, out value);
        }

        ReadOnlySpan<KeyValuePair<string, FlowValue>> members = ((FlowObject)dict).Members;
        if (place < members.Length)
        {
            key = FlowValue.From(members[place].Key);
            value = members[place].Value;
            place++;
            return true;
        }

        key = null;
        value = null;
        return false;
    }

    /// <summary>Python's <c>dict.update</c>: from an object, or from pairs.</summary>
    public static void Update(Site site, PythonDict dict, FlowValue from)
    {
        if (from is FlowObject or PythonDict)
        {
            site.Charge(6L * Count(from));
            int place = 0;
            while (Next(from, ref place, out FlowValue? key, out FlowValue? value))
            {
                dict.Table.Set(key, value);
            }

            return;
        }

        foreach (FlowValue pair in Iteration.ToArray(site, from))
        {
            FlowValue[] items = Iteration.ToArray(site, pair);
            if (items.Length != 2)
            {
                throw site.ValueError($"An object is made of pairs, and one of them has {items.Length} items.");
            }

            dict.Table.Set(PythonEquality.Hashable(site, items[0]), items[1]);
        }
    }

    /// <summary>The names of the keys that are texts, for a message.</summary>
    public static IEnumerable<string> Names(FlowValue dict)
    {
        int place = 0;
        while (Next(dict, ref place, out FlowValue? key, out _))
        {
            if (key is FlowString name)
            {
                yield return name.Value;
            }
        }
    }
}
