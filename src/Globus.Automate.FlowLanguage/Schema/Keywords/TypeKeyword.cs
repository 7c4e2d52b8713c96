using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary>The types of JSON Schema, as a set.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}

/// <summary><c>type</c>. An integer is any number without a fraction, <c>1.0</c> too (from draft-06 on).</summary>
internal sealed class TypeKeyword(SchemaLocation location, IReadOnlyList<string> names, bool realsCanBeIntegers) : Keyword("type", location)
{
    private readonly SchemaTypes _types = names.Aggregate(SchemaTypes.None, static (types, name) => types | Parse(name));

    public override int Order => 0;

    public static SchemaTypes Parse(string name) => name switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "number" => SchemaTypes.Number,
        "string" => SchemaTypes.String,
        "array" => SchemaTypes.Array,
        "object" => SchemaTypes.Object,
        _ => SchemaTypes.None,
    };

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if ((TypesOf(instance) & _types) != SchemaTypes.None)
        {
            return true;
        }

        return run.IsReporting && run.Report(this, $"{PythonText.Repr(instance)} is not of type {PythonText.ReprAll(names)}");
    }

    private SchemaTypes TypesOf(FlowValue value) => value switch
    {
        FlowString => SchemaTypes.String,
        FlowObject => SchemaTypes.Object,
        FlowArray => SchemaTypes.Array,
        FlowInteger => SchemaTypes.Integer | SchemaTypes.Number,
        FlowReal { Value: var number } => realsCanBeIntegers && double.IsInteger(number) ? SchemaTypes.Integer | SchemaTypes.Number : SchemaTypes.Number,
        FlowBoolean => SchemaTypes.Boolean,
        _ => SchemaTypes.Null,
    };
}
