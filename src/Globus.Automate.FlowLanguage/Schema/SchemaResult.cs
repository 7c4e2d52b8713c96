namespace Globus.Automate.FlowLanguage.Schema;

/// <summary>The outcome of a check.</summary>
/// <param name="Errors">What is wrong, in the instance's order; empty for a valid instance.</param>
public sealed record SchemaResult(IReadOnlyList<SchemaError> Errors)
{
    /// <summary>The result for every valid instance.</summary>
    public static SchemaResult Valid { get; } = new([]);

    /// <summary>Whether the instance fits the schema.</summary>
    public bool IsValid => Errors.Count == 0;
}

/// <summary>One thing that is wrong with an instance.</summary>
/// <param name="InstancePath">Where in the instance, as a JSONPath: <c>$.input.echo_string</c>, <c>$['a b'][0]</c>.</param>
/// <param name="SchemaPath">
/// The rule in the schema, as a JSON Pointer (RFC 6901): where it is written, not how it was reached. For a rule in another document, that
/// document's URI, <c>#</c> and the pointer.
/// </param>
/// <param name="Keyword">The keyword of the rule.</param>
/// <param name="Message">One sentence for a person, such as <c>'not-a-boolean' is not of type 'boolean'</c>.</param>
public sealed record SchemaError(string InstancePath, string SchemaPath, string Keyword, string Message)
{
    /// <summary>For <c>anyOf</c> and <c>oneOf</c>: what is wrong by the alternative that came closest. Empty for every other keyword.</summary>
    public IReadOnlyList<SchemaError> Causes { get; init; } = [];

    /// <summary>What was probably meant, as a sentence (<c>Did you mean 'source'?</c>), where a known name or value is close; else null.</summary>
    public string? Suggestion { get; init; }
}

/// <summary>A schema that is no valid schema.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>Describes the fault.</summary>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    /// <param name="path">Where in the schema, as a JSONPath.</param>
    public SchemaException(string message, string path = "$")
        : base(message) => Path = path;

    /// <summary>Where in the schema, as a JSONPath.</summary>
    public string Path { get; }

    /// <summary>All that the meta-schema finds wrong, the first of which the message tells; empty for another fault.</summary>
    public IReadOnlyList<SchemaError> Errors { get; init; } = [];
}
