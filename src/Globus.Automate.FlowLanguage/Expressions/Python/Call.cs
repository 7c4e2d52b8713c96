using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>What a function or method was called with.</summary>
internal readonly struct Call(Site site, string name, FlowValue[] positional, KeyValuePair<string, FlowValue>[] named)
{
    public Site Site => site;

    public int Count => positional.Length;

    public KeyValuePair<string, FlowValue>[] Named => named;

    public FlowValue this[int index] => positional[index];

    /// <summary>The same call without its first argument, as a method that was taken from its type gets it.</summary>
    public Call Rest() => new(site, name, positional[1..], named);

    /// <summary>Checks how many arguments there are; none may have a name.</summary>
    public void Require(int least, int most)
    {
        if (named.Length > 0)
        {
            throw site.TypeError($"{name}() takes no argument with a name, and '{named[0].Key}' has one.");
        }

        RequireCount(least, most);
    }

    /// <summary>Checks how many arguments without a name there are, and that those with a name are known and not given twice.</summary>
    public void Require(int least, int most, params ReadOnlySpan<string> names)
    {
        RequireCount(least, most);
        foreach (KeyValuePair<string, FlowValue> argument in named)
        {
            int place = names.IndexOf(argument.Key);
            if (place < 0)
            {
                throw site.TypeError($"{name}() has no argument '{argument.Key}'.");
            }

            if (place < Count)
            {
                throw site.TypeError($"{name}() gets its argument '{argument.Key}' twice.");
            }
        }
    }

    /// <summary>An argument by its place or its name; null where it is missing.</summary>
    public FlowValue? Optional(int index, string argument)
    {
        if (index < Count)
        {
            return positional[index];
        }

        foreach (KeyValuePair<string, FlowValue> other in named)
        {
            if (string.Equals(other.Key, argument, StringComparison.Ordinal))
            {
                return other.Value;
            }
        }

        return null;
    }

    /// <summary>An argument that must be a string.</summary>
    public string Text(int index) => Text(positional[index]);

    /// <summary>The text of an argument that must be a string.</summary>
    public string Text(FlowValue value) => value is FlowString text ? text.Value : throw site.TypeError($"{name}() takes a string, not {PythonNames.Of(value)}.");

    /// <summary>An argument that must be an integer, cut off at what a place in a list can be.</summary>
    public int Whole(int index) => Whole(positional[index]);

    /// <summary>The number of an argument that must be an integer, cut off at what a place in a list can be.</summary>
    public int Whole(FlowValue value)
    {
        if (PythonNumbers.TryInt64(value, out long number))
        {
            return (int)Math.Clamp(number, -int.MaxValue, int.MaxValue);
        }

        return PythonNumbers.IsWhole(value)
            ? PythonNumbers.Whole(value).Sign * int.MaxValue
            : throw site.TypeError($"{name}() takes an integer, not {PythonNames.Of(value)}.");
    }

    /// <summary>The number of an argument that must be an integer of 64 bits, as a size is.</summary>
    public int Size(FlowValue value)
        => PythonNumbers.IsWhole(value) && !PythonNumbers.TryInt64(value, out _)
            ? throw site.Fault("OverflowError", $"{name}() takes no integer as large as that.")
            : Whole(value);

    private void RequireCount(int least, int most)
    {
        if (Count < least || Count > most)
        {
            string expected = least == most ? $"{least}" : most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
            throw site.TypeError($"{name}() takes {expected} argument{(expected == "1" ? string.Empty : "s")}, not {Count}.");
        }
    }
}
