using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>What a function or method was called with.</summary>
internal sealed class Arguments(string function, FlowValue[] positional, IReadOnlyList<KeyValuePair<string, FlowValue>> named)
{
    public int Count => positional.Length;

    public IReadOnlyList<KeyValuePair<string, FlowValue>> NamedArguments => named;

    public FlowValue this[int index] => positional[index];

    public static int ToInt(FlowValue value)
        => PythonNumbers.TryInt64(value, out long number)
            ? (int)Math.Clamp(number, -int.MaxValue, int.MaxValue)
            : throw new PythonException("TypeError", $"an integer is expected, not a {PythonText.TypeName(value)}");

    public FlowValue At(int index) => index < Count ? positional[index] : throw new PythonException("TypeError", $"{function}() needs {index + 1} argument{(index == 0 ? string.Empty : "s")}");

    /// <summary>A text argument that must be there.</summary>
    public string Required(int index)
        => At(index) is FlowString text ? text.Value : throw new PythonException("TypeError", $"{function}() takes a string, not a {PythonText.TypeName(At(index))}");

    public int Whole(int index) => ToInt(At(index));

    public char Fill(int index) => Count <= index ? ' ' : Required(index) is { Length: 1 } one ? one[0] : throw new PythonException("TypeError", $"{function}() fills with one character");

    /// <summary>An argument that may be given by its place or its name.</summary>
    public FlowValue? Named(string name, int index)
    {
        foreach ((string key, FlowValue value) in named)
        {
            if (key == name)
            {
                return value;
            }
        }

        return index < Count ? positional[index] : null;
    }

    /// <summary>Checks that there are no arguments.</summary>
    public Arguments None() => Between(0, 0);

    /// <summary>Checks how many arguments there are.</summary>
    public Arguments Between(int least, int most)
    {
        if (Count < least || Count > most || named.Count > 0)
        {
            string expected = least == most ? least.ToString(System.Globalization.CultureInfo.InvariantCulture) : $"{least} to {most}";
            throw new PythonException("TypeError", $"{function}() takes {expected} argument{(expected == "1" ? string.Empty : "s")}, not {Count + named.Count}");
        }

        return this;
    }
}
