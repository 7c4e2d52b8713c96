namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>A word of an expression: where it begins and ends in the text.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End)
{
    public int Length => End - Start;
}
