namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>What a step of a compiled pattern does.</summary>
internal enum IRegexpOperation
{
    /// <summary>Goes on with the next code point where it is in the set.</summary>
    Take,

    /// <summary>Goes on at two places.</summary>
    Split,

    /// <summary>Goes on at the start of the text only.</summary>
    Start,

    /// <summary>Goes on at the end of the text only.</summary>
    End,

    /// <summary>The pattern has matched.</summary>
    Match,
}

/// <summary>One step of a compiled pattern.</summary>
internal readonly record struct IRegexpInstruction(IRegexpOperation Operation, CodePointSet? Set = null, int First = 0, int Second = 0);

/// <summary>Writes the parts of a pattern as a program for the automaton.</summary>
internal sealed class IRegexpWriter
{
    /// <summary>How large a pattern may become when its counted repetitions are written out.</summary>
    public const int MaxSize = 10_000;

    private readonly List<IRegexpInstruction> _program = [];
    private int _work;

    public IRegexpInstruction[] Finish()
    {
        _program.Add(new IRegexpInstruction(IRegexpOperation.Match));
        return [.. _program];
    }

    /// <summary>Writes a part; false where the whole becomes too large.</summary>
    public bool Write(IRegexpNode node)
    {
        // Counted apart from the program's size: a repeated nothing writes nothing, however often.
        if (++_work > 10 * MaxSize || _program.Count > MaxSize)
        {
            return false;
        }

        switch (node)
        {
            case SetNode { Set: var set }:
                _program.Add(new IRegexpInstruction(IRegexpOperation.Take, set));
                return true;
            case AnchorNode { AtStart: var atStart }:
                _program.Add(new IRegexpInstruction(atStart ? IRegexpOperation.Start : IRegexpOperation.End));
                return true;
            case SequenceNode { Parts: var parts }:
                return parts.All(Write);
            case AlternativesNode { Branches: var branches }:
                return WriteAlternatives(branches);
            case RepeatNode repeat:
                return WriteRepeat(repeat);
            default:
                throw new InvalidOperationException($"There is no such part of a pattern: {node.GetType().Name}.");
        }
    }

    private bool WriteAlternatives(IReadOnlyList<IRegexpNode> branches)
    {
        // split a, (split b, ...); each branch but the last jumps to the end, a jump being a split to one place.
        var jumps = new List<int>();
        for (int i = 0; i < branches.Count - 1; i++)
        {
            int split = Reserve();
            if (!Write(branches[i]))
            {
                return false;
            }

            jumps.Add(Reserve());
            Split(split, split + 1, _program.Count);
        }

        if (!Write(branches[^1]))
        {
            return false;
        }

        foreach (int jump in jumps)
        {
            Split(jump, _program.Count, _program.Count);
        }

        return true;
    }

    private bool WriteRepeat(RepeatNode repeat)
    {
        for (int i = 0; i < repeat.Min; i++)
        {
            if (!Write(repeat.Part))
            {
                return false;
            }
        }

        if (repeat.Max is not { } max)
        {
            int loop = Reserve();
            if (!Write(repeat.Part))
            {
                return false;
            }

            Split(Reserve(), loop, loop);
            Split(loop, loop + 1, _program.Count);
            return true;
        }

        var exits = new List<int>();
        for (int i = repeat.Min; i < max; i++)
        {
            exits.Add(Reserve());
            if (!Write(repeat.Part))
            {
                return false;
            }
        }

        foreach (int exit in exits)
        {
            Split(exit, exit + 1, _program.Count);
        }

        return true;
    }

    private int Reserve()
    {
        _program.Add(default);
        return _program.Count - 1;
    }

    private void Split(int at, int first, int second) => _program[at] = new IRegexpInstruction(IRegexpOperation.Split, null, first, second);
}
