using Globus.Automate.FlowLanguage.Expressions;

namespace Globus.Automate.FlowLanguage.Tests.Expressions;

/// <summary>What can be told about an expression without computing it.</summary>
public sealed class ExpressionAnalysisTests
{
    [Theory]
    [InlineData("n + x", "n@0+1 x@4+1")]
    [InlineData("o.k['z'][0].q", "o.k.z.0.q@0+13")]
    [InlineData("[i.name for i in items if i.size > n]", "items@17+5 n@35+1?")]
    [InlineData("[x for x in x]", "x@12+1")]
    [InlineData("[a for a in b for c in a for d in c if d.e]", "b@12+1")]
    [InlineData("name.upper() + o.k.join(rest)", "name@0+4 o.k@15+3 rest@24+4")]
    [InlineData("a[b].c", "b@2+1 a@0+6")]
    [InlineData("a[1:n]", "a@0+1 n@4+1")]
    [InlineData("`$.a.b[*].c` + `$['d'][2]`", "a.b@0+12? d.2@15+11")]
    [InlineData("f'{a:{b}} {c!r}'", "a@3+1 b@6+1 c@11+1")]
    [InlineData("{k: v for k, v in m.items()}", "m@18+1")]
    [InlineData("str.upper(a) + str(b)", "a@10+1 b@19+1")]
    [InlineData("getattr('a.b[0]', c)", "!a.b.0@8+8 c@18+1")]
    [InlineData("is_present('$.a.b')", "!a.b@11+7")]
    [InlineData("q if is_present('q') else n", "!q@0+1? !q@16+3 n@26+1?")]
    [InlineData("q.a if is_present('q') else 0", "!q.a@0+3? !q@18+3")]
    [InlineData("is_present('q') and q > 1 or p", "!q@11+3 !q@20+1? p@29+1?")]
    [InlineData("a and b < c < d", "a@0+1 b@6+1? c@10+1? d@14+1?")]
    [InlineData("_context.run_id", "_context.run_id@0+15")]
    public void References_tell_what_is_read_where_and_how(string expression, string expected)
    {
        // ! is guarded, ? is conditional.
        string found = string.Join(' ', FlowExpression.Parse(expression).References
            .Select(static r => $"{(r.IsGuarded ? "!" : string.Empty)}{string.Join('.', r.Steps)}@{r.Position}+{r.Length}{(r.IsConditional ? "?" : string.Empty)}"));
        Assert.Equal(string.Join(' ', expected.Split(' ').OrderBy(Position)), string.Join(' ', found.Split(' ').OrderBy(Position)));

        static int Position(string item) => int.Parse(item.Split('@')[1].Split('+')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_reference_tells_how_it_reads()
    {
        IReadOnlyList<ExpressionReference> references = FlowExpression.Parse("a + `$.b` + getattr('c')").References;
        Assert.Equal([ReferenceKind.Name, ReferenceKind.Path, ReferenceKind.Lookup], references.Select(static r => r.Kind));
    }

    [Fact]
    public void Calls_have_names_and_places()
    {
        var expression = FlowExpression.Parse("str(len(a)) + a.upper().nope(1)");
        Assert.Equal([("str", 0, 3, 1), ("len", 4, 3, 1)], expression.Calls.Select(static c => (c.Name, c.Position, c.Length, c.ArgumentCount)));
        Assert.Equal([("nope", 24, 4), ("upper", 16, 5)], expression.MethodCalls.Select(static c => (c.Name, c.Position, c.Length)));
    }

    [Fact]
    public void The_known_names_are_listed()
    {
        Assert.Equal(["dict", "float", "getattr", "int", "is_present", "len", "list", "pathsplit", "rand", "randint", "set", "str", "tuple"], FlowExpression.FunctionNames);
        Assert.Contains("splitlines", FlowExpression.MethodNames);
        Assert.Contains("setdefault", FlowExpression.MethodNames);
        Assert.DoesNotContain("format", FlowExpression.MethodNames);
    }

    [Theory]
    [InlineData("1 / 0", 0, 5)]
    [InlineData("n + 'a' * (2 - 'b')", 11, 7)]
    [InlineData("[n, int('x')]", 4, 8)]
    [InlineData("n if 1 + '' else 2", 5, 6)]
    [InlineData("[1 / 0 for i in 'ab']", 1, 5)]
    [InlineData("(1 / 0 or n)", 1, 5)]
    [InlineData("n.get('a', [][0])", 11, 5)]
    [InlineData("{1}", 0, 3)]
    public void An_error_that_is_sure_is_found_without_a_state(string expression, int position, int length)
    {
        ExpressionException? error = FlowExpression.Parse(expression).FindConstantError();
        Assert.NotNull(error);
        Assert.Equal((position, length), (error.Position, error.Length));
    }

    [Theory]
    [InlineData("n / 0")]
    [InlineData("1 / 0 if n else 2")]
    [InlineData("n or 1 / 0")]
    [InlineData("n and x and 1 / 0")]
    [InlineData("1 if n else [][0]")]
    [InlineData("[1 / 0 for i in n]")]
    [InlineData("n < x < 1 / 0")]
    [InlineData("True or 1 / 0")]
    [InlineData("getattr('a') + 1")]
    [InlineData("[x for x in x]")]
    [InlineData("n in {1, 2}")]
    [InlineData("n in {'a': 1}.keys()")]
    [InlineData("foo.sort(key=str.lower)")]
    [InlineData("[size(n) for i in n]")]
    public void What_depends_on_the_state_is_no_sure_error(string expression)
        => Assert.Null(FlowExpression.Parse(expression).FindConstantError());

    [Fact]
    public void A_constant_is_folded()
    {
        Assert.True(FlowExpression.Parse("[i * 2 for i in (1, 2)] + ['a'.upper()]").TryFoldConstant(out Globus.Automate.FlowLanguage.Values.FlowValue? value));
        Assert.Equal("""[2,4,"A"]""", value.ToJson());
        Assert.False(FlowExpression.Parse("n").TryFoldConstant(out _));
        Assert.False(FlowExpression.Parse("1 / 0").TryFoldConstant(out _));
        Assert.False(FlowExpression.Parse("rand()").TryFoldConstant(out _));
    }
}
