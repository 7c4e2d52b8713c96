using System.Management.Automation;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>What one state did with a document, as a terminal shows it: every step in its order.</summary>
public static class StateText
{
    private const int TitleWidth = 12;
    private const int LineLength = 100;

    /// <summary><c>GetHeadline()</c> of a state that was tried out: <c>Transfer (Action) > Done</c>.</summary>
    public static string GetHeadline(PSObject instance)
    {
        string way = TestText.Get(instance, "Branch") is string branch ? $" by {branch}" : string.Empty;
        string then = TestText.Get(instance, "Next") is string next ? $" > {next}{way}"
            : TestText.Get(instance, "InactiveDetails") is not null ? ", inactive"
            : TestText.Get(instance, "Error") is null ? ", the end of the run"
            : ", which fails the run";
        TimeSpan took = TestText.Get(instance, "Duration") is TimeSpan time ? time : TimeSpan.Zero;
        return $"{TestText.Text(instance, "State")} ({TestText.Text(instance, "Type")}){then}{(took > TimeSpan.Zero ? $" after {TestText.Took(took)}" : string.Empty)}";
    }

    /// <summary><c>GetLines()</c> of a state that was tried out: the steps from the input to the document after it.</summary>
    public static string[] GetLines(PSObject instance)
    {
        var lines = new List<string>();
        if (TestText.Get(instance, "Error") is string error)
        {
            string cause = TestText.Cause(instance);
            Add(lines, "Error", [$"{error}: {cause}{(TestText.Get(instance, "Next") is null ? string.Empty : " (caught)")}"]);
            if (TestText.ErrorDetail(instance, cause) is { } detail)
            {
                Add(lines, "Answer", [detail]);
            }

            if (TestText.Get(instance, "Hint") is string hint)
            {
                Add(lines, "Hint", [hint]);
            }
        }

        AddValue(lines, "Input", instance, TestText.Get(instance, "Input") is null ? "Document" : "Input");
        if (TestText.Get(instance, "Parameters") is PSObject[] { Length: > 0 } parameters)
        {
            Add(lines, "Parameters", Columns([.. parameters.Select(Row)]));
        }
        else
        {
            AddValue(lines, "Arguments", instance, "Arguments");
        }

        if (TestText.Get(instance, "Rules") is PSObject[] { Length: > 0 } rules)
        {
            string[][] rows = [.. rules.Select(Rule)];
            Add(lines, "Rules", Columns(TestText.Text(instance, "Branch") == "Default" ? [.. rows, ["Default > " + TestText.Text(instance, "Next"), "taken", "No rule matched."]] : rows));
        }

        AddValue(lines, "Result", instance, "Result");
        if (TestText.Get(instance, "InactiveDetails") is { } waits)
        {
            Add(lines, "Waits for", [TestText.Requirements(ObjectReader.Read(waits))]);
        }

        AddValue(lines, "Output", instance, "Output");
        return [.. lines];
    }

    /// <summary><c>ToString()</c> of a state that was tried out.</summary>
    public static string GetText(PSObject instance)
        => string.Join(Environment.NewLine, GetLines(instance).Select(static line => "  " + line).Prepend(GetHeadline(instance)));

    private static string[] Row(PSObject parameter)
    {
        string text = TestText.Text(parameter, "Text");
        string path = TestText.Text(parameter, "Path");
        return [path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path, TestText.Shorten(TestText.GetValueText(parameter), 60), TestText.Text(parameter, "Source").ToLowerInvariant() + (text.Length == 0 ? string.Empty : " " + text)];
    }

    private static string[] Rule(PSObject rule)
    {
        string matched = TestText.Get(rule, "Matched") switch
        {
            true => "matched",
            false => "no",
            _ => TestText.Get(rule, "IsUndecided") is true ? "undecided" : "not tried",
        };
        return [$"[{TestText.Text(rule, "Index")}] > {TestText.Text(rule, "Next")}", matched, TestText.Text(rule, "Reason")];
    }

    /// <summary>Rows with their columns under each other.</summary>
    private static IEnumerable<string> Columns(string[][] rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length - 1).Select(i => Math.Min(40, rows.Max(row => row[i].Length)))];
        return rows.Select(row => string.Join("  ", row.Select((cell, i) => i < widths.Length ? cell.PadRight(widths[i]) : cell)).TrimEnd());
    }

    private static void AddValue(List<string> lines, string title, PSObject instance, string property)
    {
        if (TestText.Get(instance, property) is not { } value)
        {
            return;
        }

        Add(lines, title, Describe(ObjectReader.Read(value)));
    }

    /// <summary>A value in one line, or a large object in a line for each member, each of which may be cut: the property of the result has the whole.</summary>
    internal static IEnumerable<string> Describe(FlowValue value)
    {
        string text = value.ToJson();
        return text.Length <= LineLength || value is not FlowObject fields ? [TestText.Shorten(text, LineLength)] : Columns(Members(fields));
    }

    private static string[][] Members(FlowObject fields)
    {
        var rows = new List<string[]>();
        foreach ((string name, FlowValue value) in fields.Members)
        {
            rows.Add([name, TestText.Shorten(value.ToJson(), LineLength)]);
        }

        return [.. rows];
    }

    /// <summary>Adds lines with a title before the first.</summary>
    internal static void Add(List<string> lines, string title, IEnumerable<string> values, int width = TitleWidth)
    {
        bool isFirst = true;
        foreach (string value in values)
        {
            lines.Add((isFirst ? title : string.Empty).PadRight(width) + value);
            isFirst = false;
        }
    }
}
