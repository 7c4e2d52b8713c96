using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Globus.Automate.FlowLanguage.Patterns;

/// <summary>
/// A compiled I-Regexp (RFC 9485), the patterns of JSONPath's <c>match</c> and <c>search</c>. It is run as a Thompson automaton on code
/// points: never more steps than the text's length times the pattern's size, and those are counted.
/// See docs/decisions/0016-patterns-in-paths.md.
/// </summary>
internal sealed class IRegexp
{
    /// <summary>How large a pattern may become when its counted repetitions are written out.</summary>
    private const int MaxSize = 10_000;

    private readonly Instruction[] _program;

    // What the last match worked with, for the next one.
    private Workspace? _idle;

    private IRegexp(Instruction[] program) => _program = program;

    private enum Operation
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

    /// <summary>Compiles a pattern; false where it is no I-Regexp, or one that is unreasonably large.</summary>
    public static bool TryCompile(string text, [NotNullWhen(true)] out IRegexp? regexp)
    {
        regexp = null;
        if (text.Length > MaxSize || !IRegexpParser.TryParse(text, out IRegexpNode? node))
        {
            return false;
        }

        var writer = new ProgramWriter();
        if (!writer.Write(node))
        {
            return false;
        }

        regexp = new IRegexp(writer.Finish());
        return true;
    }

    /// <summary>Whether the pattern matches.</summary>
    /// <param name="text">The text.</param>
    /// <param name="whole">Whether it has to match the whole text (<c>match</c>) or any part of it (<c>search</c>).</param>
    /// <param name="steps">How many steps it may take; what is left comes back, and below zero the answer means nothing.</param>
    public bool IsMatch(string text, bool whole, ref int steps)
    {
        Workspace workspace = Interlocked.Exchange(ref _idle, null) ?? new Workspace(_program.Length);
        bool isMatch = Run(text, whole, workspace, ref steps);
        _idle = workspace;
        return isMatch;
    }

    private bool Run(string text, bool whole, Workspace workspace, ref int steps)
    {
        StateSet current = workspace.Current;
        StateSet next = workspace.Next;
        Stack<int> waiting = workspace.Waiting;
        current.Clear();
        int position = 0;
        while (true)
        {
            if (position == 0 || !whole)
            {
                Enter(0, position, text.Length, current, waiting, ref steps);
            }

            if (current.HasMatched && (!whole || position == text.Length))
            {
                return true;
            }

            if (position == text.Length || steps < 0 || (whole && current.Count == 0))
            {
                return false;
            }

            Rune.DecodeFromUtf16(text.AsSpan(position), out Rune rune, out int length);
            position += length;
            next.Clear();
            for (int i = 0; i < current.Count; i++)
            {
                int state = current[i];
                if (_program[state].Set!.Contains(rune.Value))
                {
                    Enter(state + 1, position, text.Length, next, waiting, ref steps);
                }
            }

            steps -= 1 + current.Count;
            (current, next) = (next, current);
        }
    }

    /// <summary>Adds a state and all that can be reached from it without taking a code point.</summary>
    private void Enter(int first, int position, int length, StateSet states, Stack<int> waiting, ref int steps)
    {
        waiting.Push(first);
        while (waiting.TryPop(out int state))
        {
            if (!states.Visit(state))
            {
                continue;
            }

            steps--;
            ref readonly Instruction instruction = ref _program[state];
            switch (instruction.Operation)
            {
                case Operation.Take:
                    states.Add(state);
                    break;
                case Operation.Split:
                    waiting.Push(instruction.Second);
                    waiting.Push(instruction.First);
                    break;
                case Operation.Start when position == 0:
                case Operation.End when position == length:
                    waiting.Push(state + 1);
                    break;
                case Operation.Match:
                    states.HasMatched = true;
                    break;
                default:
                    break;
            }
        }
    }

    private readonly record struct Instruction(Operation Operation, CodePointSet? Set = null, int First = 0, int Second = 0);

    private sealed class Workspace(int size)
    {
        public StateSet Current { get; } = new(size);

        public StateSet Next { get; } = new(size);

        public Stack<int> Waiting { get; } = new();
    }

    /// <summary>The states that wait for the next code point.</summary>
    private sealed class StateSet(int size)
    {
        private readonly int[] _states = new int[size];
        private readonly int[] _visitedIn = new int[size];
        private int _generation = 1;

        public int Count { get; private set; }

        public bool HasMatched { get; set; }

        public int this[int index] => _states[index];

        public bool Visit(int state)
        {
            if (_visitedIn[state] == _generation)
            {
                return false;
            }

            _visitedIn[state] = _generation;
            return true;
        }

        public void Add(int state) => _states[Count++] = state;

        public void Clear()
        {
            Count = 0;
            HasMatched = false;
            _generation++;
        }
    }

    private sealed class ProgramWriter
    {
        private readonly List<Instruction> _program = [];
        private int _work;

        public Instruction[] Finish()
        {
            _program.Add(new Instruction(Operation.Match));
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
                    _program.Add(new Instruction(Operation.Take, set));
                    return true;
                case AnchorNode { AtStart: var atStart }:
                    _program.Add(new Instruction(atStart ? Operation.Start : Operation.End));
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

        private void Split(int at, int first, int second) => _program[at] = new Instruction(Operation.Split, null, first, second);
    }
}
