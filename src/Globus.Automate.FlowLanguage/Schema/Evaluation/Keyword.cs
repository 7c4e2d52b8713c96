using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Evaluation;

/// <summary>One rule of a schema, compiled.</summary>
internal abstract class Keyword(string name, SchemaLocation location)
{
    /// <summary>The keyword as it is written.</summary>
    public string Name { get; } = name;

    /// <summary>Where it is written.</summary>
    public SchemaLocation Location { get; } = location;

    /// <summary>
    /// The order in which a schema's keywords are checked: what is cheap and says most comes first, and what depends on the others
    /// (<see cref="UnevaluatedOrder"/>) last.
    /// </summary>
    public virtual int Order => 1;

    /// <summary>The order of the keywords that ask what all others of the same schema have evaluated.</summary>
    public const int UnevaluatedOrder = 9;

    /// <summary>Whether the instance fits. Reports why not, where the run asks for it, and then looks for all that is wrong.</summary>
    public abstract bool Validate(FlowValue instance, SchemaRun run);
}
