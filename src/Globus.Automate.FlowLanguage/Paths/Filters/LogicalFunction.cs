using Globus.Automate.FlowLanguage.Paths.Evaluation;
using Globus.Automate.FlowLanguage.Patterns;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Paths.Filters;

/// <summary>A function whose result is a condition.</summary>
internal abstract class LogicalFunction
{
    public abstract bool Evaluate(FlowValue current, QueryRun run);
}

/// <summary><c>match(text, pattern)</c> on the whole text and <c>search(text, pattern)</c> on a part of it (RFC 9535, sections 2.4.6 and 2.4.7).</summary>
internal sealed class PatternFunction : LogicalFunction
{
    private readonly FilterOperand _text;
    private readonly FilterOperand _pattern;
    private readonly bool _whole;
    private readonly bool _isConstant;
    private readonly IRegexp? _constant;

    public PatternFunction(FilterOperand text, FilterOperand pattern, bool whole)
    {
        _text = text;
        _pattern = pattern;
        _whole = whole;
        if (pattern is LiteralOperand { Value: FlowString constant })
        {
            _isConstant = true;
            IRegexp.TryCompile(constant.Value, out _constant);
        }
    }

    public override bool Evaluate(FlowValue current, QueryRun run)
    {
        if (_text.Evaluate(current, run) is not FlowString text)
        {
            return false;
        }

        if (_isConstant)
        {
            return _constant is not null && run.IsMatch(text.Value, _constant, _whole);
        }

        return _pattern.Evaluate(current, run) is FlowString pattern && run.IsMatch(text.Value, pattern.Value, _whole);
    }
}
