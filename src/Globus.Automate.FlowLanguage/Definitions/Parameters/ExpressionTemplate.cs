using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Parameters;

/// <summary>A value that an expression computes from the document: <c>"name.=": "a + 1"</c>.</summary>
internal sealed class ExpressionTemplate(FlowExpression expression, string field, string place, bool isPrivate) : ParameterTemplate
{
    private readonly bool _usesContext = RunDocument.Names(expression.Text);

    /// <summary>Whether neither the text nor what the evaluator says about it may be shown: both can hold the secret.</summary>
    private readonly bool _isSecret = isPrivate
        || expression.Text.Contains("_private", StringComparison.Ordinal)
        || expression.Text.Contains("_tokens", StringComparison.Ordinal);

    public override PrivacyMask MaskFor(PrivacyMask document)
        => expression.Text.Contains("_tokens", StringComparison.Ordinal) ? PrivacyMask.All : PrivacyMask.None;

    internal override FlowValue Evaluate(in ParameterScope scope)
    {
        FlowValue value;
        try
        {
            value = expression.Evaluate(scope.Document.For(_usesContext), scope.CancellationToken);
        }
        catch (FlowSyntaxException exception)
        {
            string kind = exception is ExpressionException known ? known.Error + ": " : string.Empty;
            throw new FlowEvaluationException(
                _isSecret
                    ? $"The expression specified for the field '{field}', which is private, could not be evaluated ({kind.TrimEnd(':', ' ')})."
                    : $"The expression '{expression.Text}' specified for the field '{field}' could not be evaluated: {kind}{exception.Message} (at character {exception.Position + 1})",
                field,
                _isSecret ? null : exception);
        }

        scope.Origins?.Add(new ParameterOrigin(place, ParameterSource.Expression, expression.Text, value, isPrivate));
        return value;
    }
}
