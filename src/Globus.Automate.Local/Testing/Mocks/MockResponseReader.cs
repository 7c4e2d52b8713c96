using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Testing;

/// <summary>
/// Reads responses: <c>return</c>, <c>throw</c>, <c>inactive</c>, <c>delay</c>. See docs/decisions/0055-mock-files.md.
/// </summary>
public static class MockResponseReader
{
    private const double LongestDelay = 366 * 86400d;

    private static readonly string[] s_keywords = ["return", "throw", "inactive", "delay"];
    private static readonly string[] s_errorFields = ["error", "cause", "body"];

    /// <summary>
    /// What code returned in place of an action: an object of nothing but <c>return</c>, <c>throw</c>, <c>inactive</c> and <c>delay</c> is a
    /// response as in a mock file; everything else is what the action returns, details or a whole action status.
    /// </summary>
    /// <exception cref="MockException">It is meant as a response and is none.</exception>
    public static MockResponse FromValue(FlowValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        MockNode node = MockNode.Root(FlowDocument.FromValue(value), "The answer");
        try
        {
            return LooksLikeResponse(value) ? Read(node) : new MockResponse { Outcome = ReadReturn(node) };
        }
        catch (DocumentException exception)
        {
            throw new MockException(exception.Message, exception);
        }
    }

    /// <summary>Whether a value is an object of nothing but the keywords of a response.</summary>
    internal static bool LooksLikeResponse(FlowValue value)
        => value is FlowObject { Count: > 0 } fields && fields.Names.All(static name => s_keywords.Contains(name, StringComparer.Ordinal));

    internal static bool IsKeyword(string name) => s_keywords.Contains(name, StringComparer.Ordinal);

    /// <summary>What was probably meant by a word that is not part of a response; empty where nothing is close.</summary>
    internal static string Hint(string word) => Similarity.Hint(word, s_keywords);

    internal static MockResponse Read(MockNode node)
    {
        foreach (MockNode member in node.Members("A response"))
        {
            if (!IsKeyword(member.Name))
            {
                string meant = s_errorFields.Contains(member.Name, StringComparer.Ordinal) && node.Find("throw") is not null
                    ? $"; it goes under throw, as in throw: {{error: ActionTimeout, {member.Name}: ...}}"
                    : Similarity.Hint(member.Name, s_keywords);
                throw member.Fault($"'{member.Name}' is not part of a response, which has return, throw, inactive and delay{meant}", key: true);
            }
        }

        MockNode? returned = node.Find("return");
        MockNode? thrown = node.Find("throw");
        if (returned is not null && thrown is not null)
        {
            throw thrown.Fault("A response has return or throw, not both", key: true);
        }

        MockNode? inactive = node.Find("inactive");
        if (returned is null && thrown is null && inactive is null)
        {
            throw node.Fault("A response needs return, throw or inactive");
        }

        MockOutcome? outcome = returned is not null ? ReadReturn(returned) : thrown is not null ? ReadThrow(thrown) : null;
        if (inactive is not null && outcome is MockThrow { Error: MockError.ActionUnableToRun })
        {
            throw inactive.Fault("An action that could not be run is never inactive", key: true);
        }

        return new MockResponse
        {
            Inactive = inactive is null ? null : ReadInactive(inactive),
            Delay = node.Find("delay") is { } delay ? ReadDelay(delay) : TimeSpan.Zero,
            Outcome = outcome,
        };
    }

    private static MockReturn ReadReturn(MockNode node)
    {
        if (MockAction.IsStatusDocument(node.Value) && node.Value is FlowObject status && !MockAction.IsKnownStatus(status["status"]!.AsString()))
        {
            throw node.Find("status")!.Fault($"'{status["status"]!.AsString()}' is not the status of an action: ACTIVE, INACTIVE, SUCCEEDED or FAILED");
        }

        return new MockReturn(node.Value);
    }

    private static FlowObject ReadInactive(MockNode node)
        => node.Value as FlowObject ?? throw node.Fault("inactive has to be an object: the details of the inactive action, such as required_scope");

    private static MockThrow ReadThrow(MockNode node)
    {
        if (node.Value is FlowString)
        {
            return new MockThrow(ReadError(node), Cause: null, Body: null);
        }

        foreach (MockNode member in node.Members("throw"))
        {
            if (!s_errorFields.Contains(member.Name, StringComparer.Ordinal))
            {
                throw member.Fault($"'{member.Name}' is not part of throw, which has error, cause and body{Similarity.Hint(member.Name, s_errorFields)}", key: true);
            }
        }

        MockNode error = node.Find("error") ?? throw node.Fault($"throw needs error: {MockErrors.List}");
        MockNode? cause = node.Find("cause");
        if (cause is { Value: not (FlowString or { IsNull: true }) })
        {
            throw cause.Fault("cause has to be text");
        }

        return new MockThrow(ReadError(error), cause?.Value.AsString(), node.Find("body")?.Value);
    }

    private static MockError ReadError(MockNode node)
    {
        string name = node.Value.AsString() ?? string.Empty;
        return MockErrors.ByName.TryGetValue(name, out MockError error)
            ? error
            : throw node.Fault($"{node.Value.ToJson()} is not an error of an action: {MockErrors.List}{Similarity.Hint(name, MockErrors.ByName.Keys)}");
    }

    private static TimeSpan ReadDelay(MockNode node)
    {
        double? seconds = node.Value switch
        {
            FlowInteger whole => (double)whole.Value,
            FlowReal real => real.Value,
            _ => null,
        };
        return seconds is >= 0 and <= LongestDelay
            ? TimeSpan.FromSeconds(seconds.Value)
            : throw node.Fault("delay has to be a number of seconds from 0, of a year at most");
    }
}
