using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>A run request, read and checked (Action Provider interface 1.0, <c>POST {url}/run</c>).</summary>
internal sealed partial record ActionRequest(
    string RequestId,
    FlowObject Body,
    string? Label,
    IReadOnlyList<string> MonitorBy,
    IReadOnlyList<string> ManageBy,
    TimeSpan ReleaseAfter,
    DateTimeOffset? Deadline)
{
    private const int MaximumLabel = 64;
    private const int MaximumRequestId = 256;

    public static ActionRequest Read(FlowObject request, TimeSpan maximum, DateTimeOffset now)
    {
        string requestId = request["request_id"]?.AsString() ?? string.Empty;
        if (requestId.Length is 0 or > MaximumRequestId)
        {
            throw Invalid("request_id", $"'request_id' is required: a text of 1 to {MaximumRequestId} characters that is new for each new action.");
        }

        if (request["body"] is not FlowObject body)
        {
            throw Invalid("body", "'body' is required: a JSON object, the input of the action.");
        }

        return new ActionRequest(
            requestId,
            body,
            ReadLabel(request["label"]),
            ReadPrincipals(request, "monitor_by"),
            ReadPrincipals(request, "manage_by"),
            ReadReleaseAfter(request["release_after"], maximum),
            ReadDeadline(request["deadline"], maximum, now));
    }

    private static string? ReadLabel(FlowValue? label)
    {
        if (label is null or { IsNull: true })
        {
            return null;
        }

        return label.AsString() is { Length: <= MaximumLabel } text
            ? text
            : throw Invalid("label", $"'label' must be a text of at most {MaximumLabel} characters.");
    }

    private static IReadOnlyList<string> ReadPrincipals(FlowObject request, string name)
    {
        string[]? principals = request[name] switch
        {
            null or { IsNull: true } => [],
            FlowString one => [one.Value],
            FlowArray many => [.. many.Select(static item => item.AsString() ?? string.Empty)],
            _ => null,
        };
        string? wrong = principals is null ? string.Empty : Array.Find(principals, static principal => !Principal().IsMatch(principal));
        return wrong is null
            ? [.. principals!.Distinct(StringComparer.Ordinal)]
            : throw Invalid(name, $"'{name}' must be a list of principals, urn:globus:auth:identity:<uuid> or urn:globus:groups:id:<uuid>; '{wrong}' is none.");
    }

    private static TimeSpan ReadReleaseAfter(FlowValue? value, TimeSpan maximum)
    {
        if (value is null or { IsNull: true })
        {
            return maximum;
        }

        return IsoDuration.TryParse(value, out TimeSpan duration)
            ? (duration < maximum ? duration : maximum)
            : throw Invalid("release_after", "'release_after' must be an ISO 8601 duration such as P30D, or a number of seconds.");
    }

    private static DateTimeOffset? ReadDeadline(FlowValue? value, TimeSpan maximum, DateTimeOffset now)
    {
        if (value is null or { IsNull: true })
        {
            return null;
        }

        if (IsoDuration.TryParseTime(value.AsString(), out DateTimeOffset time) && time > now)
        {
            return time < now + maximum ? time : now + maximum;
        }

        throw Invalid("deadline", "'deadline' must be an ISO 8601 time in the future.");
    }

    private static ActionRefusedException Invalid(string member, string message) => ActionRefusedException.Input(message, $"$.{member}");

    [GeneratedRegex(
        "^(?:urn:globus:(?:auth:identity|groups:id):[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|all_authenticated_users|public)\\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Principal();
}
