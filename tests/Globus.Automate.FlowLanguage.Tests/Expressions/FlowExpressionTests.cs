using CsCheck;
using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Expressions;

public sealed class FlowExpressionTests
{
    private static readonly FlowValue s_state = FlowValue.Parse("""
        {"n": 7, "x": 2.5, "name": "Ada", "items": [{"size": 1, "name": "a"}, {"size": 5, "name": "b"}], "o": {"k": {"z": 1}}, "_context": {"run_id": "R"}, "_private": {"p": 1}}
        """);

    private static readonly string[] s_pieces =
    [
        "n", "x", "name", "items", "o", ".k", ".upper()", "[0]", "[1:]", "(", ")", "[", "]", "{", "}", ",", ":", "+", "-", "*", "**", "/", "//", "%", "<<", "&", "~", " and ", " or ", " not ",
        " in ", " is ", " if ", " else ", " for ", "==", "<", "'s'", "\"t\"", "f'{n}'", "f'{x:.2f}'", "1", "2.5", "None", "True", "`$.n`", "int", "str", "getattr('n')", "'%s' % ", ".join", "9" + "99999",
    ];

    [Theory]
    [InlineData("2 ** 100", "1267650600228229401496703205376")]
    [InlineData("7 // -2", "-4")]
    [InlineData("-7 % 3", "2")]
    [InlineData("7.5 // 2", "3.0")]
    [InlineData("10 / 4", "2.5")]
    [InlineData("True + True", "2")]
    [InlineData("1 < n < 10", "true")]
    [InlineData("[i['name'] for i in items if i.size > 3]", """["b"]""")]
    [InlineData("[(i, j) for i in [1, 2] for j in 'ab']", """[[1,"a"],[1,"b"],[2,"a"],[2,"b"]]""")]
    [InlineData("{k: v for k, v in {'a': 1}.items()}", """{"a":1}""")]
    [InlineData("'a,b'.split(',')[::-1]", """["b","a"]""")]
    [InlineData("f'{name!r:>6}|{n:03d}|{x:.3f}|{1234567:,}'", "\"   Ada|007|2.500|1,234,567\"")]
    [InlineData("str([1, 2.0, 'it', None, True, {'a': (1,)}])", "\"[1, 2.0, 'it', None, True, {'a': (1,)}]\"")]
    [InlineData("'%05.1f|%-4s|%x' % (3.14159, 'ab', 255)", "\"003.1|ab  |ff\"")]
    [InlineData("getattr('o.k.z', 5) + getattr('o.missing', 5)", "6")]
    [InlineData("is_present('items[1].name') and not is_present('items[9]')", "true")]
    [InlineData("_context.run_id", "\"R\"")]
    [InlineData("`$._private.p`", "1")]
    [InlineData("1e16", "1e16")]
    [InlineData("str(1e16) + str(0.00001) + str(123456789.125)", "\"1e+161e-05123456789.125\"")]
    [InlineData("'😀a'[1] + str('😀a'.find('a'))", "\"a1\"")]
    [InlineData("{1: 'a', None: 'b'}", """{"1":"a","null":"b"}""")]
    public void Values_are_those_of_python(string expression, string json)
        => Assert.Equal(FlowValue.Parse(json).ToJson(), FlowExpression.Parse(expression).Evaluate(s_state).ToJson());

    [Theory]
    [InlineData("n + unknown", "NameNotDefined", 4, 7)]
    [InlineData("1 + n / 0", "ZeroDivisionError", 4, 5)]
    [InlineData("names", "NameNotDefined", 0, 5)]
    [InlineData("name.uper()", "AttributeDoesNotExist", 0, 11)]
    [InlineData("o.j", "AttributeDoesNotExist", 0, 3)]
    [InlineData("items[5]", "IndexError", 0, 8)]
    [InlineData("max(n)", "FunctionNotDefined", 0, 3)]
    [InlineData("'a' * 1000000", "IterableTooLong", 0, 13)]
    [InlineData("[1 for i in 'a' * 200 for j in 'b' * 200]", "IterableTooLong", 0, 41)]
    [InlineData("9 ** 5000000", "NumberTooHigh", 0, 12)]
    public void Errors_name_their_place(string expression, string error, int position, int length)
    {
        ExpressionException e = Assert.Throws<ExpressionException>(() => FlowExpression.Parse(expression).Evaluate(s_state));
        Assert.Equal((error, position, length), (e.Error, e.Position, e.Length));
    }

    [Theory]
    [InlineData("name.uper()", "did you mean 'upper'?")]
    [InlineData("nam", "did you mean 'name'?")]
    [InlineData("itn('1')", "did you mean 'int'?")]
    public void A_slip_is_guessed(string expression, string hint)
        => Assert.Contains(hint, Assert.Throws<ExpressionException>(() => FlowExpression.Parse(expression).Evaluate(s_state)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("n +")]
    [InlineData("(n")]
    [InlineData("n n")]
    [InlineData("lambda: 1")]
    [InlineData("_private.p")]
    [InlineData("name.__class__")]
    [InlineData("'{}'.format(1)")]
    [InlineData("'open")]
    [InlineData("$.n")]
    [InlineData("{1, 2: 3}")]
    public void What_is_no_expression_is_refused_when_it_is_parsed(string expression)
    {
        Assert.False(FlowExpression.TryParse(expression, out _, out FlowSyntaxException? error));
        Assert.InRange(error.Position, 0, expression.Length);
    }

    [Fact]
    public void References_name_what_is_read_and_leave_out_what_a_loop_binds()
    {
        IReadOnlyList<ExpressionReference> references = FlowExpression.Parse("[i.name for i in items if i.size > n] + [o.k['z'], `$.x`, name.upper()] + [getattr('q')]").References;

        Assert.Equal(["items", "n", "o.k.z", "x", "name"], references.Select(r => string.Join('.', r.Steps)));
        Assert.Equal(17, references[0].Position);
    }

    [Fact]
    public void A_reference_under_is_present_is_guarded()
    {
        IReadOnlyList<ExpressionReference> references = FlowExpression.Parse("q if is_present('q') else n").References;
        Assert.All(references, r => Assert.True(r.IsGuarded));
    }

    [Theory]
    [InlineData("1 / 0", true)]
    [InlineData("n + 'a' * (2 - 'b')", true)]
    [InlineData("n / 0", false)]
    [InlineData("1 / 0 if n else 2", false)]
    [InlineData("n or 1 / 0", false)]
    public void An_error_that_is_sure_is_found_without_a_state(string expression, bool isSure)
        => Assert.Equal(isSure, FlowExpression.Parse(expression).FindConstantError() is not null);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("[", "]")]
    [InlineData("n+", "")]
    [InlineData("n if n else ", "")]
    [InlineData("2**", "")]
    public void Deep_nesting_is_refused_and_does_not_overflow_the_stack(string open, string close)
    {
        string text = string.Concat(Enumerable.Repeat(open, 50_000)) + "1" + string.Concat(Enumerable.Repeat(close, 50_000));
        Assert.False(FlowExpression.TryParse(text, out _, out _));
    }

    [Fact]
    public void Any_text_is_an_expression_or_refused()
        => Gen.String.Sample(Run);

    [Fact]
    public void Pieces_in_any_order_are_computed_or_refused_in_time()
        => Gen.Int[0, s_pieces.Length - 1].Array[1, 14].Sample(indices =>
        {
            long started = TimeProvider.System.GetTimestamp();
            Run(string.Concat(indices.Select(i => s_pieces[i])));
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        });

    private static void Run(string text)
    {
        try
        {
            Assert.NotNull(FlowExpression.Parse(text).Evaluate(s_state).ToJson());
        }
        catch (FlowSyntaxException e)
        {
            Assert.InRange(e.Position, 0, text.Length);
            Assert.NotEmpty(e.Message);
        }
    }
}
