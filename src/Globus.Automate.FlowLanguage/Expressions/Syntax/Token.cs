namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Integer,
    Real,
    String,

    /// <summary>An f-string: its text is kept raw, since expressions stand in it.</summary>
    FormattedString,

    /// <summary>A path in back ticks.</summary>
    Path,

    /// <summary>An operator, a bracket or a keyword.</summary>
    Symbol,
}

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word; for strings, what they hold.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="Length">How long it is in the text.</param>
/// <param name="ContentStart">For f-strings, where their content begins in the text; -1 where escapes moved it.</param>
/// <param name="IsRaw">For f-strings, whether backslashes stand for themselves.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, int Length, int ContentStart = -1, bool IsRaw = false)
{
    public int End => Position + Length;

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
