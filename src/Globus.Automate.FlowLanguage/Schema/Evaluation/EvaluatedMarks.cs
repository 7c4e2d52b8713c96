namespace Globus.Automate.FlowLanguage.Schema.Evaluation;

/// <summary>
/// Which members or items of one instance have been evaluated by the keywords so far, by their ordinals: what <c>unevaluatedProperties</c>
/// and <c>unevaluatedItems</c> ask. A log rather than a set, so that what a failed subschema has marked is taken back by cutting it off.
/// </summary>
internal sealed class EvaluatedMarks
{
    private readonly List<int> _ordinals = [];

    public int Count => _ordinals.Count;

    public void Add(int ordinal) => _ordinals.Add(ordinal);

    public void Truncate(int count) => _ordinals.RemoveRange(count, _ordinals.Count - count);

    /// <summary>The first <paramref name="count"/> ordinals, and whether each was marked since <paramref name="start"/>.</summary>
    public bool[] ToFlags(int start, int count)
    {
        var flags = new bool[count];
        for (int i = start; i < _ordinals.Count; i++)
        {
            flags[_ordinals[i]] = true;
        }

        return flags;
    }
}
