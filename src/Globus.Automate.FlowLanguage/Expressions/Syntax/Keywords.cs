namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>Python's keywords (language reference 2.3.1); none of them can be a name.</summary>
internal static class Keywords
{
    public static TokenKind KindOf(ReadOnlySpan<char> word)
    {
        switch (word)
        {
            case "and":
                return TokenKind.And;
            case "else":
                return TokenKind.Else;
            case "False":
                return TokenKind.False;
            case "for":
                return TokenKind.For;
            case "if":
                return TokenKind.If;
            case "in":
                return TokenKind.In;
            case "is":
                return TokenKind.Is;
            case "lambda":
                return TokenKind.Lambda;
            case "None":
                return TokenKind.None;
            case "not":
                return TokenKind.Not;
            case "or":
                return TokenKind.Or;
            case "True":
                return TokenKind.True;
            case "as" or "assert" or "async" or "await" or "break" or "class" or "continue" or "def" or "del" or "elif" or "except" or "finally"
                or "from" or "global" or "import" or "nonlocal" or "pass" or "raise" or "return" or "try" or "while" or "with" or "yield":
                return TokenKind.OtherKeyword;
            default:
                return TokenKind.Name;
        }
    }
}
