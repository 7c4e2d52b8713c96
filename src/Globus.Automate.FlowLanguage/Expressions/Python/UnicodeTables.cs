namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>
/// What Python knows of characters and .NET does not: mappings of case to several characters (Unicode's SpecialCasing.txt and
/// CaseFolding.txt) and properties of characters that no general category has (PropList.txt, DerivedNumericType.txt); Unicode 14, which
/// Python 3.11 has.
/// </summary>
internal static class UnicodeTables
{
    /// <summary>A character, then its upper case; where .NET's has one character and Python's several, or .NET has none.</summary>
    public const string Upper =
        "\u00DFSS|\u0131I|\u0149\u02BCN|\u017FS|\u01F0J\u030C|\u0390\u0399\u0308\u0301|\u03B0\u03A5\u0308\u0301|\u0587\u0535\u0552|" +
        "\u1E96H\u0331|\u1E97T\u0308|\u1E98W\u030A|\u1E99Y\u030A|\u1E9AA\u02BE|\u1F50\u03A5\u0313|\u1F52\u03A5\u0313\u0300|" +
        "\u1F54\u03A5\u0313\u0301|\u1F56\u03A5\u0313\u0342|\u1F80\u1F08\u0399|\u1F81\u1F09\u0399|\u1F82\u1F0A\u0399|\u1F83\u1F0B\u0399|" +
        "\u1F84\u1F0C\u0399|\u1F85\u1F0D\u0399|\u1F86\u1F0E\u0399|\u1F87\u1F0F\u0399|\u1F88\u1F08\u0399|\u1F89\u1F09\u0399|" +
        "\u1F8A\u1F0A\u0399|\u1F8B\u1F0B\u0399|\u1F8C\u1F0C\u0399|\u1F8D\u1F0D\u0399|\u1F8E\u1F0E\u0399|\u1F8F\u1F0F\u0399|" +
        "\u1F90\u1F28\u0399|\u1F91\u1F29\u0399|\u1F92\u1F2A\u0399|\u1F93\u1F2B\u0399|\u1F94\u1F2C\u0399|\u1F95\u1F2D\u0399|" +
        "\u1F96\u1F2E\u0399|\u1F97\u1F2F\u0399|\u1F98\u1F28\u0399|\u1F99\u1F29\u0399|\u1F9A\u1F2A\u0399|\u1F9B\u1F2B\u0399|" +
        "\u1F9C\u1F2C\u0399|\u1F9D\u1F2D\u0399|\u1F9E\u1F2E\u0399|\u1F9F\u1F2F\u0399|\u1FA0\u1F68\u0399|\u1FA1\u1F69\u0399|" +
        "\u1FA2\u1F6A\u0399|\u1FA3\u1F6B\u0399|\u1FA4\u1F6C\u0399|\u1FA5\u1F6D\u0399|\u1FA6\u1F6E\u0399|\u1FA7\u1F6F\u0399|" +
        "\u1FA8\u1F68\u0399|\u1FA9\u1F69\u0399|\u1FAA\u1F6A\u0399|\u1FAB\u1F6B\u0399|\u1FAC\u1F6C\u0399|\u1FAD\u1F6D\u0399|" +
        "\u1FAE\u1F6E\u0399|\u1FAF\u1F6F\u0399|\u1FB2\u1FBA\u0399|\u1FB3\u0391\u0399|\u1FB4\u0386\u0399|\u1FB6\u0391\u0342|" +
        "\u1FB7\u0391\u0342\u0399|\u1FBC\u0391\u0399|\u1FC2\u1FCA\u0399|\u1FC3\u0397\u0399|\u1FC4\u0389\u0399|\u1FC6\u0397\u0342|" +
        "\u1FC7\u0397\u0342\u0399|\u1FCC\u0397\u0399|\u1FD2\u0399\u0308\u0300|\u1FD3\u0399\u0308\u0301|\u1FD6\u0399\u0342|" +
        "\u1FD7\u0399\u0308\u0342|\u1FE2\u03A5\u0308\u0300|\u1FE3\u03A5\u0308\u0301|\u1FE4\u03A1\u0313|\u1FE6\u03A5\u0342|" +
        "\u1FE7\u03A5\u0308\u0342|\u1FF2\u1FFA\u0399|\u1FF3\u03A9\u0399|\u1FF4\u038F\u0399|\u1FF6\u03A9\u0342|\u1FF7\u03A9\u0342\u0399|" +
        "\u1FFC\u03A9\u0399|\uFB00FF|\uFB01FI|\uFB02FL|\uFB03FFI|\uFB04FFL|\uFB05ST|\uFB06ST|\uFB13\u0544\u0546|\uFB14\u0544\u0535|" +
        "\uFB15\u0544\u053B|\uFB16\u054E\u0546|\uFB17\u0544\u053D";

    /// <summary>A character, then its title case, where that is not the upper case.</summary>
    public const string Title =
        "\u00DFSs|\u01C4\u01C5|\u01C5\u01C5|\u01C6\u01C5|\u01C7\u01C8|\u01C8\u01C8|\u01C9\u01C8|\u01CA\u01CB|\u01CB\u01CB|\u01CC\u01CB|" +
        "\u01F1\u01F2|\u01F2\u01F2|\u01F3\u01F2|\u0587\u0535\u0582|\u1F80\u1F88|\u1F81\u1F89|\u1F82\u1F8A|\u1F83\u1F8B|\u1F84\u1F8C|" +
        "\u1F85\u1F8D|\u1F86\u1F8E|\u1F87\u1F8F|\u1F88\u1F88|\u1F89\u1F89|\u1F8A\u1F8A|\u1F8B\u1F8B|\u1F8C\u1F8C|\u1F8D\u1F8D|\u1F8E\u1F8E|" +
        "\u1F8F\u1F8F|\u1F90\u1F98|\u1F91\u1F99|\u1F92\u1F9A|\u1F93\u1F9B|\u1F94\u1F9C|\u1F95\u1F9D|\u1F96\u1F9E|\u1F97\u1F9F|\u1F98\u1F98|" +
        "\u1F99\u1F99|\u1F9A\u1F9A|\u1F9B\u1F9B|\u1F9C\u1F9C|\u1F9D\u1F9D|\u1F9E\u1F9E|\u1F9F\u1F9F|\u1FA0\u1FA8|\u1FA1\u1FA9|\u1FA2\u1FAA|" +
        "\u1FA3\u1FAB|\u1FA4\u1FAC|\u1FA5\u1FAD|\u1FA6\u1FAE|\u1FA7\u1FAF|\u1FA8\u1FA8|\u1FA9\u1FA9|\u1FAA\u1FAA|\u1FAB\u1FAB|\u1FAC\u1FAC|" +
        "\u1FAD\u1FAD|\u1FAE\u1FAE|\u1FAF\u1FAF|\u1FB2\u1FBA\u0345|\u1FB3\u1FBC|\u1FB4\u0386\u0345|\u1FB7\u0391\u0342\u0345|\u1FBC\u1FBC|" +
        "\u1FC2\u1FCA\u0345|\u1FC3\u1FCC|\u1FC4\u0389\u0345|\u1FC7\u0397\u0342\u0345|\u1FCC\u1FCC|\u1FF2\u1FFA\u0345|\u1FF3\u1FFC|" +
        "\u1FF4\u038F\u0345|\u1FF7\u03A9\u0342\u0345|\u1FFC\u1FFC|\uFB00Ff|\uFB01Fi|\uFB02Fl|\uFB03Ffi|\uFB04Ffl|\uFB05St|\uFB06St|" +
        "\uFB13\u0544\u0576|\uFB14\u0544\u0565|\uFB15\u0544\u056B|\uFB16\u054E\u0576|\uFB17\u0544\u056D|\u0131I|\u017FS";

    /// <summary>A character, then its folded form, where that is not the lower case.</summary>
    public const string Folded =
        "\u00B5\u03BC|\u00DFss|\u0149\u02BCn|\u017Fs|\u01F0j\u030C|\u0345\u03B9|\u0390\u03B9\u0308\u0301|\u03B0\u03C5\u0308\u0301|" +
        "\u03C2\u03C3|\u03D0\u03B2|\u03D1\u03B8|\u03D5\u03C6|\u03D6\u03C0|\u03F0\u03BA|\u03F1\u03C1|\u03F5\u03B5|\u0587\u0565\u0582|" +
        "\u1C80\u0432|\u1C81\u0434|\u1C82\u043E|\u1C83\u0441|\u1C84\u0442|\u1C85\u0442|\u1C86\u044A|\u1C87\u0463|\u1C88\uA64B|" +
        "\u1E96h\u0331|\u1E97t\u0308|\u1E98w\u030A|\u1E99y\u030A|\u1E9Aa\u02BE|\u1E9B\u1E61|\u1E9Ess|\u1F50\u03C5\u0313|" +
        "\u1F52\u03C5\u0313\u0300|\u1F54\u03C5\u0313\u0301|\u1F56\u03C5\u0313\u0342|\u1F80\u1F00\u03B9|\u1F81\u1F01\u03B9|" +
        "\u1F82\u1F02\u03B9|\u1F83\u1F03\u03B9|\u1F84\u1F04\u03B9|\u1F85\u1F05\u03B9|\u1F86\u1F06\u03B9|\u1F87\u1F07\u03B9|" +
        "\u1F88\u1F00\u03B9|\u1F89\u1F01\u03B9|\u1F8A\u1F02\u03B9|\u1F8B\u1F03\u03B9|\u1F8C\u1F04\u03B9|\u1F8D\u1F05\u03B9|" +
        "\u1F8E\u1F06\u03B9|\u1F8F\u1F07\u03B9|\u1F90\u1F20\u03B9|\u1F91\u1F21\u03B9|\u1F92\u1F22\u03B9|\u1F93\u1F23\u03B9|" +
        "\u1F94\u1F24\u03B9|\u1F95\u1F25\u03B9|\u1F96\u1F26\u03B9|\u1F97\u1F27\u03B9|\u1F98\u1F20\u03B9|\u1F99\u1F21\u03B9|" +
        "\u1F9A\u1F22\u03B9|\u1F9B\u1F23\u03B9|\u1F9C\u1F24\u03B9|\u1F9D\u1F25\u03B9|\u1F9E\u1F26\u03B9|\u1F9F\u1F27\u03B9|" +
        "\u1FA0\u1F60\u03B9|\u1FA1\u1F61\u03B9|\u1FA2\u1F62\u03B9|\u1FA3\u1F63\u03B9|\u1FA4\u1F64\u03B9|\u1FA5\u1F65\u03B9|" +
        "\u1FA6\u1F66\u03B9|\u1FA7\u1F67\u03B9|\u1FA8\u1F60\u03B9|\u1FA9\u1F61\u03B9|\u1FAA\u1F62\u03B9|\u1FAB\u1F63\u03B9|" +
        "\u1FAC\u1F64\u03B9|\u1FAD\u1F65\u03B9|\u1FAE\u1F66\u03B9|\u1FAF\u1F67\u03B9|\u1FB2\u1F70\u03B9|\u1FB3\u03B1\u03B9|" +
        "\u1FB4\u03AC\u03B9|\u1FB6\u03B1\u0342|\u1FB7\u03B1\u0342\u03B9|\u1FBC\u03B1\u03B9|\u1FBE\u03B9|\u1FC2\u1F74\u03B9|" +
        "\u1FC3\u03B7\u03B9|\u1FC4\u03AE\u03B9|\u1FC6\u03B7\u0342|\u1FC7\u03B7\u0342\u03B9|\u1FCC\u03B7\u03B9|\u1FD2\u03B9\u0308\u0300|" +
        "\u1FD3\u03B9\u0308\u0301|\u1FD6\u03B9\u0342|\u1FD7\u03B9\u0308\u0342|\u1FE2\u03C5\u0308\u0300|\u1FE3\u03C5\u0308\u0301|" +
        "\u1FE4\u03C1\u0313|\u1FE6\u03C5\u0342|\u1FE7\u03C5\u0308\u0342|\u1FF2\u1F7C\u03B9|\u1FF3\u03C9\u03B9|\u1FF4\u03CE\u03B9|" +
        "\u1FF6\u03C9\u0342|\u1FF7\u03C9\u0342\u03B9|\u1FFC\u03C9\u03B9|\uFB00ff|\uFB01fi|\uFB02fl|\uFB03ffi|\uFB04ffl|\uFB05st|\uFB06st|" +
        "\uFB13\u0574\u0576|\uFB14\u0574\u0565|\uFB15\u0574\u056B|\uFB16\u057E\u0576|\uFB17\u0574\u056D";

    /// <summary>Other_Lowercase: lower-case characters that are no lower-case letters. Pairs of first and last.</summary>
    public static ReadOnlySpan<int> OtherLower =>
    [
        0xAA, 0xAA, 0xBA, 0xBA, 0x2B0, 0x2B8, 0x2C0, 0x2C1, 0x2E0, 0x2E4, 0x345, 0x345, 0x37A, 0x37A, 0x1D2C, 0x1D6A, 0x1D78, 0x1D78,
        0x1D9B, 0x1DBF, 0x2071, 0x2071, 0x207F, 0x207F, 0x2090, 0x209C, 0x2170, 0x217F, 0x24D0, 0x24E9, 0x2C7C, 0x2C7D, 0xA69C, 0xA69D,
        0xA770, 0xA770, 0xA7F8, 0xA7F9, 0xAB5C, 0xAB5F, 0x10780, 0x10780, 0x10783, 0x10785, 0x10787, 0x107B0, 0x107B2, 0x107BA,
    ];

    /// <summary>Other_Uppercase.</summary>
    public static ReadOnlySpan<int> OtherUpper =>
    [
        0x2160, 0x216F, 0x24B6, 0x24CF, 0x1F130, 0x1F149, 0x1F150, 0x1F169, 0x1F170, 0x1F189,
    ];

    /// <summary>Word_Break of MidLetter, MidNumLet and Single_Quote: what stands in the middle of a word and does not break it.</summary>
    public static ReadOnlySpan<int> MiddleOfWords =>
    [
        0x27, 0x27, 0x2E, 0x2E, 0x3A, 0x3A, 0xB7, 0xB7, 0x387, 0x387, 0x55F, 0x55F, 0x5F4, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2024, 0x2027, 0x2027,
        0xFE13, 0xFE13, 0xFE52, 0xFE52, 0xFE55, 0xFE55, 0xFF07, 0xFF07, 0xFF0E, 0xFF0E, 0xFF1A, 0xFF1A,
    ];

    /// <summary>Other_ID_Start: characters that begin a name and are no letters.</summary>
    public static ReadOnlySpan<int> NameStarts => [0x1885, 0x1886, 0x2118, 0x2118, 0x212E, 0x212E];

    /// <summary>What stands in a name and is no letter, digit or mark (Other_ID_Continue), or is a letter and begins none.</summary>
    public static ReadOnlySpan<int> NameParts => [0xB7, 0xB7, 0x387, 0x387, 0xE33, 0xE33, 0xEB3, 0xEB3, 0x1369, 0x1371, 0x19DA, 0x19DA, 0xFF9E, 0xFF9F];

    /// <summary>Letters that begin no name, because their compatibility form does not (XID_Start).</summary>
    public static ReadOnlySpan<int> NoNames =>
    [
        0x37A, 0x37A, 0xE33, 0xE33, 0xEB3, 0xEB3, 0x2E2F, 0x2E2F, 0xFC5E, 0xFC63, 0xFDFA, 0xFDFB, 0xFE70, 0xFE70, 0xFE72, 0xFE72, 0xFE74, 0xFE74, 0xFE76, 0xFE76,
        0xFE78, 0xFE78, 0xFE7A, 0xFE7A, 0xFE7C, 0xFE7C, 0xFE7E, 0xFE7E, 0xFF9E, 0xFF9F,
    ];

    /// <summary>Digits that are no decimal digits, such as superscripts.</summary>
    public static ReadOnlySpan<int> OtherDigits =>
    [
        0xB2, 0xB3, 0xB9, 0xB9, 0x1369, 0x1371, 0x19DA, 0x19DA, 0x2070, 0x2070, 0x2074, 0x2079, 0x2080, 0x2089, 0x2460, 0x2468,
        0x2474, 0x247C, 0x2488, 0x2490, 0x24EA, 0x24EA, 0x24F5, 0x24FD, 0x24FF, 0x24FF, 0x2776, 0x277E, 0x2780, 0x2788, 0x278A, 0x2792,
        0x10A40, 0x10A43, 0x10E60, 0x10E68, 0x11052, 0x1105A, 0x1F100, 0x1F10A,
    ];

    /// <summary>Letters with a numeric value: the ideographs for numbers.</summary>
    public static ReadOnlySpan<int> NumericLetters =>
    [
        0x3405, 0x3405, 0x3483, 0x3483, 0x382A, 0x382A, 0x3B4D, 0x3B4D, 0x4E00, 0x4E00, 0x4E03, 0x4E03, 0x4E07, 0x4E07, 0x4E09, 0x4E09,
        0x4E5D, 0x4E5D, 0x4E8C, 0x4E8C, 0x4E94, 0x4E94, 0x4E96, 0x4E96, 0x4EBF, 0x4EC0, 0x4EDF, 0x4EDF, 0x4EE8, 0x4EE8, 0x4F0D, 0x4F0D,
        0x4F70, 0x4F70, 0x5104, 0x5104, 0x5146, 0x5146, 0x5169, 0x5169, 0x516B, 0x516B, 0x516D, 0x516D, 0x5341, 0x5341, 0x5343, 0x5345,
        0x534C, 0x534C, 0x53C1, 0x53C4, 0x56DB, 0x56DB, 0x58F1, 0x58F1, 0x58F9, 0x58F9, 0x5E7A, 0x5E7A, 0x5EFE, 0x5EFF, 0x5F0C, 0x5F0E,
        0x5F10, 0x5F10, 0x62FE, 0x62FE, 0x634C, 0x634C, 0x67D2, 0x67D2, 0x6F06, 0x6F06, 0x7396, 0x7396, 0x767E, 0x767E, 0x8086, 0x8086,
        0x842C, 0x842C, 0x8CAE, 0x8CAE, 0x8CB3, 0x8CB3, 0x8D30, 0x8D30, 0x9621, 0x9621, 0x9646, 0x9646, 0x964C, 0x964C, 0x9678, 0x9678,
        0x96F6, 0x96F6, 0xF96B, 0xF96B, 0xF973, 0xF973, 0xF978, 0xF978, 0xF9B2, 0xF9B2, 0xF9D1, 0xF9D1, 0xF9D3, 0xF9D3, 0xF9FD, 0xF9FD,
        0x20001, 0x20001, 0x20064, 0x20064, 0x200E2, 0x200E2, 0x20121, 0x20121, 0x2092A, 0x2092A, 0x20983, 0x20983, 0x2098C, 0x2098C,
        0x2099C, 0x2099C, 0x20AEA, 0x20AEA, 0x20AFD, 0x20AFD, 0x20B19, 0x20B19, 0x22390, 0x22390, 0x22998, 0x22998, 0x23B1B, 0x23B1B,
        0x2626D, 0x2626D, 0x2F890, 0x2F890,
    ];
}
