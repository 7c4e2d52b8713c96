using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>What <c>value.name</c> means: a method, or for objects the key of that name.</summary>
internal static class Members
{
    private static readonly HashSet<string> s_listMethods = new(StringComparer.Ordinal) { "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort" };
    private static readonly HashSet<string> s_dictMethods = new(StringComparer.Ordinal) { "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values" };
    private static readonly HashSet<string> s_tupleMethods = new(StringComparer.Ordinal) { "count", "index" };
    private static readonly HashSet<string> s_setMethods = new(StringComparer.Ordinal) { "add", "clear", "copy", "difference", "discard", "intersection", "isdisjoint", "issubset", "issuperset", "pop", "remove", "symmetric_difference", "union", "update" };
    private static readonly HashSet<string> s_numberMethods = new(StringComparer.Ordinal) { "as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "hex", "imag", "is_integer", "numerator", "real" };

    /// <summary>All names of methods and attributes, for suggestions.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
        [.. StringMethods.All.Keys.Concat(s_listMethods).Concat(s_dictMethods).Concat(s_setMethods).Concat(s_numberMethods).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whether a value of this kind has a method or attribute of this name; such a name is never a key.</summary>
    public static bool Has(FlowValue value, string name) => value switch
    {
        FlowString => StringMethods.All.ContainsKey(name),
        FlowArray => s_listMethods.Contains(name),
        FlowObject or PythonDict => s_dictMethods.Contains(name),
        PythonTuple => s_tupleMethods.Contains(name),
        PythonSet => s_setMethods.Contains(name),
        FlowInteger or FlowBoolean or FlowReal => s_numberMethods.Contains(name),
        _ => false,
    };

    /// <summary>Calls a method.</summary>
    public static FlowValue Call(FlowValue value, string name, FlowValue[] positional, IReadOnlyList<KeyValuePair<string, FlowValue>> named)
    {
        var arguments = new Arguments(name, positional, named);
        return value switch
        {
            FlowString text => StringMethods.All[name](text.Value, arguments),
            FlowArray list => CallList(list, name, arguments),
            FlowObject fields => CallDict(ToDict(fields), fields, name, arguments),
            PythonDict dict => CallDict(dict, dict, name, arguments),
            PythonTuple tuple => CallSequence(tuple.Items, name, arguments),
            PythonSet set => CallSet(set, name, arguments),
            _ => CallNumber(value, name, arguments),
        };
    }

    /// <summary>An attribute that is a value and no method.</summary>
    public static FlowValue? Attribute(FlowValue value, string name) => (value, name) switch
    {
        (FlowInteger or FlowBoolean, "real" or "numerator") => FlowValue.From(PythonNumbers.Whole(value)),
        (FlowInteger or FlowBoolean, "imag") => FlowValue.From(0),
        (FlowInteger or FlowBoolean, "denominator") => FlowValue.From(1),
        (FlowReal, "real") => value,
        (FlowReal, "imag") => FlowValue.From(0.0),
        _ => null,
    };

    private static FlowValue CallList(FlowArray list, string name, Arguments a) => name switch
    {
        "copy" => list,
        "pop" => list.Count == 0 ? throw new PythonException("IndexError", "pop from an empty list") : PythonOperators.Index(list, a.Count > 0 ? a[0] : FlowValue.From(-1)),
        "count" or "index" => CallSequence(list.Items, name, a),

        // These change a list and give None. A state's values never change, so what is left is the None.
        _ => FlowValue.Null,
    };

    private static FlowValue CallSequence(ReadOnlySpan<FlowValue> items, string name, Arguments a)
    {
        if (name == "count")
        {
            a.Between(1, 1);
            int count = 0;
            foreach (FlowValue item in items)
            {
                count += PythonEquality.Equal(item, a[0]) ? 1 : 0;
            }

            return FlowValue.From(count);
        }

        a.Between(1, 3);
        int from = a.Count > 1 ? Bound(a.Whole(1), items.Length) : 0;
        int to = a.Count > 2 ? Bound(a.Whole(2), items.Length) : items.Length;
        int place = from < to ? PythonOperators.Find(items[from..to], a[0]) : -1;
        return place >= 0 ? FlowValue.From(place + from) : throw new PythonException("ValueError", $"{PythonText.Repr(a[0])} is not in the list");

        static int Bound(int value, int count) => Math.Clamp(value < 0 ? value + count : value, 0, count);
    }

    private static FlowValue CallDict(PythonDict dict, FlowValue self, string name, Arguments a)
    {
        switch (name)
        {
            case "get":
                a.Between(1, 2);
                PythonEquality.RequireHashable(a[0]);
                return dict.TryGet(a[0], out FlowValue? found) ? found : a.Count > 1 ? a[1] : FlowValue.Null;
            case "setdefault":
                a.Between(1, 2);
                return dict.TryGet(a[0], out FlowValue? there) ? there : a.Count > 1 ? a[1] : FlowValue.Null;
            case "pop":
                a.Between(1, 2);
                return dict.TryGet(a[0], out FlowValue? popped) ? popped : a.Count > 1 ? a[1] : throw new PythonException("KeyError", $"there is no key {PythonText.Repr(a[0])}");
            case "keys":
                a.None();
                return FlowArray.Create(dict.Items.Select(static item => item.Key));
            case "values":
                a.None();
                return FlowArray.Create(dict.Items.Select(static item => item.Value));
            case "items":
                a.None();
                return FlowArray.Create(dict.Items.Select(static item => (FlowValue)new PythonTuple([item.Key, item.Value])));
            case "copy":
                a.None();
                return self;
            case "popitem":
                a.None();
                return dict.Items.Count == 0 ? throw new PythonException("KeyError", "the object is empty") : new PythonTuple([dict.Items[^1].Key, dict.Items[^1].Value]);
            case "fromkeys":
                a.Between(1, 2);
                var made = new PythonDict();
                foreach (FlowValue key in PythonOperators.Iterate(a[0]))
                {
                    made.Set(key, a.Count > 1 ? a[1] : FlowValue.Null);
                }

                return made.Simplify();
            default:
                return FlowValue.Null;
        }
    }

    private static FlowValue CallSet(PythonSet set, string name, Arguments a)
    {
        if (name is "copy")
        {
            return set;
        }

        if (name is "pop")
        {
            return set.Items.Count > 0 ? set.Items[0] : throw new PythonException("KeyError", "the set is empty");
        }

        if (name is "add" or "clear" or "discard" or "remove" or "update")
        {
            return FlowValue.Null;
        }

        var other = new PythonSet(Enumerable.Range(0, a.Count).SelectMany(i => PythonOperators.Iterate(a[i])));
        return name switch
        {
            "union" => PythonOperators.Bitwise("|", set, other),
            "intersection" => PythonOperators.Bitwise("&", set, other),
            "difference" => PythonOperators.Subtract(set, other),
            "symmetric_difference" => PythonOperators.Bitwise("^", set, other),
            "issubset" => FlowValue.From(set.Items.TrueForAll(other.Contains)),
            "issuperset" => FlowValue.From(other.Items.TrueForAll(set.Contains)),
            _ => FlowValue.From(!set.Items.Exists(other.Contains)),
        };
    }

    private static FlowValue CallNumber(FlowValue value, string name, Arguments a)
    {
        a.None();
        return name switch
        {
            "conjugate" => value is FlowReal ? value : FlowValue.From(PythonNumbers.Whole(value)),
            "is_integer" => FlowValue.From(value is not FlowReal real || (double.IsFinite(real.Value) && Math.Floor(real.Value) == real.Value)),
            "bit_length" when value is not FlowReal => FlowValue.From(BitLength(PythonNumbers.Whole(value))),
            "as_integer_ratio" when value is not FlowReal => new PythonTuple([FlowValue.From(PythonNumbers.Whole(value)), FlowValue.From(1)]),
            _ => throw new PythonException("AttributeDoesNotExist", $"a {PythonText.TypeName(value)} has no method {name}"),
        };

        static long BitLength(BigInteger number) => BigInteger.Abs(number) is var magnitude && magnitude.IsZero ? 0 : magnitude.GetBitLength();
    }

    private static PythonDict ToDict(FlowObject fields)
    {
        var dict = new PythonDict();
        foreach ((FlowValue key, FlowValue value) in PythonDict.Pairs(fields)!)
        {
            dict.Set(key, value);
        }

        return dict;
    }
}
