namespace Globus.Automate.FlowLanguage.Diagrams.Rendering;

/// <summary>How wide text is in a common sans-serif font: enough to size boxes without a font at hand. Widths are in units of the font size.</summary>
internal static class TextMetrics
{
    public static double Width(string text, double fontSize, bool bold = false)
    {
        double units = 0;
        foreach (char c in text)
        {
            units += Units(c);
        }

        // Fonts differ from machine to machine; a little room keeps the widest of them inside.
        return units * fontSize * (bold ? 1.1 : 1.04);
    }

    private static double Units(char c) => c switch
    {
        'i' or 'j' or 'l' or '\'' or '|' or '.' or ',' or ':' or ';' or '!' => 0.28,
        'f' or 't' or 'r' or 'I' or '(' or ')' or '[' or ']' or '{' or '}' or '/' or '\\' or ' ' or '-' or '`' or '"' => 0.36,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '→' or '…' => 0.92,
        >= 'A' and <= 'Z' => 0.68,
        >= '0' and <= '9' => 0.57,
        >= '\u2e80' => 1.0,
        _ => 0.56,
    };
}
