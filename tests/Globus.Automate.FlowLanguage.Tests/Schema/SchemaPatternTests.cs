using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Schema;

/// <summary>Patterns are those of ECMA-262 with Unicode, and what Python adds.</summary>
public sealed class SchemaPatternTests
{
    [Theory]
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^😀{2}$", "😀😀", true)]
    [InlineData("^[😀-😂]$", "😁", true)]
    [InlineData("^[^a]$", "😁", true)]
    [InlineData(@"^\u{1F600}$", "😀", true)]
    [InlineData(@"^\uD83D\uDE00$", "😀", true)]
    [InlineData(@"^\x41\cA\0$", "A\u0001\0", true)]
    [InlineData(@"\bcole", "école", true)] // é is no word character
    [InlineData(@"\Bcole", "école", false)]
    [InlineData(@"^[\w-]+$", "a-b", true)]
    [InlineData(@"^[a\-z]+$", "-", true)]
    [InlineData(@"^[\d-x]+$", "1-x", true)]
    [InlineData("^[]$", "", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData(@"^(?<y>\d{4})-\k<y>$", "2024-2024", true)]
    [InlineData(@"^(a)?b\1$", "b", true)] // a group that has not matched is matched by nothing
    [InlineData(@"^\1(a)$", "a", true)]
    [InlineData(@"^(?<a>x)(y)\1\2$", "xyxy", true)] // named groups count too, in their order
    [InlineData(@"(?<=\$)\d+(?!\.)", "$42", true)]
    [InlineData("a{,2}", "a{,2}", true)] // a brace that counts nothing is a brace
    [InlineData("^a{2,3}?$", "aaa", true)]
    [InlineData(@"^\p{Lu}\P{Lu}$", "Éé", true)]
    [InlineData(@"^\p{General_Category=Decimal_Number}$", "৪", true)]
    [InlineData(@"^[\p{L}\p{Nd}_]+$", "é৪_", true)]
    [InlineData(@"\Aab\Z", "ab", true)] // Python's
    [InlineData(@"(?i)^ABC$", "abc", true)]
    [InlineData(@"^(?P<y>\d)(?P=y)$", "11", true)]
    [InlineData(@"^\/\.\@\-$", "/.@-", true)]
    public void A_pattern_matches_as_in_ECMA_262(string pattern, string text, bool isValid)
    {
        FlowObject schema = FlowObject.Create(("pattern", FlowValue.From(pattern)));
        Assert.Equal(isValid, JsonSchema.Compile(schema).Validate(FlowValue.From(text)).IsValid);
    }

    [Theory]
    [InlineData("a**")]
    [InlineData("a++")]
    [InlineData("a{2}{3}")]
    [InlineData("a{3,2}")]
    [InlineData("^*")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("[a")]
    [InlineData("[z-a]")]
    [InlineData(@"\")]
    [InlineData(@"\q")]
    [InlineData(@"\u12")]
    [InlineData(@"\u{110000}")]
    [InlineData(@"\p{Nope}")]
    [InlineData(@"\pL")]
    [InlineData(@"\2(a)")]
    [InlineData(@"\k<a>")]
    [InlineData("(?<a>x)(?<a>y)")]
    [InlineData("(?>a)")]
    [InlineData("(?z)")]
    public void What_is_no_pattern_is_refused(string pattern)
    {
        SchemaException error = Assert.Throws<SchemaException>(() => JsonSchema.Compile(FlowObject.Create(("pattern", FlowValue.From(pattern)))));
        Assert.Matches(@"^The pattern .* is no regular expression: .*, at character \d+\.$", error.Message);
        Assert.Equal("$.pattern", error.Path);
    }
}
