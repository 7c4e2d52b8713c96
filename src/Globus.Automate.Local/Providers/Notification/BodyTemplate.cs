using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// The templates of notifications (manual 7.1.10), which are those of Python's <c>string.Template</c>: <c>$Name</c> and <c>${Name}</c> stand for a variable,
/// <c>$$</c> for a dollar sign. A name without a variable stays as it is. What a variable brings in is not looked at again.
/// </summary>
internal static class BodyTemplate
{
    public static string Fill(string template, FlowObject variables)
    {
        var text = new StringBuilder(template.Length);
        int i = 0;
        while (i < template.Length)
        {
            if (template[i] != '$' || i + 1 == template.Length)
            {
                text.Append(template[i++]);
                continue;
            }

            if (template[i + 1] == '$')
            {
                text.Append('$');
                i += 2;
                continue;
            }

            bool braced = template[i + 1] == '{';
            int start = braced ? i + 2 : i + 1;
            int end = start;
            while (end < template.Length && IsNamePart(template[end], first: end == start))
            {
                end++;
            }

            bool closed = end > start && (!braced || (end < template.Length && template[end] == '}'));
            if (closed && variables.TryGetValue(template[start..end], out FlowValue? value))
            {
                text.Append(Text(value));
                i = braced ? end + 1 : end;
            }
            else
            {
                text.Append(template[i++]);
            }
        }

        return text.ToString();
    }

    private static bool IsNamePart(char letter, bool first) => char.IsAsciiLetter(letter) || letter == '_' || (!first && char.IsAsciiDigit(letter));

    /// <summary>A value as Python writes it into a text.</summary>
    private static string Text(FlowValue value) => value switch
    {
        FlowString text => text.Value,
        FlowBoolean flag => flag.Value ? "True" : "False",
        { IsNull: true } => "None",
        _ => value.ToJson(),
    };
}
