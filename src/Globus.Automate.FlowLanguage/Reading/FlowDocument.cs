using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>A JSON or YAML document that knows where each of its keys and values stood.</summary>
public sealed class FlowDocument
{
    /// <summary>The file the document was read from; null for text and objects.</summary>
    public string? File => throw new NotImplementedException();

    /// <summary>What the document holds.</summary>
    public FlowValue Root => throw new NotImplementedException();

    /// <summary>What a reader should know though the document was read: values that YAML 1.1 takes otherwise.</summary>
    public IReadOnlyList<ReadingIssue> Warnings => throw new NotImplementedException();

    /// <summary>Reads JSON or YAML text: JSON where it starts like JSON (<c>{</c>, <c>[</c>, <c>"</c>) and parses as it, YAML else.</summary>
    /// <exception cref="DocumentException">The text is neither.</exception>
    public static FlowDocument Parse(string text, string? file = null) => throw new NotImplementedException();

    /// <summary>Reads a <c>.json</c>, <c>.yaml</c> or <c>.yml</c> file (any other name: by its content).</summary>
    /// <exception cref="DocumentException">The file cannot be read; the message names the path and the reason.</exception>
    public static FlowDocument Load(string path) => throw new NotImplementedException();

    /// <summary>A document of a value that was never text: it has paths but no lines.</summary>
    public static FlowDocument FromValue(FlowValue root) => throw new NotImplementedException();

    /// <summary>Where the value at a path stood (steps: member names and indices from the root), or its key; null without lines.</summary>
    public SourcePosition? Locate(IReadOnlyList<object> steps, bool key = false) => throw new NotImplementedException();
}

/// <summary>A place in a text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in characters, from 1.</param>
public readonly record struct SourcePosition(int Line, int Column);

/// <summary>Something to say about a place in a document.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Position">The place.</param>
public sealed record ReadingIssue(string Code, string Message, SourcePosition Position);

/// <summary>A document that cannot be read.</summary>
public sealed class DocumentException : Exception
{
    /// <summary>Describes the fault.</summary>
    /// <param name="message">One sentence that already names file, line and column where they are known.</param>
    /// <param name="file">The file, if there is one.</param>
    /// <param name="position">The place, if there is one.</param>
    /// <param name="inner">What the lower reader said.</param>
    public DocumentException(string message, string? file = null, SourcePosition? position = null, Exception? inner = null)
        : base(message, inner)
    {
        File = file;
        Position = position;
    }

    /// <summary>The file, if there is one.</summary>
    public string? File { get; }

    /// <summary>The place, if there is one.</summary>
    public SourcePosition? Position { get; }
}
