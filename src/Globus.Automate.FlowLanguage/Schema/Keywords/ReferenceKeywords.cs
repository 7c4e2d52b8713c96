using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary><c>$ref</c>.</summary>
internal sealed class RefKeyword(SchemaLocation location, SchemaNode target) : Keyword("$ref", location)
{
    /// <summary>What is referred to.</summary>
    public SchemaNode Target => target;

    public override int Order => 4;

    public override bool Validate(FlowValue instance, SchemaRun run) => target.Validate(instance, run);
}

/// <summary>
/// <c>$dynamicRef</c> (2020-12) and <c>$recursiveRef</c> (2019-09): like <c>$ref</c>, unless a resource further out on the way here has the same
/// dynamic anchor, which then takes its place.
/// </summary>
internal sealed class DynamicRefKeyword(string name, SchemaLocation location, string anchor, SchemaNode target) : Keyword(name, location)
{
    public override int Order => 4;

    public override bool Validate(FlowValue instance, SchemaRun run) => (run.FindDynamic(anchor) ?? target).Validate(instance, run);
}
