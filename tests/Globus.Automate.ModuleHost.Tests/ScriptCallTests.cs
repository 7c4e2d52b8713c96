namespace Globus.Automate.ModuleHost.Tests;

public sealed class ScriptCallTests
{
    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("$(exit)", "'$(exit)'")]
    [InlineData("`n", "'`n'")]
    [InlineData("-Name", "-Name")]
    [InlineData("-Name:", "-Name")]
    [InlineData("-Name:value", "-Name:'value'")]
    [InlineData("-Name:a:b", "-Name:'a:b'")]
    [InlineData("-Switch:$false", "-Switch:$false")]
    [InlineData("-Switch:$env:HOME", "-Switch:'$env:HOME'")]
    [InlineData("-5", "'-5'")]
    [InlineData("-", "'-'")]
    [InlineData("--", "'--'")]
    [InlineData("-a;exit", "'-a;exit'")]
    [InlineData("-a$(1):b", "'-a$(1):b'")]
    [InlineData("", "''")]
    public void A_word_is_a_literal_or_names_a_parameter(string word, string expected) =>
        Assert.Equal("& '/s.ps1' " + expected, ScriptCall.Of("/s.ps1", [word]));

    [Fact]
    public void The_path_is_a_literal_too() =>
        Assert.Equal("& '/it''s [1]/s.ps1'", ScriptCall.Of("/it's [1]/s.ps1", []));
}
