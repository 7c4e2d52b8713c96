namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>A part of an I-Regexp.</summary>
internal abstract record IRegexpNode;

/// <summary>One code point of a set.</summary>
internal sealed record SetNode(CodePointSet Set) : IRegexpNode;

/// <summary>Parts one after the other.</summary>
internal sealed record SequenceNode(IReadOnlyList<IRegexpNode> Parts) : IRegexpNode;

/// <summary>One of several.</summary>
internal sealed record AlternativesNode(IReadOnlyList<IRegexpNode> Branches) : IRegexpNode;

/// <summary>A part repeated; without an end where <paramref name="Max"/> is null.</summary>
internal sealed record RepeatNode(IRegexpNode Part, int Min, int? Max) : IRegexpNode;

/// <summary>The start or the end of the text.</summary>
internal sealed record AnchorNode(bool AtStart) : IRegexpNode;
