using System.Globalization;
using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Testing;

/// <summary>
/// What helps with an error beside the service's own sentence: for a path that led nowhere, where it left the document, and what is there; for a
/// run that lasted too long, when its clock began.
/// </summary>
internal static partial class ErrorHint
{
    private const int MaxNames = 8;

    /// <summary>A sentence; null for other errors, and where nothing helpful can be said.</summary>
    /// <param name="error">The state's error.</param>
    /// <param name="state">The state.</param>
    /// <param name="document">What the state was entered with, without private values.</param>
    /// <param name="startTime">When the run started, on its own clock.</param>
    public static string? Find(StateError? error, FlowState? state, FlowValue? document, DateTimeOffset startTime) => error?.Name switch
    {
        RunErrors.Runtime when document is not null => FindPath(error, state, document),
        RunErrors.Timeout => string.Create(CultureInfo.InvariantCulture, $"The clock of the test began at {startTime:yyyy-MM-ddTHH:mm:ssK}; it can begin at another time."),
        _ => null,
    };

    private static string? FindPath(StateError error, FlowState? state, FlowValue document)
    {
        if (HasOwnInput(state, error.Cause)
            || MissingPath().Match(error.Cause) is not { Success: true } match || !JsonPath.TryParse(match.Groups["path"].Value, out JsonPath? path, out _))
        {
            return null;
        }

        FlowValue place = document;
        for (int i = 0; i < path.LeadingSteps.Count; i++)
        {
            object step = path.LeadingSteps[i];
            object[] before = [.. path.LeadingSteps.Take(i)];
            if (step is string name)
            {
                if (PrivacyMask.HidesName(name) || name == "_context")
                {
                    return null;
                }

                if (place.TryGetMember(name, out FlowValue? member))
                {
                    place = member;
                    continue;
                }

                return Describe(place, name, before);
            }

            if (step is int index && place is FlowArray list && index < list.Count && index >= -list.Count)
            {
                place = list[index < 0 ? list.Count + index : index];
                continue;
            }

            return $"{PathText.Format(before)} is {(place is FlowArray items ? $"a list of {items.Count}" : place.Kind.ToString().ToLowerInvariant())}.";
        }

        return null;
    }

    private static string Describe(FlowValue place, string name, object[] before)
    {
        string parent = PathText.Format(before);
        if (place is not FlowObject fields)
        {
            return $"{parent} is no object: it is {(place is FlowArray ? "a list" : place.Kind.ToString().ToLowerInvariant())}.";
        }

        string[] names = [.. fields.Names];
        return Similarity.Closest(name, names) is { } meant ? $"Did you mean {PathText.Format([.. before, meant])}?"
            : names.Length == 0 ? $"{parent} is empty."
            : $"{parent} has {string.Join(", ", names.Take(MaxNames))}{(names.Length > MaxNames ? ", ..." : string.Empty)}.";
    }

    /// <summary>Whether the path was looked for in another document than the one that the state was entered with.</summary>
    private static bool HasOwnInput(FlowState? state, string cause)
        => state is ResultState { InputPath: not null } && !cause.Contains("specified for the field 'InputPath'", StringComparison.Ordinal);

    [GeneratedRegex(@"The path '(?<path>\$.*?)' specified for the field '", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingPath();
}
