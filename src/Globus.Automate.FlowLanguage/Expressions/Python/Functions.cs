using System.Globalization;
using System.Numerics;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>The functions of the language: those of manual section 5.3.1 and the ones that simpleeval's EvalWithCompoundTypes brings.</summary>
internal static class Functions
{
    private const string HomeRoot = "/~/";

    /// <summary>Each function by its name; it gets the state that the expression reads from.</summary>
    public static IReadOnlyDictionary<string, Func<Arguments, FlowValue, FlowValue>> All { get; } = new Dictionary<string, Func<Arguments, FlowValue, FlowValue>>(StringComparer.Ordinal)
    {
        ["pathsplit"] = static (a, _) => PathSplit(a.Between(1, 1).Required(0)),
        ["is_present"] = static (a, state) => FlowValue.From(Find(a.Between(1, 1).Required(0), state) is not null),
        ["getattr"] = static (a, state) => Find(a.Between(1, 2).Required(0), state) ?? (a.Count > 1 ? a[1] : FlowValue.Null),
        ["int"] = static (a, _) => ToInteger(a),
        ["float"] = static (a, _) => ToReal(a.Between(0, 1)),
        ["str"] = static (a, _) => a.Between(0, 1).Count == 0 ? FlowValue.From(string.Empty) : Text(a[0]),
        ["list"] = static (a, _) => a.Between(0, 1).Count == 0 ? FlowArray.Empty : FlowArray.Create(PythonOperators.Iterate(a[0])),
        ["tuple"] = static (a, _) => new PythonTuple(a.Between(0, 1).Count == 0 ? [] : [.. PythonOperators.Iterate(a[0])]),
        ["set"] = static (a, _) => new PythonSet(a.Between(0, 1).Count == 0 ? [] : PythonOperators.Iterate(a[0])),
        ["dict"] = static (a, _) => ToDict(a),
        ["rand"] = static (a, _) => FlowValue.From(a.None() is not null ? Random.Shared.NextDouble() : 0),
        ["randint"] = static (a, _) => FlowValue.From(new BigInteger(Random.Shared.NextDouble() * PythonNumbers.Real(a.Between(1, 1)[0]))),
    };

    private static FlowValue Text(FlowValue value)
    {
        string text = PythonText.Str(value);
        PythonOperators.RequireLength(text.Length);
        return FlowValue.From(text);
    }

    /// <summary>The head and the last element of a path; the root <c>/~/</c> is never split (manual section 5.3.1).</summary>
    private static FlowArray PathSplit(string path)
    {
        int slash = path.LastIndexOf('/');
        string head = slash < 0 ? string.Empty : path[..(slash + 1)];
        string tail = path[(slash + 1)..];
        string trimmed = head.TrimEnd('/');
        string shown = head is HomeRoot or "~/" ? head : trimmed.Length == 0 ? head : trimmed;
        return FlowArray.Create(FlowValue.From(shown), FlowValue.From(tail));
    }

    /// <summary>A value of the state by a dotted, indexed name or a path, as is_present and getattr take it.</summary>
    private static FlowValue? Find(string name, FlowValue state)
    {
        string path = name.StartsWith('$') ? name : "$." + name;
        return JsonPath.TryParse(path, out JsonPath? compiled, out _) && compiled.TryEvaluate(state, out FlowValue? value) ? value : null;
    }

    private static FlowValue ToInteger(Arguments a)
    {
        a.Between(0, 2);
        if (a.Count == 0)
        {
            return FlowValue.From(0);
        }

        if (a.Count == 2)
        {
            return FlowValue.From(ParseInteger(a.Required(0), a.Whole(1)));
        }

        return a[0] switch
        {
            FlowInteger or FlowBoolean => FlowValue.From(PythonNumbers.Whole(a[0])),
            FlowReal real when double.IsFinite(real.Value) => FlowValue.From(new BigInteger(Math.Truncate(real.Value))),
            FlowReal => throw new PythonException("OverflowError", "an infinite number or NaN is no integer"),
            FlowString text => FlowValue.From(ParseInteger(text.Value, 10)),
            _ => throw new PythonException("TypeError", $"int() takes a number or a string, not a {PythonText.TypeName(a[0])}"),
        };
    }

    private static BigInteger ParseInteger(string text, int radix)
    {
        string digits = text.Trim();
        bool negative = digits.StartsWith('-');
        digits = digits.Length > 0 && digits[0] is '+' or '-' ? digits[1..] : digits;
        string prefix = digits.Length > 1 && digits[0] == '0' ? digits[..2].ToLowerInvariant() : string.Empty;
        int named = prefix switch { "0x" => 16, "0o" => 8, "0b" => 2, _ => 0 };
        if (radix is 0 or 16 or 8 or 2 && named != 0 && (radix == 0 || radix == named))
        {
            radix = named;
            digits = digits[2..].TrimStart('_');
        }

        radix = radix == 0 ? 10 : radix;
        if (radix is < 2 or > 36)
        {
            throw new PythonException("ValueError", "the base of int() is 0 or from 2 to 36");
        }

        if (digits.Length is 0 or > 4300 || digits[0] == '_' || digits[^1] == '_' || digits.Contains("__", StringComparison.Ordinal))
        {
            throw Invalid(text);
        }

        BigInteger value = BigInteger.Zero;
        foreach (char c in digits)
        {
            if (c == '_')
            {
                continue;
            }

            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : char.IsDigit(c) ? (int)char.GetNumericValue(c) : 99;
            if (digit >= radix)
            {
                throw Invalid(text);
            }

            value = (value * radix) + digit;
        }

        return negative ? -value : value;

        static PythonException Invalid(string text) => new("ValueError", $"{PythonText.ReprOf(text.Length > 40 ? text[..40] : text)} is no integer");
    }

    private static FlowReal ToReal(Arguments a)
    {
        if (a.Count == 0)
        {
            return FlowValue.From(0.0);
        }

        if (a[0] is not FlowString text)
        {
            return PythonNumbers.IsNumber(a[0])
                ? FlowValue.From(PythonNumbers.Real(a[0]))
                : throw new PythonException("TypeError", $"float() takes a number or a string, not a {PythonText.TypeName(a[0])}");
        }

        string plain = text.Value.Trim();
        string name = plain.TrimStart('+', '-').ToLowerInvariant();
        if (name is "inf" or "infinity" or "nan")
        {
            return FlowValue.From(name == "nan" ? double.NaN : plain.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity);
        }

        bool grouped = plain.Contains('_', StringComparison.Ordinal);
        if (grouped && (plain.StartsWith('_') || plain.EndsWith('_') || plain.Contains("__", StringComparison.Ordinal)))
        {
            plain = string.Empty;
        }

        return double.TryParse(grouped ? plain.Replace("_", string.Empty, StringComparison.Ordinal) : plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number)
            ? FlowValue.From(number)
            : throw new PythonException("ValueError", $"{PythonText.ReprOf(text.Value.Length > 40 ? text.Value[..40] : text.Value)} is no number");
    }

    private static FlowValue ToDict(Arguments a)
    {
        var dict = new PythonDict();
        if (a.Count > 1)
        {
            throw new PythonException("TypeError", "dict() takes one argument");
        }

        if (a.Count == 1)
        {
            if (PythonDict.Pairs(a[0]) is { } members)
            {
                foreach ((FlowValue key, FlowValue value) in members)
                {
                    dict.Set(key, value);
                }
            }
            else
            {
                foreach (FlowValue pair in PythonOperators.Iterate(a[0]))
                {
                    FlowValue[] items = [.. PythonOperators.Iterate(pair)];
                    if (items.Length != 2)
                    {
                        throw new PythonException("ValueError", "dict() takes pairs");
                    }

                    dict.Set(items[0], items[1]);
                }
            }
        }

        foreach ((string key, FlowValue value) in a.NamedArguments)
        {
            dict.Set(FlowValue.From(key), value);
        }

        return dict.Simplify();
    }
}
