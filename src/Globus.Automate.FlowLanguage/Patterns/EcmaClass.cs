namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>Reads what is between brackets.</summary>
internal static class EcmaClass
{
    /// <summary>Reads a class; the cursor is at its opening bracket.</summary>
    public static CodePointSet Read(EcmaCursor cursor, EcmaEscapes escapes)
    {
        cursor.Position++;
        bool isNegated = cursor.Take("^");
        var parts = new List<CodePointSet>();
        while (cursor.Next != ']')
        {
            if (cursor.AtEnd)
            {
                throw cursor.Error("a '[' has no ']'");
            }

            CodePointSet first = ReadAtom(cursor, escapes, out int? from);
            if (cursor.Next == '-' && cursor.Position + 1 < cursor.Text.Length && cursor.Text[cursor.Position + 1] != ']')
            {
                cursor.Position++;
                CodePointSet last = ReadAtom(cursor, escapes, out int? to);
                if (from is null || to is null)
                {
                    // Between classes a dash is a dash (ECMA-262, annex B).
                    parts.AddRange([first, last, CodePointSet.Of(('-', '-'))]);
                    continue;
                }

                parts.Add(from <= to ? CodePointSet.Of((from.Value, to.Value)) : throw cursor.Error("the ends of a range are out of order"));
                continue;
            }

            parts.Add(first);
        }

        cursor.Position++;
        var set = CodePointSet.Union(parts);
        return isNegated ? set.Complement() : set;
    }

    private static CodePointSet ReadAtom(EcmaCursor cursor, EcmaEscapes escapes, out int? codePoint)
    {
        codePoint = null;
        if (cursor.Next == '\\')
        {
            if (escapes.TryReadSet(cursor, out CodePointSet? set))
            {
                return set;
            }

            codePoint = escapes.ReadCodePoint(cursor, isInClass: true);
        }
        else
        {
            codePoint = cursor.ReadCodePoint();
        }

        return CodePointSet.Of((codePoint.Value, codePoint.Value));
    }
}
