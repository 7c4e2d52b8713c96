using Globus.Automate.FlowLanguage.Expressions;

namespace Globus.Automate.FlowLanguage.Tests.Expressions;

/// <summary>What goes wrong, where, and what is said about it.</summary>
public sealed class ExpressionErrorTests
{
    [Theory]
    [InlineData("n + unknown", "NameNotDefined", 4, 7)]
    [InlineData("1 + n / 0", "ZeroDivisionError", 4, 5)]
    [InlineData("names", "NameNotDefined", 0, 5)]
    [InlineData("name.uper()", "AttributeDoesNotExist", 5, 4)]
    [InlineData("o.k.j + 1", "AttributeDoesNotExist", 4, 1)]
    [InlineData("items[5]", "IndexError", 0, 8)]
    [InlineData("o['j']", "KeyError", 0, 6)]
    [InlineData("max(n)", "FunctionNotDefined", 0, 3)]
    [InlineData("'a' * 1000000", "IterableTooLong", 0, 13)]
    [InlineData("[1 for i in 'a' * 200 for j in 'b' * 200]", "IterableTooLong", 0, 41)]
    [InlineData("9 ** 5000000", "NumberTooHigh", 0, 12)]
    [InlineData("f'{x} {n:s}'", "ValueError", 7, 1)]
    [InlineData("`$.missing.deep`", "NameNotDefined", 0, 16)]
    [InlineData("[1, {n for_ in 2}]", "", 7, 4)]
    [InlineData("f'{n +}'", "", 6, 0)]
    [InlineData("`$.a[`", "", 4, 1)]
    [InlineData("items[0", "", 7, 0)]
    [InlineData("x = = 1", "", 4, 1)]
    public void An_error_names_its_place(string expression, string error, int position, int length)
    {
        FlowSyntaxException e = Fail(expression);
        Assert.Equal((error, position, length), ((e as ExpressionException)?.Error ?? string.Empty, e.Position, e.Length));
    }

    [Theory]
    [InlineData("name.uper()", "A string has no 'uper'; did you mean 'upper'?")]
    [InlineData("nam", "'nam' is not defined in the state; did you mean 'name'?")]
    [InlineData("unheard", "'unheard' is not defined in the state.")]
    [InlineData("itn('1')", "There is no function 'itn'; did you mean 'int'?")]
    [InlineData("o['kk']", "The object has no key 'kk'; did you mean 'k'?")]
    [InlineData("items[0].sise", "The object has no 'sise'; did you mean 'size'?")]
    [InlineData("n + name", "'+' does not work between an integer and a string.")]
    [InlineData("name + None", "'+' does not work between a string and null.")]
    [InlineData("n < name", "'<' does not work between an integer and a string.")]
    [InlineData("items[9]", "The list has 2 items, so there is no item 9.")]
    [InlineData("o.keys()", "The result is a view of an object, which JSON does not have; list(...) makes a list of it.")]
    [InlineData("{1, 2}", "The result is a set, which JSON does not have; list(...) makes a list of it.")]
    [InlineData("name.upper", "The result is a function itself (method upper); parentheses after its name call it.")]
    [InlineData("float('inf')", "The result is inf, which JSON does not have.")]
    [InlineData("x.class", "'class' is a word of Python; as a key it is written ['class'].")]
    [InlineData("n = = 3", "A value was expected before '='.")]
    [InlineData("1 = 3", "'=' does not compare; two values are compared with '=='.")]
    [InlineData("n && x", "'&&' is no operator; it is written 'and'.")]
    [InlineData("n || x", "'||' is no operator; it is written 'or'.")]
    [InlineData("n === x", "'===' is no operator; two values are compared with '=='.")]
    [InlineData("n &", "The expression ends where a value was expected.")]
    [InlineData("& n", "A value was expected before '&'.")]
    [InlineData("!n", "'!' is no operator; 'not' negates a value.")]
    [InlineData("$.n", "'$' stands outside back ticks; a path in an expression is written `$.a.b`.")]
    [InlineData("'open", "The string that begins here has no closing quote.")]
    [InlineData("'{}'.format(1)", "'.format' is not part of the language; an f-string does the same.")]
    [InlineData("_private.p", "'_private' cannot be read: names that begin with an underscore are private, but for _context.")]
    [InlineData("", "The expression is empty.")]
    [InlineData("n n", "'n' does not belong here; is an operator missing before it?")]
    public void An_error_is_one_clear_sentence(string expression, string message)
        => Assert.Equal(message, Fail(expression).Message);

    [Theory]
    [InlineData("n +")]
    [InlineData("(n")]
    [InlineData("lambda: 1")]
    [InlineData("name.__class__")]
    [InlineData("name.func_globals")]
    [InlineData("{1, 2: 3}")]
    [InlineData("{i for i in items}")]
    [InlineData("str(*items)")]
    [InlineData("(y := 1)")]
    [InlineData("n @ n")]
    [InlineData("2j")]
    [InlineData("'a' b'c'")]
    [InlineData("f'{name'")]
    [InlineData("012")]
    public void What_is_no_expression_is_refused_when_it_is_parsed(string expression)
    {
        Assert.False(FlowExpression.TryParse(expression, out _, out FlowSyntaxException? error));
        Assert.InRange(error.Position, 0, expression.Length);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    private static FlowSyntaxException Fail(string expression)
        => Assert.ThrowsAny<FlowSyntaxException>(() => FlowExpression.Parse(expression).Evaluate(FlowExpressionTests.State));
}
