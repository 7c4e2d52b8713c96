using System.Collections.Concurrent;
using System.Management.Automation;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Triggers;

/// <summary>The triggers of this process.</summary>
internal static class TriggerStore
{
    private static readonly ConcurrentDictionary<string, FlowTrigger> s_triggers = new(StringComparer.OrdinalIgnoreCase);
    private static int s_number;

    /// <summary>A name that none has yet.</summary>
    public static string NextName()
    {
        string name;
        do
        {
            name = $"trigger-{Interlocked.Increment(ref s_number)}";
        }
        while (s_triggers.ContainsKey(name));
        return name;
    }

    /// <summary>Takes a trigger in and starts it.</summary>
    /// <exception cref="CommandException">There is one of that name.</exception>
    public static void Start(FlowTrigger trigger)
    {
        if (!s_triggers.TryAdd(trigger.Settings.Name, trigger))
        {
            throw new CommandException("TriggerExists", ErrorCategory.ResourceExists, $"There is a trigger '{trigger.Settings.Name}' already: unregister it first, or give another -Name.", "Unregister-GlobusFlowTrigger");
        }

        try
        {
            trigger.Start();
        }
        catch
        {
            s_triggers.TryRemove(trigger.Settings.Name, out _);
            throw;
        }
    }

    /// <summary>The triggers with a name, or one that a pattern fits, in the order of their making.</summary>
    public static IReadOnlyList<FlowTrigger> Find(string name)
    {
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        return [.. s_triggers.Values.Where(trigger => pattern.IsMatch(trigger.Settings.Name)).OrderBy(static trigger => trigger.RegisteredAt)];
    }

    /// <summary>Stops a trigger and forgets it. The runs that it has started go on.</summary>
    public static async Task StopAsync(FlowTrigger trigger)
    {
        if (s_triggers.TryRemove(trigger.Settings.Name, out FlowTrigger? found))
        {
            await found.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stops all.</summary>
    public static Task StopAllAsync() => Task.WhenAll(s_triggers.Values.Select(StopAsync));

    /// <summary>A trigger as an object for people and scripts.</summary>
    public static PSObject ToObject(FlowTrigger trigger)
    {
        FileTriggerSettings? files = (trigger as FileTrigger)?.Files;
        var result = new PSObject();
        result.TypeNames.Insert(0, "Globus.Automate.Trigger");
        foreach ((string name, object? value) in ((string, object?)[])
        [
            ("Name", trigger.Settings.Name),
            ("Kind", trigger.Kind),
            ("Status", trigger.IsRunning ? "Waiting" : "Stopped"),
            ("FlowId", trigger.Settings.FlowId),
            ("FlowTitle", trigger.Settings.FlowTitle),
            ("Source", trigger.Source),
            ("Filter", files?.Filter),
            ("Recurse", files?.Recurse),
            ("SettleSeconds", files?.Settle.TotalSeconds),
            ("PerFile", files?.PerFile),
            ("RegisteredAt", trigger.RegisteredAt),
            ("RunCount", trigger.RunCount),
            ("ErrorCount", trigger.ErrorCount),
            ("LastRunId", trigger.LastRun?.RunId),
            ("LastRunTime", trigger.LastRun?.StartTime),
            ("LastError", trigger.LastError),
        ])
        {
            result.Properties.Add(new PSNoteProperty(name, value));
        }

        return result;
    }
}
