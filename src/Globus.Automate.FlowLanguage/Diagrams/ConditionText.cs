using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Diagrams;

/// <summary>A Choice rule as people write conditions: <c>$.size &gt; 10 and not $.done</c>.</summary>
internal static class ConditionText
{
    private const int MaxLength = 60;

    private static readonly (string Suffix, string Operator)[] s_comparisons =
    [
        ("LessThanEquals", "<="),
        ("GreaterThanEquals", ">="),
        ("LessThan", "<"),
        ("GreaterThan", ">"),
        ("Equals", "="),
        ("Matches", "matches"),
    ];

    private static readonly Dictionary<string, string> s_tests = new(StringComparer.Ordinal)
    {
        ["IsNull"] = "null",
        ["IsPresent"] = "present",
        ["IsNumeric"] = "a number",
        ["IsString"] = "a string",
        ["IsBoolean"] = "a boolean",
        ["IsTimestamp"] = "a timestamp",
    };

    public static string Write(FlowValue rule) => StateSummary.Shorten(Write(rule, nested: false, depth: 0), MaxLength);

    private static string Write(FlowValue rule, bool nested, int depth)
    {
        if (rule is not FlowObject fields || depth > 16)
        {
            return "?";
        }

        if (fields["And"] is FlowArray all)
        {
            return Join(all, " and ", nested, depth);
        }

        if (fields["Or"] is FlowArray any)
        {
            return Join(any, " or ", nested, depth);
        }

        if (fields["Not"] is { } negated)
        {
            return "not " + Write(negated, nested: true, depth + 1);
        }

        string variable = FlowDiagram.Text(fields, "Variable") ?? "?";
        foreach ((string name, FlowValue operand) in fields)
        {
            if (Compare(variable, name, operand) is { } text)
            {
                return text;
            }
        }

        return variable + " ?";
    }

    private static string? Compare(string variable, string name, FlowValue operand)
    {
        if (s_tests.TryGetValue(name, out string? test))
        {
            return $"{variable} is {(operand.Equals(FlowValue.False) ? "not " : string.Empty)}{test}";
        }

        bool isPath = name.EndsWith("Path", StringComparison.Ordinal);
        string plain = isPath ? name[..^4] : name;
        if (string.Equals(plain, "BooleanEquals", StringComparison.Ordinal) && operand is FlowBoolean truth)
        {
            return truth.Value ? variable : "not " + variable;
        }

        foreach ((string suffix, string sign) in s_comparisons)
        {
            if (plain.EndsWith(suffix, StringComparison.Ordinal) && plain.Length > suffix.Length)
            {
                return $"{variable} {sign} {(isPath ? operand.AsString() ?? operand.ToJson() : operand.ToJson())}";
            }
        }

        return null;
    }

    private static string Join(FlowArray rules, string conjunction, bool nested, int depth)
    {
        string text = string.Join(conjunction, rules.Select(r => Write(r, nested: true, depth + 1)));
        return nested ? $"({text})" : text;
    }
}
