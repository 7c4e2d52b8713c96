using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>A provider that refuses a request often says what it was given; what of that is private must not come back into the run and its log.</summary>
internal static class PrivateEcho
{
    private const string Instead = "(private)";

    /// <summary>Shorter texts are in too many words by chance, and are no secrets.</summary>
    private const int ShortestSecret = 4;

    /// <summary>An answer without the private texts and numbers that its giver was told.</summary>
    public static FlowValue Hide(FlowValue answer, FlowValue told, PrivacyMask mask)
    {
        string[] secrets = [.. mask.HiddenParts(told).SelectMany(Texts).Where(static text => text.Length >= ShortestSecret).Distinct(StringComparer.Ordinal).OrderByDescending(static text => text.Length)];
        return secrets.Length == 0 ? answer : Without(answer, secrets);
    }

    private static IEnumerable<string> Texts(FlowValue value) => value switch
    {
        FlowString text => [text.Value],
        FlowObject fields => fields.SelectMany(static member => Texts(member.Value)),
        FlowArray list => list.SelectMany(Texts),
        { IsNumber: true } => [value.ToJson()],
        _ => [],
    };

    private static FlowValue Without(FlowValue value, string[] secrets) => value switch
    {
        FlowString text => FlowValue.From(secrets.Aggregate(text.Value, static (shown, secret) => shown.Replace(secret, Instead, StringComparison.Ordinal))),
        FlowObject fields => FlowObject.Create(fields.Select(member => KeyValuePair.Create(member.Key, Without(member.Value, secrets)))),
        FlowArray list => FlowArray.Create(list.Select(item => Without(item, secrets))),
        _ => value,
    };
}
