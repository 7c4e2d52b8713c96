using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Expressions;

/// <summary>Expressions that would take memory and time without end.</summary>
public sealed class ExpressionLimitTests
{
    /// <summary>Each takes a fraction of a second; the tests share the machine with others.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static readonly FlowValue s_state = FlowObject.Create(
        ("text", FlowValue.From(new string('a', 500_000))),
        ("pairs", FlowValue.From(string.Concat(Enumerable.Repeat("😀é", 50_000)))),
        ("list", FlowArray.Create(Enumerable.Range(0, 500_000).Select(static i => (FlowValue)FlowValue.From(i)))),
        ("object", FlowObject.Create(Enumerable.Range(0, 50_000).Select(static i => KeyValuePair.Create($"k{i}", (FlowValue)FlowValue.From(i))))));

    [Theory]
    [InlineData("3999999 ** 3999999", "NumberTooHigh")]
    [InlineData("[3 ** 100000 for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("2 ** 4000000", "ValueError")]
    [InlineData("(2 ** 4000000) // (3 ** 900000)", "IterableTooLong")]
    [InlineData("[2 ** 100000 * 2 ** 100000 for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("1 << 10001", "NumberTooHigh")]
    [InlineData("text.replace('a', 'b' * 1000)", "IterableTooLong")]
    [InlineData("text.replace('', 'b' * 1000)", "IterableTooLong")]
    [InlineData("'a'.ljust(2000000000)", "IterableTooLong")]
    [InlineData("'a'.center(10 ** 30)", "OverflowError")]
    [InlineData("'a'.zfill(2000000000)", "IterableTooLong")]
    [InlineData("'\\t'.expandtabs(2000000000)", "IterableTooLong")]
    [InlineData("'%2000000000d' % 1", "IterableTooLong")]
    [InlineData("'%*d' % (10 ** 9, 1)", "IterableTooLong")]
    [InlineData("f'{1:2000000000}'", "IterableTooLong")]
    [InlineData("f'{1.5:.2000000000f}'", "IterableTooLong")]
    [InlineData("[f'{1.5:.90000f}' for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("('a' * 100000).join('b' * 100000)", "IterableTooLong")]
    [InlineData("[text.find('a' * 40000 + 'b') for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("[text.count('aab') for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("[text == text[:-1] + 'b' for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("[pairs[50000] for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("[pairs[::-1] for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("[-1 in list for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("[list.count(1) for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("[list[i:] for i in list[:9000]]", "IterableTooLong")]
    [InlineData("[str(list) for i in 'a' * 100]", "IterableTooLong")]
    [InlineData("[text] * 100000", "IterableTooLong")]
    [InlineData("[list] * 100000", "IterableTooLong")]
    [InlineData("text.splitlines() * 100000", "IterableTooLong")]
    [InlineData("{i: object for i in list[:9000]}", "IterableTooLong")]
    [InlineData("[set(list[:9000]) for i in 'a' * 9999]", "IterableTooLong")]
    [InlineData("[l.sort() for l in [list[:5000]] for i in 'a' * 9999]", "IterableTooLong")]
    [InlineData("[object.keys() & object.keys() for i in 'a' * 999]", "IterableTooLong")]
    [InlineData("[int('9' * 4300) for i in 'a' * 10000]", "IterableTooLong")]
    [InlineData("[float('1' * 100000) for i in 'a' * 1000]", "IterableTooLong")]
    [InlineData("list.sort() or [list.append(i) for i in list]", "IterableTooLong")]
    [InlineData("[1 for i in 'a' * 100 for j in 'a' * 101]", "IterableTooLong")]
    [InlineData("text.translate({97: 'b' * 100000})", "IterableTooLong")]
    public void What_would_take_too_long_is_refused(string expression, string error)
    {
        long started = TimeProvider.System.GetTimestamp();
        ExpressionException e = Assert.Throws<ExpressionException>(() => FlowExpression.Parse(expression).Evaluate(s_state));
        Assert.Equal(error, e.Error);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < s_patience);
    }

    [Theory]
    [InlineData("[str(l) for l in [[1]] if not l.append(l)]")]
    [InlineData("[l for l in [[1]] if not l.append(l)]")]
    [InlineData("[a == b for a in [[1]] for b in [[1]] if not a.append(a) and not b.append(b)]")]
    [InlineData("[a < b for a in [[1]] for b in [[1]] if not a.append(a) and not b.append(b)]")]
    [InlineData("[l for l in [[1]] for i in 'a' * 5000 if not l.append([l[-1]])]")]
    [InlineData("[{l[-1]: 1} for l in [[()]] for i in 'a' * 5000 if not l.append((l[-1],))]")]
    public void A_value_without_end_is_refused(string expression)
        => Assert.Equal("RecursionError", Assert.Throws<ExpressionException>(() => FlowExpression.Parse(expression).Evaluate(s_state)).Error);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("-", "")]
    [InlineData("~", "")]
    [InlineData("not ", "")]
    [InlineData("[", "]")]
    [InlineData("{1:", "}")]
    [InlineData("1+", "")]
    [InlineData("1<", "")]
    [InlineData("1 if 1 else ", "")]
    [InlineData("2**", "")]
    [InlineData("[1 for i in ", "]")]
    [InlineData("str(", ")")]
    [InlineData("x[", "]")]
    [InlineData("(1+", ")")]
    [InlineData("[*", "]")]
    [InlineData("[*[", "]]")]
    [InlineData("{**", "}")]
    [InlineData("{**{", "}}")]
    [InlineData("{1:[-", "]}")]
    public void Nesting_never_overflows_the_stack(string open, string close)
    {
        foreach (int depth in new[] { 10, 100, 190, 400, 1_000, 50_000 })
        {
            string text = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
            var thread = new Thread(
                () =>
                {
                    if (FlowExpression.TryParse(text, out FlowExpression? expression, out FlowSyntaxException? error))
                    {
                        Assert.True(depth < 50_000 || open == "1<");
                        Record.Exception(() => expression.Evaluate(FlowObject.Empty));
                        _ = expression.References;
                    }
                    else
                    {
                        Assert.Contains("levels deep", error.Message, StringComparison.Ordinal);
                    }
                },
                maxStackSize: 512 * 1024);
            thread.Start();
            thread.Join();
        }
    }

    [Theory]
    [InlineData(".a")]
    [InlineData("[0]")]
    [InlineData(".upper()")]
    [InlineData("+1")]
    public void A_chain_is_as_deep_as_it_is_long(string link)
    {
        Assert.True(FlowExpression.TryParse("x" + string.Concat(Enumerable.Repeat(link, 100)), out _, out _));
        Assert.False(FlowExpression.TryParse("x" + string.Concat(Enumerable.Repeat(link, 5_000)), out _, out FlowSyntaxException? error));
        Assert.Contains("levels deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_computation_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var expression = FlowExpression.Parse("[text.count('b') for i in 'a' * 100]");
        expression.Evaluate(s_state, source.Token);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => expression.Evaluate(s_state, source.Token));
    }

    [Fact]
    public void A_computation_that_runs_is_cancelled_where_it_stands()
    {
        using var source = new CancellationTokenSource();
        var expression = FlowExpression.Parse("[[str(list) for j in 'ab'] for i in 'a' * 9]");
        using var started = new Barrier(2);
        var thread = new Thread(() =>
        {
            started.SignalAndWait();
            source.Cancel();
        });
        thread.Start();
        started.SignalAndWait();
        Exception? e = Record.Exception(() => expression.Evaluate(s_state, source.Token));
        thread.Join();
        Assert.True(e is OperationCanceledException or ExpressionException);
    }

    [Fact]
    public void A_long_text_of_the_state_is_no_reason_to_refuse()
    {
        Assert.Equal("500000", FlowExpression.Parse("text.count('a')").Evaluate(s_state).ToJson());
        Assert.Equal("\"aaa\"", FlowExpression.Parse("text.upper().lower()[:3]").Evaluate(s_state).ToJson());
        Assert.Equal("499999", FlowExpression.Parse("list[-1]").Evaluate(s_state).ToJson());
    }
}
