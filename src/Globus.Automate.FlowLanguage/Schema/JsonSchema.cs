using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema;

/// <summary>A JSON Schema that instances can be checked against: the seam behind which the evaluator may change.</summary>
public interface IJsonSchema
{
    /// <summary>Checks an instance.</summary>
    SchemaResult Validate(FlowValue instance);
}

/// <summary>
/// Compiles schemas: draft-07 (the default where <c>$schema</c> is missing) and 2020-12, and also draft-04, draft-06 and 2019-09.
/// A compiled schema never changes and is safe to use from many threads.
/// </summary>
public static class JsonSchema
{
    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The schema document: an object or a boolean.</param>
    /// <param name="options">How to compile it; null for the usual way: formats are asserted, and there are no other documents to refer to.</param>
    /// <exception cref="SchemaException">The document is not a valid schema of its draft, or refers to a document that is not there.</exception>
    public static IJsonSchema Compile(FlowValue schema, SchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return SchemaCompiler.Compile(schema, options ?? SchemaOptions.Default);
    }
}
