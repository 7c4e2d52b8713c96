using System.Numerics;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>
/// The order in which CPython goes through a set of numbers: that of its hash table. Texts have hashes that differ from process to process
/// there, so that their order means nothing and stays that in which they came.
/// </summary>
internal static class SetOrder
{
    private const int LinearProbes = 9;
    private const int PerturbShift = 5;
    private const long Modulus = (1L << 61) - 1;

    /// <summary>Puts the items, which stand in the order in which they came, into CPython's order.</summary>
    /// <param name="items">The items.</param>
    /// <param name="merged">How many items the set got at once, from another set; 0 where each came by itself.</param>
    public static void Arrange(FlowValue[] items, int merged)
    {
        if (items.Length < 2 || !Array.TrueForAll(items, PythonNumbers.IsNumber))
        {
            return;
        }

        Slot[] table = merged * 5L >= 21 ? Resized([], merged * 2L) : new Slot[8];
        int used = 0;
        foreach (FlowValue item in items)
        {
            Insert(table, new Slot(item, Hash(item)));
            used++;
            if (used * 5L >= (table.Length - 1) * 3L)
            {
                table = Resized(table, used > 50_000 ? used * 2L : used * 4L);
            }
        }

        int at = 0;
        foreach (Slot slot in table)
        {
            if (slot.Item is not null)
            {
                items[at++] = slot.Item;
            }
        }
    }

    private static Slot[] Resized(Slot[] table, long least)
    {
        long size = 8;
        while (size <= least)
        {
            size <<= 1;
        }

        var larger = new Slot[size];
        foreach (Slot slot in table)
        {
            if (slot.Item is not null)
            {
                Insert(larger, slot);
            }
        }

        return larger;
    }

    private static void Insert(Slot[] table, Slot slot)
    {
        ulong mask = (ulong)table.Length - 1;
        ulong perturb = (ulong)slot.Hash;
        ulong at = perturb & mask;
        while (true)
        {
            ulong last = at + LinearProbes <= mask ? at + LinearProbes : at;
            for (ulong i = at; i <= last; i++)
            {
                if (table[i].Item is null)
                {
                    table[i] = slot;
                    return;
                }
            }

            perturb >>= PerturbShift;
            at = unchecked((at * 5) + 1 + perturb) & mask;
        }
    }

    /// <summary>Python's hash of a number: its remainder by 2^61 - 1, so that numbers that are equal have the same.</summary>
    private static long Hash(FlowValue number)
    {
        if (number is FlowReal { Value: var real })
        {
            if (!double.IsFinite(real))
            {
                return double.IsNaN(real) ? 0 : real > 0 ? 314159 : -314159;
            }

            (BigInteger numerator, BigInteger denominator) = RealText.Ratio(Math.Abs(real));
            var hash = (long)(numerator * BigInteger.ModPow(denominator, Modulus - 2, Modulus) % Modulus);
            return Signed(real < 0 ? -hash : hash);
        }

        return Signed((long)(PythonNumbers.Whole(number) % Modulus));
    }

    private static long Signed(long hash) => hash == -1 ? -2 : hash;

    private readonly record struct Slot(FlowValue? Item, long Hash);
}
