using System.Collections.Frozen;

namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>What a value of a format looks like, for whoever gave another one: the message itself is that of Python's jsonschema.</summary>
internal static class FormatHints
{
    private static readonly FrozenDictionary<string, string> s_hints = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["date-time"] = "A date-time has a date, a time and an offset: 2024-05-31T14:30:00Z.",
        ["date"] = "A date is written as 2024-05-31.",
        ["time"] = "A time has an offset: 14:30:00Z.",
        ["duration"] = "A duration is written as P1DT12H.",
        ["email"] = "An email address is written as name@example.org.",
        ["idn-email"] = "An email address is written as name@example.org.",
        ["hostname"] = "A host name has letters, digits and hyphens between its dots: data.example.org.",
        ["ipv4"] = "An IPv4 address has four numbers from 0 to 255: 192.0.2.1.",
        ["ipv6"] = "An IPv6 address is written as 2001:db8::1.",
        ["uri"] = "A URI begins with its scheme and has no spaces: https://example.org/path.",
        ["iri"] = "An IRI begins with its scheme and has no spaces: https://example.org/path.",
        ["uuid"] = "A UUID has 8-4-4-4-12 hexadecimal digits: 6c54cade-bde5-45c1-bdea-f4bd71dba2cc.",
        ["json-pointer"] = "A JSON pointer is empty or begins with '/': /a/0.",
        ["regex"] = "A regular expression of ECMA-262 was expected.",
        ["globus-collection"] = "The 'id' of a collection is its UUID, and the 'path' is text: {\"id\": \"6c54cade-bde5-45c1-bdea-f4bd71dba2cc\", \"path\": \"/~/\"}.",
        ["globus-collection-id"] = "The id of a collection is its UUID: 6c54cade-bde5-45c1-bdea-f4bd71dba2cc.",
        ["globus-collection-path"] = "A path on a collection is text on one line: /~/data/.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A sentence; null for a format whose name says enough.</summary>
    public static string? For(string name) => s_hints.GetValueOrDefault(name);
}
