using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Parameters;

/// <summary>A value that a path copies from the document: <c>"name.$": "$.path"</c>.</summary>
internal sealed class PathTemplate(StatePath path, string field, string place, bool isPrivate) : ParameterTemplate
{
    public override PrivacyMask MaskFor(PrivacyMask document)
    {
        IReadOnlyList<object> steps = path.Path.LeadingSteps;
        if (steps.Contains("_tokens"))
        {
            return PrivacyMask.All; // access tokens are never shown, whatever name they are copied to
        }

        if (document.IsNone)
        {
            return PrivacyMask.None;
        }

        PrivacyMask mask = document.At(steps);
        return path.Path.IsSingular || mask.IsNone ? mask : PrivacyMask.All;
    }

    internal override FlowValue Evaluate(in ParameterScope scope)
    {
        FlowValue? value;
        try
        {
            if (!path.TryEvaluate(scope.Document, out value))
            {
                throw FlowEvaluationException.PathNotFound(path.Text, field);
            }
        }
        catch (FlowSyntaxException exception)
        {
            throw FlowEvaluationException.PathFailed(path.Text, field, exception);
        }

        scope.Origins?.Add(new ParameterOrigin(place, ParameterSource.Path, path.Text, value, isPrivate));
        return value;
    }
}
