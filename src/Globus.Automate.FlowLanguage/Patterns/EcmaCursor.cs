using System.Globalization;
using System.Text;

namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>A place in a pattern that is being read.</summary>
internal sealed class EcmaCursor(string text)
{
    public string Text { get; } = text;

    public int Position { get; set; }

    public bool AtEnd => Position >= Text.Length;

    /// <summary>The next character, or NUL at the end.</summary>
    public char Next => AtEnd ? '\0' : Text[Position];

    public bool Take(string expected)
    {
        if (string.CompareOrdinal(Text, Position, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        Position += expected.Length;
        return true;
    }

    public EcmaPatternException Error(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what}, at character {Position + 1}."));

    public int ReadCodePoint()
    {
        if (!Rune.TryGetRuneAt(Text, Position, out Rune rune))
        {
            throw Error("it holds half of a surrogate pair");
        }

        Position += rune.Utf16SequenceLength;
        return rune.Value;
    }

    /// <summary>Reads digits; null where there are none. Too large a number is the largest one.</summary>
    public int? ReadCount(ref int position)
    {
        int start = position;
        long count = 0;
        while (position < Text.Length && char.IsAsciiDigit(Text[position]))
        {
            count = Math.Min((count * 10) + (Text[position] - '0'), int.MaxValue);
            position++;
        }

        return position == start ? null : (int)count;
    }
}
