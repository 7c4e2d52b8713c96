using System.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The methods of <c>str</c> that ask what kind of characters the text has.</summary>
internal static class TextTests
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        All("isalnum", static c => Characters.IsAlphabetic(c) || Characters.IsNumeric(c)),
        All("isalpha", Characters.IsAlphabetic),
        Test("isascii", static text => Ascii.IsValid(text)),
        All("isdecimal", Characters.IsDecimal),
        All("isdigit", Characters.IsDigit),
        Test("isidentifier", static text => text.Length > 0 && Characters.BeginsName(CodePoints.ValueAt(text, 0)) && Each(text, Characters.ContinuesName)),
        Test("islower", static text => IsCase(text, Characters.IsLower, Characters.IsUpper)),
        All("isnumeric", Characters.IsNumeric),
        Test("isprintable", static text => Each(text, Characters.IsPrintable)),
        All("isspace", Characters.IsSpace),
        Test("istitle", IsTitle),
        Test("isupper", static text => IsCase(text, Characters.IsUpper, Characters.IsLower)),
    ];

    private static PythonMethod All(string name, Func<int, bool> passes) => Test(name, text => text.Length > 0 && Each(text, passes));

    private static PythonMethod Test(string name, Func<string, bool> passes) => new(name, (self, in call) =>
    {
        call.Require(0, 0);
        string text = ((FlowString)self).Value;
        call.Site.Charge(text.Length);
        return FlowValue.From(passes(text));
    });

    private static bool Each(string text, Func<int, bool> passes)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int c = CodePoints.ValueAt(text, i);
            if (!passes(c))
            {
                return false;
            }

            i += c > 0xFFFF ? 1 : 0;
        }

        return true;
    }

    /// <summary>Whether there is a letter of the one case and none of the other.</summary>
    private static bool IsCase(string text, Func<int, bool> wanted, Func<int, bool> other)
        => Each(text, c => !other(c) && !Characters.IsTitle(c)) && !Each(text, c => !wanted(c));

    /// <summary>Whether capitals stand at the beginnings of words and nowhere else.</summary>
    private static bool IsTitle(string text)
    {
        bool inWord = false;
        bool any = false;
        return Each(text, c =>
        {
            bool begins = Characters.IsUpper(c) || Characters.IsTitle(c);
            bool continues = Characters.IsLower(c);
            bool fits = (!begins || !inWord) && (!continues || inWord);
            inWord = begins || continues;
            any |= inWord;
            return fits;
        }) && any;
    }
}
