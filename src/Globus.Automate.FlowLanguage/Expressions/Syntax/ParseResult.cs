using Globus.Automate.FlowLanguage.Expressions.Nodes;

namespace Globus.Automate.FlowLanguage.Expressions.Syntax;

/// <summary>A parsed expression.</summary>
/// <param name="Root">The tree.</param>
/// <param name="Slots">How many names its loops bind.</param>
/// <param name="ChangesValues">Whether it calls methods that change lists or objects.</param>
/// <param name="Remarks">What is read and has no effect.</param>
internal sealed record ParseResult(ExpressionNode Root, int Slots, bool ChangesValues, IReadOnlyList<ExpressionRemark> Remarks);

/// <summary>What the parts of one expression share while they are parsed: an f-string's values are parsed on their own.</summary>
internal sealed class ParseScope
{
    private List<ExpressionRemark>? _remarks;

    /// <summary>The names that were read so far: a comprehension binds those in it only once its loops are read, after its element.</summary>
    public List<NameNode> Names { get; } = [];

    public int Slots { get; set; }

    /// <summary>How many words were read.</summary>
    public int Tokens { get; set; }

    public bool ChangesValues { get; set; }

    public IReadOnlyList<ExpressionRemark> Remarks => _remarks ?? (IReadOnlyList<ExpressionRemark>)[];

    public void Remark(string sentence, int position, int length) => (_remarks ??= []).Add(new ExpressionRemark(sentence, position, length));
}
