using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>One thing that is wrong in a request's body, as the Flows service tells it: <c>{loc, msg, type}</c>.</summary>
/// <param name="Location">The steps to it: member names and indices.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Type">The kind of fault; <c>value_error</c> for most.</param>
internal sealed record RequestFault(IReadOnlyList<object> Location, string Message, string Type = "value_error")
{
    /// <summary>The location as a path: <c>$.definition.States.Step1</c>, <c>$.flow_viewers[0]</c>.</summary>
    public string JsonPath
    {
        get
        {
            var path = new StringBuilder("$");
            foreach (object step in Location)
            {
                path = step switch
                {
                    int index => path.Append(CultureInfo.InvariantCulture, $"[{index}]"),
                    string name when IsPlain(name) => path.Append('.').Append(name),
                    _ => path.Append("['").Append(((string)step).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)).Append("']"),
                };
            }

            return path.ToString();
        }
    }

    public FlowObject ToDetail() => FlowObject.Create(
        ("loc", FlowArray.Create(Location.Select(static step => step is int index ? (FlowValue)FlowValue.From(index) : FlowValue.From((string)step)))),
        ("msg", FlowValue.From(Message)),
        ("type", FlowValue.From(Type)));

    private static bool IsPlain(string name)
        => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_' || c == '-');
}
