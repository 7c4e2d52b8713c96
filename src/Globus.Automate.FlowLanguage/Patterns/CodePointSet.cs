using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>
/// A set of Unicode code points that can be written as a .NET regular expression. .NET matches UTF-16 units, the pattern languages of
/// JSONPath (RFC 9485) and JSON Schema (ECMA-262 with the <c>u</c> flag) match code points: so every class of either is kept as such a set.
/// Lone surrogates belong to no set: they cannot be part of JSON text in UTF-8.
/// </summary>
internal sealed class CodePointSet
{
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstAstral = 0x10000;
    private const int Last = 0x10FFFF;

    private readonly (int From, int To)[] _ranges;

    private CodePointSet((int From, int To)[] ranges) => _ranges = ranges;

    public static CodePointSet Empty { get; } = new([]);

    public static CodePointSet All { get; } = new([(0, Last)]);

    /// <summary>The ranges, ascending, neither touching nor overlapping.</summary>
    public ReadOnlySpan<(int From, int To)> Ranges => _ranges;

    public static CodePointSet Of(params ReadOnlySpan<(int From, int To)> ranges)
    {
        (int From, int To)[] sorted = ranges.ToArray();
        Array.Sort(sorted, static (a, b) => a.From.CompareTo(b.From));
        var merged = new List<(int From, int To)>(sorted.Length);
        foreach ((int from, int to) in sorted)
        {
            if (merged.Count > 0 && from <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            }
            else
            {
                merged.Add((from, to));
            }
        }

        return new([.. merged]);
    }

    public static CodePointSet OfChars(string chars) => Of([.. chars.Select(static c => ((int)c, (int)c))]);

    public static CodePointSet Union(params IEnumerable<CodePointSet> sets) => Of([.. sets.SelectMany(static set => set._ranges)]);

    public CodePointSet Complement()
    {
        var rest = new List<(int From, int To)>(_ranges.Length + 1);
        int next = 0;
        foreach ((int from, int to) in _ranges)
        {
            if (from > next)
            {
                rest.Add((next, from - 1));
            }

            next = to + 1;
        }

        if (next <= Last)
        {
            rest.Add((next, Last));
        }

        return new([.. rest]);
    }

    public bool Contains(int codePoint)
    {
        int low = 0;
        int high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (codePoint > _ranges[middle].To)
            {
                low = middle + 1;
            }
            else if (codePoint < _ranges[middle].From)
            {
                high = middle - 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a .NET pattern that matches exactly one code point of this set.</summary>
    public void AppendTo(StringBuilder pattern)
    {
        var basic = new StringBuilder();
        var astral = new SortedDictionary<int, List<(int From, int To)>>();
        foreach ((int from, int to) in _ranges)
        {
            AppendBasic(basic, from, Math.Min(to, FirstSurrogate - 1));
            AppendBasic(basic, Math.Max(from, LastSurrogate + 1), Math.Min(to, FirstAstral - 1));
            SplitAstral(astral, Math.Max(from, FirstAstral), to);
        }

        if (astral.Count == 0)
        {
            // [^\s\S] matches nothing, and is understood by every .NET engine.
            pattern.Append(basic.Length == 0 ? @"[^\s\S]" : $"[{basic}]");
            return;
        }

        pattern.Append("(?:");
        if (basic.Length > 0)
        {
            pattern.Append('[').Append(basic).Append("]|");
        }

        AppendAstral(pattern, astral);
        pattern.Append(')');
    }

    private static void AppendBasic(StringBuilder target, int from, int to)
    {
        if (from > to)
        {
            return;
        }

        AppendUnit(target, from);
        if (to > from)
        {
            target.Append('-');
            AppendUnit(target, to);
        }
    }

    private static void AppendUnit(StringBuilder target, int unit) => target.Append(CultureInfo.InvariantCulture, $"\\u{unit:X4}");

    private static void SplitAstral(SortedDictionary<int, List<(int From, int To)>> byHigh, int from, int to)
    {
        while (from <= to)
        {
            int high = 0xD800 + ((from - FirstAstral) >> 10);
            int low = 0xDC00 + ((from - FirstAstral) & 0x3FF);
            int end = Math.Min(to, from | 0x3FF);
            if (!byHigh.TryGetValue(high, out List<(int From, int To)>? lows))
            {
                byHigh[high] = lows = [];
            }

            lows.Add((low, low + (end - from)));
            from = end + 1;
        }
    }

    private static void AppendAstral(StringBuilder pattern, SortedDictionary<int, List<(int From, int To)>> byHigh)
    {
        // High surrogates with the same low ones share one alternative: all of plane 1 to 16 is then a single pair of classes.
        var groups = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        foreach ((int high, List<(int From, int To)> lows) in byHigh)
        {
            var key = new StringBuilder();
            foreach ((int from, int to) in lows)
            {
                AppendBasic(key, from, to);
            }

            string lowClass = key.ToString();
            if (!groups.TryGetValue(lowClass, out StringBuilder? highs))
            {
                groups[lowClass] = highs = new StringBuilder();
            }

            AppendUnit(highs, high);
        }

        bool first = true;
        foreach ((string lows, StringBuilder highs) in groups)
        {
            if (!first)
            {
                pattern.Append('|');
            }

            first = false;
            pattern.Append('[').Append(highs).Append("][").Append(lows).Append(']');
        }
    }
}
