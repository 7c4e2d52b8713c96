using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>A comparison of two values, as a link of a chain.</summary>
internal abstract class Comparison
{
    public abstract bool Holds(Site site, FlowValue left, FlowValue right);
}

/// <summary><c>a == b</c>.</summary>
internal sealed class EqualComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right) => PythonEquality.Equal(site, left, right);
}

/// <summary><c>a != b</c>.</summary>
internal sealed class NotEqualComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right) => !PythonEquality.Equal(site, left, right);
}

/// <summary><c>a in b</c>.</summary>
internal sealed class InComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right) => PythonOperators.Contains(site, right, left);
}

/// <summary><c>a not in b</c>.</summary>
internal sealed class NotInComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right) => !PythonOperators.Contains(site, right, left);
}

/// <summary><c>a is b</c>.</summary>
internal sealed class IsComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right) => PythonEquality.IsSame(left, right);
}

/// <summary><c>a is not b</c>.</summary>
internal sealed class IsNotComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right) => !PythonEquality.IsSame(left, right);
}

/// <summary><c>a &lt; b</c>.</summary>
internal sealed class LessComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right)
        => left is FlowInteger a && right is FlowInteger b && a.TryGetInt64(out long x) && b.TryGetInt64(out long y)
            ? x < y
            : PythonOrder.Holds(site, OrderSign.Less, left, right);
}

/// <summary><c>a &lt;= b</c>.</summary>
internal sealed class LessOrEqualComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right)
        => left is FlowInteger a && right is FlowInteger b && a.TryGetInt64(out long x) && b.TryGetInt64(out long y)
            ? x <= y
            : PythonOrder.Holds(site, OrderSign.LessOrEqual, left, right);
}

/// <summary><c>a &gt; b</c>.</summary>
internal sealed class GreaterComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right)
        => left is FlowInteger a && right is FlowInteger b && a.TryGetInt64(out long x) && b.TryGetInt64(out long y)
            ? x > y
            : PythonOrder.Holds(site, OrderSign.Greater, left, right);
}

/// <summary><c>a &gt;= b</c>.</summary>
internal sealed class GreaterOrEqualComparison : Comparison
{
    public override bool Holds(Site site, FlowValue left, FlowValue right)
        => left is FlowInteger a && right is FlowInteger b && a.TryGetInt64(out long x) && b.TryGetInt64(out long y)
            ? x >= y
            : PythonOrder.Holds(site, OrderSign.GreaterOrEqual, left, right);
}
