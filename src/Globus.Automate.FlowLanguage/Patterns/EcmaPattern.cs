using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>How strictly a pattern is read.</summary>
internal enum EcmaPatternForm
{
    /// <summary>ECMA-262 and nothing else: for the format <c>regex</c>.</summary>
    Strict,

    /// <summary>
    /// ECMA-262, and what Python adds to it (<c>\A</c>, <c>\Z</c>, <c>(?P&lt;name&gt;...)</c>, <c>(?i)</c>): the hosted service reads patterns with
    /// Python, so schemas that use these work there.
    /// </summary>
    Lenient,
}

/// <summary>
/// The patterns of JSON Schema (ECMA-262 with Unicode) as .NET expressions. .NET's own ECMAScript mode knows neither Unicode nor look-behind,
/// and its usual mode differs in <c>\d</c>, <c>\w</c>, <c>\s</c>, <c>\b</c>, <c>$</c> and <c>.</c>; so a pattern is read and written anew.
/// </summary>
internal static class EcmaPattern
{
    /// <summary>A pattern that takes longer on one text is given up: the product has no use for patterns that do.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Compiles a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="form">How strictly it is read.</param>
    /// <param name="regex">The .NET expression.</param>
    /// <param name="fault">One sentence, where it is none.</param>
    public static bool TryCompile(string text, EcmaPatternForm form, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? fault)
    {
        regex = null;
        try
        {
            var reader = new EcmaPatternReader(text, form);
            string pattern = reader.Read();
            regex = new Regex(pattern, reader.Options | RegexOptions.CultureInvariant, s_timeout);
            fault = null;
            return true;
        }
        catch (EcmaPatternException e)
        {
            fault = e.Message;
            return false;
        }
        catch (ArgumentException)
        {
            // What the reader lets through and .NET refuses: repetitions out of range.
            fault = "it is larger than can be matched.";
            return false;
        }
    }
}

/// <summary>A pattern that is none.</summary>
internal sealed class EcmaPatternException(string message) : Exception(message);
