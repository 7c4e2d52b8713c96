using System.Globalization;
using System.Numerics;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Paths.Filters;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c> and <c>exclusiveMaximum</c>, compared exactly whatever the sizes.</summary>
internal sealed class LimitKeyword(string name, SchemaLocation location, FlowValue limit, bool isMaximum, bool isExclusive) : Keyword(name, location)
{
    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (!instance.IsNumber)
        {
            return true;
        }

        int order = ValueOrder.CompareNumbers(instance, limit);
        if (order == 0 ? !isExclusive : order < 0 == isMaximum)
        {
            return true;
        }

        if (!run.IsReporting)
        {
            return false;
        }

        string rule = (isMaximum, isExclusive) switch
        {
            (true, true) => "is greater than or equal to the maximum of",
            (true, false) => "is greater than the maximum of",
            (false, true) => "is less than or equal to the minimum of",
            _ => "is less than the minimum of",
        };
        return run.Report(this, $"{PythonText.Repr(instance)} {rule} {PythonText.Repr(limit)}");
    }
}

/// <summary><c>multipleOf</c>, computed in decimal digits as they are written: 0.0075 is a multiple of 0.0001.</summary>
internal sealed class MultipleOfKeyword(SchemaLocation location, FlowValue divisor) : Keyword("multipleOf", location)
{
    private readonly (BigInteger Digits, int Exponent) _divisor = Decimal(divisor);

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (!instance.IsNumber || IsMultiple(instance))
        {
            return true;
        }

        return run.IsReporting && run.Report(this, $"{PythonText.Repr(instance)} is not a multiple of {PythonText.Repr(divisor)}");
    }

    private bool IsMultiple(FlowValue instance)
    {
        if (instance is FlowInteger integer && divisor is FlowInteger by && integer.TryGetInt64(out long value) && by.TryGetInt64(out long step))
        {
            return value % step == 0;
        }

        if (instance is FlowReal { Value: var real } && !double.IsFinite(real))
        {
            return false;
        }

        (BigInteger digits, int exponent) = Decimal(instance);
        int common = Math.Min(exponent, _divisor.Exponent);
        BigInteger dividend = digits * BigInteger.Pow(10, exponent - common);
        return (dividend % (_divisor.Digits * BigInteger.Pow(10, _divisor.Exponent - common))).IsZero;
    }

    /// <summary>A number as its shortest decimal digits and a power of ten.</summary>
    private static (BigInteger Digits, int Exponent) Decimal(FlowValue number)
    {
        if (number is FlowInteger integer)
        {
            return (integer.Value, 0);
        }

        string text = ShortestReal.Of(((FlowReal)number).Value);
        int exponent = 0;
        int e = text.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= text.Length - point - 1;
            text = text.Remove(point, 1);
        }

        return (BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent);
    }
}
