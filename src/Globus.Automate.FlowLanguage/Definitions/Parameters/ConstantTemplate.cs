using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Parameters;

/// <summary>A value that was written in the definition.</summary>
internal sealed class ConstantTemplate(FlowValue value, string place, bool isPrivate) : ParameterTemplate
{
    public FlowValue Value { get; } = value;

    public override bool IsConstant => true;

    public override PrivacyMask MaskFor(PrivacyMask document) => PrivacyMask.None;

    internal override FlowValue Evaluate(in ParameterScope scope)
    {
        scope.Origins?.Add(new ParameterOrigin(place, ParameterSource.Constant, Text: null, Value, isPrivate));
        return Value;
    }
}
