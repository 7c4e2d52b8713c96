using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Conversion;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>
/// The results of tests as a terminal shows them. The views of the format file call these as methods of the objects, so that what is shown does
/// not need any other module's commands.
/// </summary>
public static class TestText
{
    private const string StatePrefix = "An error occurred while executing the state '";
    private const int MaxDetail = 240;
    private const int MaxPath = 9;

    /// <summary><c>GetHeadline()</c> of a test result: whether it passed, its status, steps, duration and case. All but the case have a width.</summary>
    public static string GetHeadline(PSObject instance)
    {
        int count = ((Array?)Get(instance, "Path"))?.Length ?? 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(Get(instance, "Passed") is true ? "PASS" : "FAIL")}  {Text(instance, "Status"),-9}  {Count(count, "state"),-11}  {Took((TimeSpan?)Get(instance, "Duration")),-11}  {(IsUnnamed(instance) ? string.Empty : Text(instance, "Case"))}").TrimEnd();
    }

    /// <summary><c>GetDetails()</c> of a test result: the lines under its headline, the most important first. A named case that passed has none.</summary>
    public static string[] GetDetails(PSObject instance)
    {
        bool passed = Get(instance, "Passed") is true;
        if (passed && !IsUnnamed(instance))
        {
            return [];
        }

        var lines = new List<string>();
        string[] path = Get(instance, "Path") as string[] ?? [];
        string place = path.Length == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"In {path[^1]} (step {path.Length - 1}): ");
        string? difference = Get(instance, "Difference") is { } found ? Text(PSObject.AsPSObject(found), "Message") : null;
        if (difference is not null)
        {
            lines.Add(difference);
        }

        if (Get(instance, "Error") is string error)
        {
            string cause = Cause(instance);
            if (difference?.Contains(Text(instance, "Cause"), StringComparison.Ordinal) != true)
            {
                lines.Add($"{place}{error}: {cause}");
            }

            if (ErrorDetail(instance, cause) is { } detail)
            {
                lines.Add("Answer: " + detail);
            }

            if (Get(instance, "Hint") is string hint)
            {
                lines.Add("Hint: " + hint);
            }
        }

        if (Get(instance, "InactiveDetails") is { } waits)
        {
            lines.Add($"{place}waits to be resumed: {Requirements(ObjectReader.Read(waits))}");
        }

        if (Get(instance, "UnmatchedMocks") is string[] { Length: > 0 } unmatched)
        {
            lines.Add("Mocks not used: " + string.Join(", ", unmatched));
        }

        if (path.Length > 0)
        {
            lines.Add("Path: " + string.Join(" > ", path.Length <= MaxPath ? path : [.. path[..4], $"({path.Length - 8} more)", .. path[^4..]]));
        }

        if (passed)
        {
            StateText.Add(lines, "Output:", StateText.Describe(ObjectReader.Read(Get(instance, "Output"))), width: 8);
        }

        return [.. lines];
    }

    /// <summary><c>ToString()</c> of a test result: headline and details.</summary>
    public static string GetResultText(PSObject instance)
        => string.Join(Environment.NewLine, GetDetails(instance).Select(static line => "      " + line).Prepend(GetHeadline(instance)));

    /// <summary><c>GetTook()</c>: a duration in the two largest of its units.</summary>
    public static string GetTook(PSObject instance) => Took((TimeSpan?)Get(instance, "Duration"));

    /// <summary><c>ToString()</c> of a state that was visited: its name.</summary>
    public static string GetStateName(PSObject instance) => Text(instance, "State");

    /// <summary><c>GetThen()</c> of a state that was visited: its error, the branch that was taken, and the state that followed.</summary>
    public static string GetThen(PSObject instance)
    {
        string next = Get(instance, "Next") is string name ? name : Get(instance, "Error") is null ? "(end)" : string.Empty;
        string way = Get(instance, "Branch") is string branch ? $"{branch} > {next}" : next;
        return Get(instance, "Error") is string error ? $"{error}{(way.Length == 0 ? string.Empty : $", {way}")}" : way;
    }

    /// <summary><c>GetValueText()</c>: a parameter's or rule's value as JSON.</summary>
    public static string GetValueText(PSObject instance)
        => Get(instance, "IsPrivate") is true ? "(private)" : Json(instance.Properties["Value"] is { } value ? value.Value : Get(instance, "Found"));

    /// <summary><c>ToString()</c> of a parameter: its place and value.</summary>
    public static string GetParameterText(PSObject instance) => $"{Text(instance, "Path")} = {GetValueText(instance)}";

    /// <summary><c>ToString()</c> of a rule of a Choice: why it matched or did not.</summary>
    public static string GetReason(PSObject instance) => Text(instance, "Reason");

    /// <summary><c>GetLines()</c> of a coverage.</summary>
    public static string[] GetCoverageLines(PSObject instance)
    {
        var states = (PSObject[])Get(instance, "States")!;
        var branches = (PSObject[])Get(instance, "Branches")!;
        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"Covered: {Share(states)} states ({Get(instance, "StatePercent")} %), {Share(branches)} branches ({Get(instance, "BranchPercent")} %)"),
        };
        Add("Not entered  ", (string[])Get(instance, "MissedStates")!);
        Add("Not taken    ", (string[])Get(instance, "MissedBranches")!);
        return [.. lines];

        void Add(string title, string[] missed)
        {
            for (int i = 0; i < missed.Length; i++)
            {
                lines.Add("      " + (i == 0 ? title : new string(' ', title.Length)) + missed[i]);
            }
        }
    }

    /// <summary><c>ToString()</c> of a coverage.</summary>
    public static string GetCoverageText(PSObject instance) => string.Join(Environment.NewLine, GetCoverageLines(instance));

    /// <summary><c>ToString()</c> of a difference.</summary>
    public static string GetMessage(PSObject instance) => Text(instance, "Message");

    /// <summary>Adds a method of this class, or of <see cref="StateText"/>, to an object.</summary>
    internal static void Attach(PSObject target, params ReadOnlySpan<(string Name, Delegate Method)> methods)
    {
        foreach ((string name, Delegate method) in methods)
        {
            target.Methods.Add(new PSCodeMethod(name, method.GetMethodInfo()));
        }
    }

    internal static object? Get(PSObject item, string property)
        => item.Properties[property]?.Value is { } value ? (value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value) : null;

    internal static string Text(PSObject item, string property) => Get(item, property)?.ToString() ?? string.Empty;

    internal static string Json(object? value) => ObjectReader.Read(value).ToJson();

    internal static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 3)] + "...";

    /// <summary>The cause without the sentence that names the state, which the headline does.</summary>
    internal static string Cause(PSObject instance)
    {
        string cause = Text(instance, "Cause");
        int end = cause.StartsWith(StatePrefix, StringComparison.Ordinal) ? cause.IndexOf("'. ", StatePrefix.Length, StringComparison.Ordinal) : -1;
        return end < 0 ? cause : cause[(end + 3)..];
    }

    /// <summary>What the action answered, where the cause does not say all of it.</summary>
    internal static string? ErrorDetail(PSObject instance, string cause)
    {
        if (Get(instance, "ErrorOutput") is not { } output)
        {
            return null;
        }

        FlowValue body = ObjectReader.Read(output);
        if (body is FlowObject refused && (refused["error"] as FlowObject)?["detail"] is FlowArray { Count: > 0 } list && list.All(static item => item is FlowObject fields && fields["msg"] is FlowString))
        {
            string[] others = [.. list.Select<FlowValue, string>(static item => Fault((FlowObject)item)).Where(fault => !cause.Contains(fault, StringComparison.Ordinal))];
            return others.Length > 0 ? Shorten(string.Join("; ", others), MaxDetail) : null;
        }

        FlowValue told = body is FlowObject status && status.ContainsKey("status") && status["details"] is { } details ? details : body;
        return Leaves(told).Any(leaf => !cause.Contains(leaf, StringComparison.Ordinal) && leaf is not ("MOCKED_ERROR" or "ACTIVE" or "FAILED"))
            ? Shorten(told.ToJson(), MaxDetail)
            : null;
    }

    /// <summary>What an inactive run asks for: its code, then what the action names beside sentences and statuses.</summary>
    internal static string Requirements(FlowValue details)
    {
        if (details is not FlowObject fields)
        {
            return Shorten(details.ToJson(), MaxDetail);
        }

        var parts = new List<string>();
        foreach ((string name, FlowValue value) in fields.Members)
        {
            if (name == "code")
            {
                parts.Insert(0, value.AsString() ?? value.ToJson());
            }
            else if (name is not ("description" or "state_name" or "action_statuses"))
            {
                parts.Add($"{name} {value.AsString() ?? value.ToJson()}");
            }
        }

        return Shorten(string.Join(", ", parts), MaxDetail);
    }

    internal static string Took(TimeSpan? duration)
    {
        TimeSpan time = duration ?? TimeSpan.Zero;
        (double large, string largeUnit, int small, string smallUnit) = time switch
        {
            { TotalDays: >= 1 } => (Math.Floor(time.TotalDays), "d", time.Hours, "h"),
            { TotalHours: >= 1 } => (time.Hours, "h", time.Minutes, "min"),
            { TotalMinutes: >= 1 } => (time.Minutes, "min", time.Seconds, "s"),
            _ => (Math.Round(time.TotalSeconds, 3), "s", 0, ""),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{large} {largeUnit}{(small == 0 ? string.Empty : $" {small} {smallUnit}")}");
    }

    private static string Fault(FlowObject item)
        => (item["loc"] is FlowArray { Count: > 0 } loc ? string.Join('.', loc.Select<FlowValue, string>(static step => step.AsString() ?? step.ToJson())) + ": " : string.Empty) + item["msg"]!.AsString();

    private static bool IsUnnamed(PSObject instance) => Text(instance, "Case") == "default";

    private static string Count(int count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");

    private static string Share(PSObject[] items)
        => string.Create(CultureInfo.InvariantCulture, $"{items.Count(static item => Get(item, "Hits") is > 0)} of {items.Length}");

    private static IEnumerable<string> Leaves(FlowValue value)
    {
        if (value is FlowString text)
        {
            yield return text.Value;
        }

        List<FlowValue> inner = [];
        if (value is FlowObject fields)
        {
            foreach ((_, FlowValue member) in fields.Members)
            {
                inner.Add(member);
            }
        }

        if (value is FlowArray list)
        {
            inner.AddRange(list);
        }

        foreach (string leaf in inner.SelectMany(Leaves))
        {
            yield return leaf;
        }
    }
}
