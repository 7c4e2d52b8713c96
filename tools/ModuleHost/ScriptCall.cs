using System.Buffers;
using System.Management.Automation.Language;
using System.Text;

namespace Globus.Automate.ModuleHost;

/// <summary>
/// The command that calls a script with the words of a command line, by the rules of <c>pwsh -File</c>: words are
/// literal, <c>-Name value</c> and <c>-Name:value</c> name a parameter, and a value after a colon may be $true, $false or $null.
/// </summary>
/// <remarks>A text, so that the parser and the binder themselves decide whether a word is a parameter's value or, after a switch, a
/// word of its own; and so that <c>$?</c> tells a script that called <c>exit</c> from one that came to its end.</remarks>
internal static class ScriptCall
{
    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    public static string Of(string path, IEnumerable<string> words)
    {
        StringBuilder call = new("& " + Quote(path));
        foreach (string word in words)
        {
            call.Append(' ').Append(Word(word));
        }

        return call.ToString();
    }

    private static string Word(string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? word : word[..colon];
        if (!NamesParameter(name))
        {
            return Quote(word);
        }

        string value = colon < 0 ? "" : word[(colon + 1)..];
        return value.Length == 0 ? name : $"{name}:{Literal(value)}";
    }

    private static bool NamesParameter(string name) =>
        name.Length > 1 && name[0] == '-' && !char.IsDigit(name[1]) && name.AsSpan(1).IndexOfAnyExcept(s_nameCharacters) < 0;

    private static string Literal(string value) =>
        value.ToLowerInvariant() is "$true" or "$false" or "$null" ? value : Quote(value);

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
