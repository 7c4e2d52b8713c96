using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using System.Text.Json;
using System.Text.Json.Nodes;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Conversion;

/// <summary>PowerShell objects as JSON values: what a user builds with <c>@{ }</c>, <c>[pscustomobject]</c> and arrays.</summary>
internal static class ObjectReader
{
    private const int MaxDepth = 100;

    /// <summary>Converts an object.</summary>
    /// <exception cref="CommandException">Something in it has no JSON form; the message says what and where.</exception>
    public static FlowValue Read(object? value) => Read(value, "$", 0);

    private static FlowValue Read(object? value, string path, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Unreadable($"The object at {path} is nested more than {MaxDepth} levels deep: does it hold itself?");
        }

        object? bare = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        return bare switch
        {
            null => FlowValue.Null,
            FlowValue ready => ready,
            string text => FlowValue.From(text),
            bool boolean => FlowValue.From(boolean),
            SwitchParameter flag => FlowValue.From(flag.IsPresent),
            char character => FlowValue.From(character.ToString()),
            byte or sbyte or short or ushort or int or uint or long => FlowValue.From(Convert.ToInt64(bare, CultureInfo.InvariantCulture)),
            ulong large => FlowValue.From((BigInteger)large),
            BigInteger big => FlowValue.From(big),
            double or float => ReadReal(Convert.ToDouble(bare, CultureInfo.InvariantCulture), path),
            decimal number => decimal.IsInteger(number) && number.Scale == 0 ? FlowValue.From(new BigInteger(number)) : FlowValue.From((double)number),
            Enum name => FlowValue.From(name.ToString()),
            DateTimeOffset time => FlowValue.From(time.ToString("O", CultureInfo.InvariantCulture)),
            // A time without a zone is the user's local time: what is sent must say so.
            DateTime time => FlowValue.From((time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Local) : time).ToString("O", CultureInfo.InvariantCulture)),
            TimeSpan span => FlowValue.From(System.Xml.XmlConvert.ToString(span)),
            Guid or Uri or Version => FlowValue.From(bare.ToString()),
            JsonElement element => FlowValue.From(element),
            JsonDocument document => FlowValue.From(document.RootElement),
            JsonNode node => FlowValue.Parse(node.ToJsonString()),
            SecureString or PSCredential => throw Unreadable($"The value at {path} is a {bare.GetType().Name}: a secret is not put into a document by itself. Convert it to text on purpose, and keep it under a name that starts with _private."),
            ScriptBlock => throw Unreadable($"The value at {path} is a script block: give its result instead, as in & {{ ... }}."),
            IDictionary dictionary => ReadDictionary(dictionary, path, depth),
            IEnumerable list => ReadList(list, path, depth),
            _ => ReadProperties(PSObject.AsPSObject(value), path, depth),
        };
    }

    private static FlowReal ReadReal(double number, string path)
        => double.IsFinite(number)
            ? FlowValue.From(number)
            : throw Unreadable($"The number at {path} is {number.ToString(CultureInfo.InvariantCulture)}, which JSON cannot hold.");

    private static FlowObject ReadDictionary(IDictionary dictionary, string path, int depth)
    {
        var builder = new FlowObject.Builder(dictionary.Count);
        foreach (DictionaryEntry entry in dictionary)
        {
            string key = LanguagePrimitives.ConvertTo<string>(entry.Key);
            builder.Set(key, Read(entry.Value, $"{path}.{key}", depth + 1));
        }

        return builder.Build();
    }

    private static FlowArray ReadList(IEnumerable list, string path, int depth)
    {
        var items = new List<FlowValue>();
        foreach (object? item in list)
        {
            items.Add(Read(item, $"{path}[{items.Count}]", depth + 1));
        }

        return FlowArray.Create(items);
    }

    private static FlowObject ReadProperties(PSObject item, string path, int depth)
    {
        var builder = new FlowObject.Builder();
        foreach (PSPropertyInfo property in item.Properties)
        {
            if (property.IsGettable)
            {
                builder.Set(property.Name, Read(property.Value, $"{path}.{property.Name}", depth + 1));
            }
        }

        return builder.Build();
    }

    private static CommandException Unreadable(string message) => new("InvalidInputObject", ErrorCategory.InvalidData, message);
}
