using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema;

/// <summary>A JSON Schema that instances can be checked against: the seam behind which the evaluator may change.</summary>
public interface IJsonSchema
{
    /// <summary>Checks an instance.</summary>
    SchemaResult Validate(FlowValue instance);
}

/// <summary>Compiles schemas: draft-07 (the default where <c>$schema</c> is missing) and 2020-12.</summary>
public static class JsonSchema
{
    /// <summary>Compiles a schema.</summary>
    /// <exception cref="SchemaException">The document is not a valid schema of its draft, or refers to a document that is not there.</exception>
    public static IJsonSchema Compile(FlowValue schema) => throw new NotImplementedException();
}

/// <summary>The outcome of a check.</summary>
/// <param name="Errors">What is wrong, in the instance's order; empty for a valid instance.</param>
public sealed record SchemaResult(IReadOnlyList<SchemaError> Errors)
{
    /// <summary>Whether the instance fits the schema.</summary>
    public bool IsValid => Errors.Count == 0;
}

/// <summary>One thing that is wrong with an instance.</summary>
/// <param name="InstancePath">Where in the instance, as a JSONPath: <c>$.input.echo_string</c>, <c>$['a b'][0]</c>.</param>
/// <param name="SchemaPath">The rule in the schema, as a JSON Pointer (RFC 6901).</param>
/// <param name="Keyword">The keyword of the rule.</param>
/// <param name="Message">One sentence for a person, such as <c>'not-a-boolean' is not of type 'boolean'</c>.</param>
public sealed record SchemaError(string InstancePath, string SchemaPath, string Keyword, string Message);

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
}
