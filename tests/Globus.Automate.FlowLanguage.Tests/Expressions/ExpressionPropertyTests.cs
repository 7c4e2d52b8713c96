using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Tests.Expressions;

/// <summary>What holds for any expression, and laws of Python's operators.</summary>
public sealed class ExpressionPropertyTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static readonly string[] s_pieces =
    [
        "n", "x", "name", "items", "o", "list", ".k", ".upper()", ".items()", ".append(", ".sort()", ".pop()", "[0]", "[1:]", "[::-1]", "(", ")", "[", "]", "{", "}", ",", ":", "+", "-", "*", "**", "/", "//", "%", "<<", "&", "|", "~",
        " and ", " or ", " not ", " in ", " is ", " if ", " else ", " for ", " for i in ", "i", "==", "<", ">=", "=", "'s'", "\"t\"", "f'{n}'", "f'{x:.2f}'", "f'{", "}'", "1", "2.5", "1e300", "None", "True", "`$.n`", "`$..*`",
        "int(", "str(", "list(", "set(", "dict(", "getattr('n')", "is_present('o.k')", "pathsplit('/a')", "'%s' % ", "'%5d' % ", ".join(", ".split(", ".center(9)", ".translate(", "9" + "99999", "\n", ";", "#", "\\", "é", "😀", "b'x'", "r'\\d'", " ",
    ];

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char['\0', '\u00FF'], 0, 12],
        Gen.String[Gen.Char['\u0100', '\uD7FF'], 0, 6],
        AnyOf("😀", "a😀b", "'", "\"", "it's \"q\"", "\\", "\r\n", "\u2028", "\uFEFF", "\u00AD"));

    private static readonly Gen<FlowValue> s_scalar = Gen.OneOf<FlowValue>(
        Gen.Int.Select(static i => (FlowValue)FlowValue.From(i)),
        Gen.Long.Select(static i => (FlowValue)FlowValue.From(new BigInteger(i) * i)),
        Gen.Double.Where(double.IsFinite).Select(static d => (FlowValue)FlowValue.From(d)),
        s_text.Select(static s => FlowValue.From(s)),
        Gen.Bool.Select(static b => (FlowValue)FlowValue.From(b)),
        Gen.Const(FlowValue.Null));

    [Fact]
    public void Any_text_is_an_expression_or_refused()
        => Gen.String.Sample(Run, iter: 20_000);

    [Fact]
    public void Any_text_of_signs_is_an_expression_or_refused()
        => Gen.String[AnyOf("nx01 .,:;'\"fr{}[]()`$\\+-*/%=<>!&|^~@#_\n".ToCharArray()), 0, 30].Sample(Run, iter: 20_000);

    [Fact]
    public void Pieces_in_any_order_are_computed_or_refused_in_time()
        => Gen.Int[0, s_pieces.Length - 1].Array[1, 16].Sample(
            indices =>
            {
                long started = TimeProvider.System.GetTimestamp();
                Run(string.Concat(indices.Select(static i => s_pieces[i])));
                Assert.True(TimeProvider.System.GetElapsedTime(started) < s_patience);
            },
            iter: 30_000);

    [Fact]
    public void A_value_written_by_str_is_read_back_as_it_was()
        => s_scalar.Array[0, 5].Sample(items =>
        {
            FlowValue state = FlowObject.Create(("v", FlowArray.Create([.. items, FlowObject.Create(("k", FlowArray.Create(items)))])));
            string written = FlowExpression.Parse("str(v)").Evaluate(state).AsString()!;
            Assert.Equal(((FlowObject)state)["v"]!.ToJson(), FlowExpression.Parse(written).Evaluate(FlowObject.Empty).ToJson());
        });

    [Fact]
    public void Quotient_and_remainder_make_the_number_again()
        => Gen.Select(Gen.Long, Gen.Long.Where(static b => b != 0), Gen.Int[0, 2]).Sample((a, b, power) =>
        {
            BigInteger large = BigInteger.Pow(a, power + 1);
            FlowValue state = FlowObject.Create(("a", FlowValue.From(large)), ("b", FlowValue.From(b)));
            Assert.Equal(FlowValue.True, FlowExpression.Parse("a // b * b + a % b == a and (0 <= a % b < b or b < a % b <= 0)").Evaluate(state));
        });

    [Fact]
    public void Integers_of_any_size_are_computed_exactly()
        => Gen.Select(Gen.Long, Gen.Long, Gen.Long).Sample((a, b, c) =>
        {
            FlowValue state = FlowObject.Create(("a", FlowValue.From(a)), ("b", FlowValue.From(b)), ("c", FlowValue.From(c)));
            BigInteger expected = ((BigInteger)a * b) - c + ((BigInteger)a * a * a);
            Assert.Equal(FlowValue.From(expected), FlowExpression.Parse("a * b - c + a * a * a").Evaluate(state));
            Assert.Equal(FlowValue.From(((BigInteger)a ^ b) | ((BigInteger)c & a)), FlowExpression.Parse("a ^ b | c & a").Evaluate(state));
        });

    [Fact]
    public void A_slice_has_the_items_that_counting_gives()
    {
        Gen<int?> bound = Gen.Int[-9, 9].Nullable();
        Gen.Select(Gen.Int[0, 7], bound, bound, Gen.Int[-4, 4].Where(static step => step != 0)).Sample((length, lower, upper, step) =>
        {
            string text = "abcdefg"[..length];
            string slice = string.Create(CultureInfo.InvariantCulture, $"[{lower}:{upper}:{step}]");
            var expected = new StringBuilder();
            int from = lower is { } l ? (l < 0 ? l + length : l) : step > 0 ? 0 : length - 1;
            from = step > 0 ? Math.Max(from, 0) : Math.Min(from, length - 1);
            int to = upper is { } u ? (u < 0 ? Math.Max(u + length, -1) : u) : step > 0 ? length : -1;
            for (int i = from; step > 0 ? i < Math.Min(to, length) : i > to; i += step)
            {
                if (i >= 0 && i < length)
                {
                    expected.Append(text[i]);
                }
            }

            Assert.Equal(expected.ToString(), FlowExpression.Parse("t" + slice).Evaluate(FlowObject.Create(("t", FlowValue.From(text)))).AsString());
            Assert.Equal(expected.ToString(), FlowExpression.Parse($"''.join(list(t){slice})").Evaluate(FlowObject.Create(("t", FlowValue.From(text)))).AsString());
        });
    }

    [Fact]
    public void Sorting_orders_and_keeps_the_order_of_equals()
        => Gen.Int[0, 5].Array[0, 40].Sample(keys =>
        {
            FlowValue state = FlowObject.Create(("v", FlowArray.Create(keys.Select(static (key, i) => (FlowValue)FlowArray.Create(FlowValue.From(key.ToString(CultureInfo.InvariantCulture)), FlowValue.From(i))))));
            string expected = FlowArray.Create(keys.Select(static (key, i) => (key, i)).OrderBy(static p => p.key).ThenBy(static p => p.i).Select(static p => (FlowValue)FlowValue.From(p.i))).ToJson();
            Assert.Equal(expected, FlowExpression.Parse("v.sort() or [i for k, i in v]").Evaluate(state).ToJson());
        });

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void Run(string text)
    {
        try
        {
            var expression = FlowExpression.Parse(text);
            _ = expression.References;
            _ = expression.FindConstantError();
            Assert.NotNull(expression.Evaluate(FlowExpressionTests.State).ToJson());
        }
        catch (FlowSyntaxException e)
        {
            Assert.InRange(e.Position, 0, text.Length);
            Assert.InRange(e.Length, 0, text.Length - e.Position);
            Assert.NotEmpty(e.Message);
        }
    }
}
