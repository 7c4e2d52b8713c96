using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Expressions;

/// <summary>What the flow language has beyond Python, and what is easily got wrong.</summary>
public sealed class FlowExpressionTests
{
    internal static readonly FlowValue State = FlowValue.Parse("""
        {"n": 7, "x": 2.5, "name": "Ada", "items": [{"size": 1, "name": "a"}, {"size": 5, "name": "b"}], "o": {"k": {"z": 1}}, "none": null,
         "list": [3, 1, 2], "_context": {"run_id": "R"}, "_private": {"p": 1}}
        """);

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
    [InlineData("1e16", "1e16")]
    [InlineData("str(1e16) + str(0.00001) + str(123456789.125)", "\"1e+161e-05123456789.125\"")]
    [InlineData("'😀a'[1] + str('😀a'.find('a')) + '😀a'[::-1]", "\"a1a😀\"")]
    [InlineData("{1: 'a', None: 'b'}", """{"1":"a","null":"b"}""")]
    public void Values_are_those_of_python(string expression, string json) => AssertValue(json, expression);

    [Theory]
    [InlineData("getattr('o.k.z', 5) + getattr('o.missing', 5)", "6")]
    [InlineData("getattr('items[1].name')", "\"b\"")]
    [InlineData("getattr('items[-1].name')", "\"b\"")]
    [InlineData("getattr('$.items[0].size')", "1")]
    [InlineData("getattr('none', 5)", "null")]
    [InlineData("getattr('_private.p', 0)", "0")]
    [InlineData("getattr('_context.run_id')", "\"R\"")]
    [InlineData("is_present('items[1].name') and not is_present('items[9]')", "true")]
    [InlineData("is_present('none')", "true")]
    [InlineData("is_present('_private')", "false")]
    [InlineData("_context.run_id", "\"R\"")]
    [InlineData("`$._private.p` + 1", "2")]
    [InlineData("` $.items[*].size `", "[1,5]")]
    [InlineData("f'{`$.name`}!'", "\"Ada!\"")]
    [InlineData("pathsplit('/~/path')", """["/~/","path"]""")]
    [InlineData("0 <= rand() < 1 and 0 <= randint(3) < 3", "true")]
    public void The_flow_language_reads_the_state(string expression, string json) => AssertValue(json, expression);

    [Theory]
    [InlineData("list.sort() or list", "[1,2,3]")]
    [InlineData("items[0].update({'size': 9}) or items[0].size", "9")]
    [InlineData("getattr('list').append(4) or list", "[3,1,2,4]")]
    [InlineData("[l for l in [[]] if not l.extend('ab')]", """[["a","b"]]""")]
    [InlineData("o.pop('k') and o", "{}")]
    [InlineData("`$.list`.pop()", "2")]
    public void A_method_that_changes_a_value_changes_a_copy_and_never_the_state(string expression, string json)
    {
        string before = State.ToJson();
        AssertValue(json, expression);
        AssertValue(json, expression);
        Assert.Equal(before, State.ToJson());
    }

    [Fact]
    public void A_value_of_the_state_comes_out_as_the_same_object()
    {
        FlowValue items = ((FlowObject)State)["items"]!;
        Assert.Same(items, FlowExpression.Parse("items if n else 0").Evaluate(State));
    }

    [Fact]
    public void A_list_that_an_expression_keeps_is_new_each_time()
    {
        var expression = FlowExpression.Parse("[l.append(1) or l for l in [[]]]");
        Assert.Equal("[[1]]", expression.Evaluate(State).ToJson());
        Assert.Equal("[[1]]", expression.Evaluate(State).ToJson());
    }

    [Fact]
    public void One_expression_is_computed_on_many_threads_at_once()
    {
        var expression = FlowExpression.Parse("sum and [i + j for i in items for j in i] or '' if is_present('sum') else [[i * j for j in list] for i in list]");
        string expected = expression.Evaluate(State).ToJson();
        Parallel.For(0, 2_000, _ => Assert.Equal(expected, expression.Evaluate(State).ToJson()));
    }

    [Theory]
    [InlineData("n\n+ 1", "7", "This is not computed")]
    [InlineData("n; name", "7", "This is not computed")]
    [InlineData("n = 3", "3", "Nothing is assigned")]
    [InlineData("f'{name!r}'", "\"Ada\"", "makes no difference")]
    public void What_has_no_effect_is_remarked(string expression, string json, string remark)
    {
        AssertValue(json, expression);
        ExpressionRemark only = Assert.Single(FlowExpression.Parse(expression).Remarks);
        Assert.Contains(remark, only.Message, StringComparison.Ordinal);
        Assert.InRange(only.Position, 1, expression.Length - 1);
    }

    [Fact]
    public void An_expression_over_several_lines_stands_in_parentheses()
        => AssertValue("10", "(n\n  + 1  # one more\n  + 2)");

    private static void AssertValue(string json, string expression)
        => Assert.Equal(FlowValue.Parse(json).ToJson(), FlowExpression.Parse(expression).Evaluate(State).ToJson());
}
