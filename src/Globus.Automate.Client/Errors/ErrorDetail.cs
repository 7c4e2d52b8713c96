using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Globus.Automate.Client.Errors;

/// <summary>One of the problems that the service names: <c>{loc, msg, type}</c>.</summary>
/// <param name="Loc">The place in the request: names (string) and positions (int).</param>
/// <param name="LocPath">The place as a JSONPath, <c>$.definition.States.Step1</c>.</param>
/// <param name="Message">What is wrong there.</param>
/// <param name="Type">The service's word for it, such as <c>value_error</c>; null when it gives none.</param>
public sealed record ErrorDetail(IReadOnlyList<object> Loc, string LocPath, string Message, string? Type)
{
    /// <summary>The detail in one line.</summary>
    public override string ToString() => LocPath.Length == 0 ? Message : $"{LocPath}: {Message}";

    /// <summary>Reads one entry of a detail list; an entry of another shape becomes its own text.</summary>
    internal static ErrorDetail Read(JsonElement entry)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            return new ErrorDetail([], "", entry.GetString()!, null);
        }

        string? message = Json.Text(entry, "msg") ?? Json.Text(entry, "message") ?? Json.Text(entry, "detail") ?? Json.Text(entry, "title");
        List<object> loc = ReadLoc(entry);
        return new ErrorDetail(loc, ToPath(loc), message ?? entry.GetRawText(), Json.Text(entry, "type") ?? Json.Text(entry, "code"));
    }

    private static List<object> ReadLoc(JsonElement entry)
    {
        var loc = new List<object>();
        if (Json.Member(entry, "loc") is { } given)
        {
            if (given.ValueKind == JsonValueKind.String)
            {
                loc.Add(given.GetString()!);
            }
            else if (given.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement part in given.EnumerateArray())
                {
                    loc.Add(part.ValueKind == JsonValueKind.Number && part.TryGetInt32(out int index) ? index : part.ToString());
                }
            }
        }

        return loc;
    }

    /// <summary>
    /// <c>["definition", "States", "a.b", 0]</c> as <c>$.definition.States['a.b'][0]</c>. Where the service gives a path already, as it does
    /// for the input of a run (<c>["$.bool"]</c>), that path stays.
    /// </summary>
    private static string ToPath(List<object> loc)
    {
        if (loc.Count == 0)
        {
            return "";
        }

        if (loc is [string only] && only.StartsWith('$'))
        {
            return only;
        }

        var path = new StringBuilder("$");
        foreach (object part in loc)
        {
            if (part is int index)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else if (part is string name && IsPlainName(name))
            {
                path.Append('.').Append(name);
            }
            else
            {
                string quoted = part.ToString()!.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);
                path.Append("['").Append(quoted).Append("']");
            }
        }

        return path.ToString();
    }

    private static bool IsPlainName(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
