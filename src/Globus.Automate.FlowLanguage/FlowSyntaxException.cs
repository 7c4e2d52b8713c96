namespace Globus.Automate.FlowLanguage;

/// <summary>A text of one of the small languages (JSONPath, reference path, expression) that cannot be read or, for an expression, computed.</summary>
public class FlowSyntaxException : Exception
{
    /// <summary>Describes the fault.</summary>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    /// <param name="position">Where in the text it is wrong: an offset in UTF-16 characters, from 0.</param>
    /// <param name="length">How many characters are concerned; 0 where the fault is a place, not a range.</param>
    public FlowSyntaxException(string message, int position = 0, int length = 0)
        : base(message)
    {
        Position = position;
        Length = length;
    }

    /// <summary>Where in the text it is wrong: an offset in UTF-16 characters, from 0.</summary>
    public int Position { get; }

    /// <summary>How many characters are concerned; 0 where the fault is a place, not a range.</summary>
    public int Length { get; }
}
