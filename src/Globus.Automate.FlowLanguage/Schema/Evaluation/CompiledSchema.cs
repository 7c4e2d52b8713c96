using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Evaluation;

/// <summary>A compiled schema.</summary>
internal sealed class CompiledSchema(SchemaNode root) : IJsonSchema
{
    // One run is kept for the next check, so that checking valid instances allocates nothing.
    private SchemaRun? _idle;

    public SchemaResult Validate(FlowValue instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        SchemaRun run = Interlocked.Exchange(ref _idle, null) ?? new SchemaRun();
        SchemaResult result = run.Validate(root, instance);
        _idle = run;
        return result;
    }
}
