using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Globus.Automate.FlowLanguage.Patterns;

namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>The formats that are checked: those of 2020-12 (in every draft, <c>uuid</c> and <c>duration</c> too) and Globus's own. Others are not.</summary>
internal static class SchemaFormats
{
    private static readonly FrozenDictionary<string, SchemaFormat> s_formats = new SchemaFormat[]
    {
        new TextFormat("date-time", DateFormats.IsDateTime),
        new TextFormat("date", static text => DateFormats.IsDate(text)),
        new TextFormat("time", static text => DateFormats.IsTime(text)),
        new TextFormat("duration", DateFormats.IsDuration),
        new TextFormat("email", static text => EmailFormats.IsEmail(text, isInternational: false)),
        new TextFormat("idn-email", static text => EmailFormats.IsEmail(text, isInternational: true)),
        new TextFormat("hostname", static text => HostFormats.IsHostname(text)),
        new TextFormat("idn-hostname", HostFormats.IsInternationalHostname),
        new TextFormat("ipv4", static text => HostFormats.IsIPv4(text)),
        new TextFormat("ipv6", static text => HostFormats.IsIPv6(text)),
        new TextFormat("uri", static text => UriFormats.IsUri(text, isInternational: false, allowsRelative: false)),
        new TextFormat("uri-reference", static text => UriFormats.IsUri(text, isInternational: false, allowsRelative: true)),
        new TextFormat("iri", static text => UriFormats.IsUri(text, isInternational: true, allowsRelative: false)),
        new TextFormat("iri-reference", static text => UriFormats.IsUri(text, isInternational: true, allowsRelative: true)),
        new TextFormat("uri-template", UriTemplateFormat.IsUriTemplate),
        new TextFormat("uuid", IdentifierFormats.IsUuid),
        new TextFormat("json-pointer", static text => IdentifierFormats.IsJsonPointer(text)),
        new TextFormat("relative-json-pointer", IdentifierFormats.IsRelativeJsonPointer),
        new TextFormat("regex", static text => EcmaPattern.TryCompile(text, EcmaPatternForm.Strict, out _, out _)),
        new CollectionFormat(),
        new TextFormat("globus-collection-id", IdentifierFormats.IsUuid),
        new TextFormat("globus-collection-path", IdentifierFormats.IsCollectionPath),
    }.ToFrozenDictionary(static format => format.Name, StringComparer.Ordinal);

    public static bool TryGet(string name, [NotNullWhen(true)] out SchemaFormat? format) => s_formats.TryGetValue(name, out format);
}
