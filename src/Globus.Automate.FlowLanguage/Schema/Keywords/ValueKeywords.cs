using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary><c>enum</c>.</summary>
internal sealed class EnumKeyword : Keyword
{
    /// <summary>Longer lists are looked up by hash.</summary>
    private const int HashAbove = 8;

    private readonly FlowArray _values;
    private readonly HashSet<FlowValue>? _set;

    public EnumKeyword(SchemaLocation location, FlowArray values)
        : base("enum", location)
    {
        _values = values;
        _set = values.Count > HashAbove ? [.. values] : null;
    }

    public override int Order => 0;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (_set is not null)
        {
            if (_set.Contains(instance))
            {
                return true;
            }
        }

        if (_set is null || instance is FlowObject or FlowArray)
        {
            foreach (FlowValue value in _values.Items)
            {
                if (run.CanBe(instance, value))
                {
                    return true;
                }
            }
        }

        if (!run.IsReporting)
        {
            return false;
        }

        string? suggestion = instance is FlowString { Value: var text }
            ? Spelling.Suggest([text], [.. _values.Select(static value => value.AsString()).OfType<string>()])
            : null;
        return run.Report(this, $"{PythonText.Repr(instance)} is not one of {PythonText.Repr(_values)}", suggestion: suggestion);
    }
}

/// <summary><c>const</c>.</summary>
internal sealed class ConstKeyword(SchemaLocation location, FlowValue value) : Keyword("const", location)
{
    public override int Order => 0;

    public override bool Validate(FlowValue instance, SchemaRun run)
        => run.CanBe(instance, value) || (run.IsReporting && run.Report(this, $"{PythonText.Repr(value)} was expected"));
}

/// <summary>The schema <c>false</c>.</summary>
internal sealed class FalseKeyword(SchemaLocation location) : Keyword("false schema", location)
{
    public override bool Validate(FlowValue instance, SchemaRun run)
        => run.IsReporting && run.Report(this, $"False schema does not allow {PythonText.Repr(instance)}");
}
