using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Paths;

/// <summary>Writes places in a document as JSONPath text, for people (<c>$.a['b c'][0]</c>) and in the RFC's normalized form.</summary>
public static class PathText
{
    /// <summary>The path of these steps from the root, in the shortest form that reads back the same: <c>$.a['b c'][0]</c>.</summary>
    /// <param name="steps">A <see cref="string"/> for a member, an <see cref="int"/> for an index.</param>
    public static string Format(IEnumerable<object> steps)
    {
        var text = new StringBuilder("$");
        foreach (object step in steps)
        {
            AppendStep(text, step, normalized: false);
        }

        return text.ToString();
    }

    /// <summary>The normalized path of these steps (RFC 9535, section 2.7): <c>$['a']['b c'][0]</c>.</summary>
    /// <param name="steps">A <see cref="string"/> for a member, an <see cref="int"/> for an index.</param>
    public static string Normalize(IEnumerable<object> steps)
    {
        var text = new StringBuilder("$");
        foreach (object step in steps)
        {
            AppendStep(text, step, normalized: true);
        }

        return text.ToString();
    }

    /// <summary>The path of a member of what <paramref name="path"/> names: <c>$.a</c> and <c>b c</c> give <c>$.a['b c']</c>.</summary>
    public static string Member(string path, string name)
    {
        var text = new StringBuilder(path, path.Length + name.Length + 4);
        AppendStep(text, name, normalized: false);
        return text.ToString();
    }

    /// <summary>The path of an item of what <paramref name="path"/> names: <c>$.a</c> and 0 give <c>$.a[0]</c>.</summary>
    public static string Item(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>Whether a member of this name can be written after a dot, without brackets and quotes.</summary>
    public static bool IsDotName(string name)
    {
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_'))
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || c == '_' || (c > 0x7F && char.IsLetterOrDigit(c))))
            {
                return false;
            }
        }

        return true;
    }

    internal static void AppendStep(StringBuilder text, object step, bool normalized)
    {
        if (step is not string name)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{step}]");
        }
        else if (!normalized && IsDotName(name))
        {
            text.Append('.').Append(name);
        }
        else
        {
            text.Append('[');
            AppendQuoted(text, name);
            text.Append(']');
        }
    }

    internal static string Quote(string name)
    {
        var text = new StringBuilder(name.Length + 2);
        AppendQuoted(text, name);
        return text.ToString();
    }

    private static void AppendQuoted(StringBuilder text, string name)
    {
        text.Append('\'');
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            switch (c)
            {
                case '\'' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                default:
                    bool lone = char.IsSurrogate(c)
                        && !(i + 1 < name.Length && char.IsSurrogatePair(c, name[i + 1]))
                        && !(i > 0 && char.IsSurrogatePair(name[i - 1], c));
                    if (c < ' ' || lone)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    }
                    else
                    {
                        text.Append(c);
                    }

                    break;
            }
        }

        text.Append('\'');
    }
}
