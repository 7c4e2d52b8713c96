using System.Text;

namespace Globus.Automate.FlowLanguage.Schema.Formats;

/// <summary>Punycode (RFC 3492), by itself: <see cref="System.Globalization.IdnMapping"/> applies the older rules of IDNA 2003 besides.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int TMin = 1;
    private const int TMax = 26;
    private const int InitialBias = 72;
    private const int InitialN = 128;

    /// <summary>The text of what comes after <c>xn--</c>, or null where it is no Punycode.</summary>
    public static string? Decode(string text)
    {
        int delimiter = text.LastIndexOf('-');
        var output = new List<int>();
        if (delimiter > 0)
        {
            output.AddRange(text[..delimiter].Select(static c => (int)c));
        }

        long n = InitialN;
        long i = 0;
        int bias = InitialBias;
        int position = delimiter > 0 ? delimiter + 1 : delimiter == 0 ? 1 : 0;
        while (position < text.Length)
        {
            long before = i;
            long weight = 1;
            for (int k = Base; ; k += Base)
            {
                int digit = position < text.Length ? Digit(text[position++]) : -1;
                if (digit < 0)
                {
                    return null;
                }

                i += digit * weight;
                if (i > int.MaxValue)
                {
                    return null;
                }

                int threshold = Threshold(k, bias);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
                if (weight > int.MaxValue)
                {
                    return null;
                }
            }

            int count = output.Count + 1;
            bias = Adapt(i - before, count, before == 0);
            n += i / count;
            i %= count;
            if (!Rune.IsValid((int)Math.Min(n, int.MaxValue)))
            {
                return null;
            }

            output.Insert((int)i, (int)n);
            i++;
        }

        return string.Concat(output.Select(static codePoint => new Rune(codePoint).ToString()));
    }

    /// <summary>What comes after <c>xn--</c> for this text.</summary>
    public static string Encode(string text)
    {
        int[] input = [.. text.EnumerateRunes().Select(static rune => rune.Value)];
        var output = new StringBuilder();
        foreach (int codePoint in input)
        {
            if (codePoint < InitialN)
            {
                output.Append((char)codePoint);
            }
        }

        int basic = output.Length;
        int handled = basic;
        if (basic > 0)
        {
            output.Append('-');
        }

        long n = InitialN;
        long delta = 0;
        int bias = InitialBias;
        while (handled < input.Length)
        {
            int next = input.Where(codePoint => codePoint >= n).Min();
            delta += (next - n) * (handled + 1);
            n = next;
            foreach (int codePoint in input)
            {
                if (codePoint < n)
                {
                    delta++;
                }
                else if (codePoint == n)
                {
                    AppendNumber(output, delta, bias);
                    bias = Adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            n++;
        }

        return output.ToString();
    }

    private static void AppendNumber(StringBuilder output, long number, int bias)
    {
        for (int k = Base; ; k += Base)
        {
            int threshold = Threshold(k, bias);
            if (number < threshold)
            {
                output.Append(Letter((int)number));
                return;
            }

            output.Append(Letter(threshold + (int)((number - threshold) % (Base - threshold))));
            number = (number - threshold) / (Base - threshold);
        }
    }

    private static int Threshold(int k, int bias) => k <= bias ? TMin : k >= bias + TMax ? TMax : k - bias;

    private static int Adapt(long delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / 700 : delta / 2;
        delta += delta / count;
        int k = 0;
        while (delta > (Base - TMin) * TMax / 2)
        {
            delta /= Base - TMin;
            k += Base;
        }

        return k + (int)((Base - TMin + 1) * delta / (delta + 38));
    }

    private static int Digit(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= 'A' and <= 'Z' => c - 'A',
        >= '0' and <= '9' => c - '0' + 26,
        _ => -1,
    };

    private static char Letter(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);
}
