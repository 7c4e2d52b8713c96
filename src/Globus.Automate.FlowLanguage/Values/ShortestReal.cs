using System.Globalization;

namespace Globus.Automate.FlowLanguage.Values;

/// <summary>The shortest digits that give a real number back.</summary>
internal static class ShortestReal
{
    private const long FractionBits = (1L << 52) - 1;

    /// <summary>A finite number as .NET's <c>R</c> writes it: <c>2</c>, <c>0.5</c>, <c>1E+16</c>.</summary>
    /// <remarks>
    /// Of the powers of two, .NET writes 2^-25 and 2^-958 with a digit too few, which is read as the number before (their neighbours below are
    /// half as far away as those above). A flow's number must not change by being written.
    /// </remarks>
    public static string Of(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return (BitConverter.DoubleToInt64Bits(value) & FractionBits) != 0 || double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).Equals(value)
            ? text
            : value.ToString("G17", CultureInfo.InvariantCulture);
    }
}
