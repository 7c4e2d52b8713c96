using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Evaluation;

/// <summary>A compiled schema or subschema: its keywords.</summary>
internal sealed class SchemaNode(SchemaPlace place)
{
    private Keyword[] _keywords = [];
    private bool _hasUnevaluated;

    public SchemaPlace Place { get; } = place;

    /// <summary>Whether this is the schema <c>false</c>, which nothing fits.</summary>
    public bool IsFalse => Place.Value is FlowBoolean { Value: false };

    public ReadOnlySpan<Keyword> Keywords => _keywords;

    /// <summary>Gives the node its keywords; nodes refer to each other in circles, so they are made first and filled later.</summary>
    public void Fill(IEnumerable<Keyword> keywords)
    {
        _keywords = [.. keywords.OrderBy(static keyword => keyword.Order)];
        _hasUnevaluated = _keywords is [.., { Order: Keyword.UnevaluatedOrder }];
    }

    public bool Validate(FlowValue instance, SchemaRun run)
    {
        if (_keywords.Length == 0)
        {
            return true;
        }

        if (ReferenceEquals(instance, UnknownValue.Instance))
        {
            run.MetUnknown = true;
            return !IsFalse;
        }

        if (!run.Enter(Place.Resource))
        {
            return false;
        }

        EvaluatedMarks? outer = run.Marks;
        if (_hasUnevaluated && outer is null)
        {
            run.Marks = new EvaluatedMarks();
        }

        int start = run.Marks?.Count ?? 0;
        bool isValid = true;
        foreach (Keyword keyword in _keywords)
        {
            if (keyword.Order == Keyword.UnevaluatedOrder)
            {
                if (!isValid)
                {
                    // What failed has evaluated nothing, so everything would be reported again as unevaluated.
                    break;
                }

                run.MarksStart = start;
            }

            if (!keyword.Validate(instance, run))
            {
                isValid = false;
                if (!run.IsReporting)
                {
                    break;
                }
            }
        }

        if (!isValid)
        {
            run.Marks?.Truncate(start);
        }

        run.Marks = outer;
        run.Leave();
        return isValid;
    }
}
