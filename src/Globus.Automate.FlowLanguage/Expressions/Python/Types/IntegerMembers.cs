using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python.Types;

/// <summary>The members of <c>int</c> and <c>bool</c>.</summary>
internal static class IntegerMembers
{
    public static IReadOnlyList<PythonMethod> Members { get; } =
    [
        Method("as_integer_ratio", static whole => new PythonTuple(FlowValue.From(whole), FlowValue.From(1))),
        Method("bit_count", static whole => FlowValue.From(BitCount(whole))),
        Method("bit_length", static whole => FlowValue.From(BitLength(whole))),
        Method("conjugate", static whole => FlowValue.From(whole)),
        Attribute("denominator", static _ => FlowValue.From(1)),
        Attribute("imag", static _ => FlowValue.From(0)),
        Attribute("numerator", static whole => FlowValue.From(whole)),
        Attribute("real", static whole => FlowValue.From(whole)),
        new("to_bytes", ToBytes),
    ];

    private static PythonMethod Attribute(string name, Func<BigInteger, FlowValue> value)
        => new(name, (self, in _) => value(PythonNumbers.Whole(self)), MemberKind.Attribute);

    private static PythonMethod Method(string name, Func<BigInteger, FlowValue> value) => new(name, (self, in call) =>
    {
        call.Require(0, 0);
        BigInteger whole = PythonNumbers.Whole(self);
        call.Site.Charge(whole.GetBitLength() / 64);
        return value(whole);
    });

    private static long BitLength(BigInteger whole) => whole.IsZero ? 0 : BigInteger.Abs(whole).GetBitLength();

    private static long BitCount(BigInteger whole)
    {
        long count = 0;
        foreach (byte b in BigInteger.Abs(whole).ToByteArray())
        {
            count += BitOperations.PopCount(b);
        }

        return count;
    }

    private static FlowValue ToBytes(FlowValue self, in Call call)
    {
        call.Require(0, 2, "length", "byteorder", "signed");
        int length = call.Optional(0, "length") is { } given ? call.Whole(given) : 1;
        string order = call.Optional(1, "byteorder") is { } named ? call.Text(named) : "big";
        bool signed = call.Optional(2, "signed") is { } flag && PythonEquality.IsTrue(flag);
        if (length < 0 || order is not ("big" or "little"))
        {
            throw call.Site.ValueError("to_bytes() takes a length that is not negative and the order 'big' or 'little'.");
        }

        BigInteger whole = PythonNumbers.Whole(self);
        call.Site.Charge(length);
        if ((whole.Sign < 0 && !signed) || whole.GetByteCount(!signed) > length)
        {
            throw whole.IsZero ? call.Site.ValueError("The length is too small.") : call.Site.Fault("OverflowError", $"The integer does not fit into {length} bytes.");
        }

        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(whole.Sign < 0 ? (byte)0xFF : (byte)0);
        whole.TryWriteBytes(bytes, out _, isUnsigned: !signed);
        if (order == "big")
        {
            Array.Reverse(bytes);
        }

        return new PythonBytes(bytes);
    }
}
