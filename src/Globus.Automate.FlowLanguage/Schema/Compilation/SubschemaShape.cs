namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>Where a keyword's value holds schemas: what has to be known to find the identifiers in a document.</summary>
[Flags]
internal enum SubschemaShape
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The value itself is one.</summary>
    Single = 1,

    /// <summary>Each item of the value is one.</summary>
    List = 2,

    /// <summary>Each member's value is one.</summary>
    Map = 4,
}

/// <summary>The shapes by keyword and draft.</summary>
internal static class SubschemaShapes
{
    public static SubschemaShape Of(string keyword, SchemaDraft draft) => keyword switch
    {
        "additionalProperties" or "not" => SubschemaShape.Single,
        "allOf" or "anyOf" or "oneOf" => SubschemaShape.List,
        "properties" or "patternProperties" or "definitions" or "dependencies" => SubschemaShape.Map,
        "items" => draft < SchemaDraft.Draft202012 ? SubschemaShape.Single | SubschemaShape.List : SubschemaShape.Single,
        "additionalItems" when draft < SchemaDraft.Draft202012 => SubschemaShape.Single,
        "propertyNames" or "contains" when draft >= SchemaDraft.Draft6 => SubschemaShape.Single,
        "if" or "then" or "else" when draft >= SchemaDraft.Draft7 => SubschemaShape.Single,
        "$defs" or "dependentSchemas" when draft >= SchemaDraft.Draft201909 => SubschemaShape.Map,
        "unevaluatedItems" or "unevaluatedProperties" or "contentSchema" when draft >= SchemaDraft.Draft201909 => SubschemaShape.Single,
        "prefixItems" when draft >= SchemaDraft.Draft202012 => SubschemaShape.List,
        _ => SubschemaShape.None,
    };
}
