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
    private readonly IRegexpInstruction[] _program;

    // What the last match worked with, for the next one.
    private Workspace? _idle;

    private IRegexp(IRegexpInstruction[] program) => _program = program;

    /// <summary>Compiles a pattern; false where it is no I-Regexp, or one that is unreasonably large.</summary>
    public static bool TryCompile(string text, [NotNullWhen(true)] out IRegexp? regexp)
    {
        regexp = null;
        if (text.Length > IRegexpWriter.MaxSize || !IRegexpParser.TryParse(text, out IRegexpNode? node))
        {
            return false;
        }

        var writer = new IRegexpWriter();
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
            ref readonly IRegexpInstruction instruction = ref _program[state];
            switch (instruction.Operation)
            {
                case IRegexpOperation.Take:
                    states.Add(state);
                    break;
                case IRegexpOperation.Split:
                    waiting.Push(instruction.Second);
                    waiting.Push(instruction.First);
                    break;
                case IRegexpOperation.Start when position == 0:
                case IRegexpOperation.End when position == length:
                    waiting.Push(state + 1);
                    break;
                case IRegexpOperation.Match:
                    states.HasMatched = true;
                    break;
                default:
                    break;
            }
        }
    }

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
}
