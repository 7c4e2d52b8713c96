namespace Globus.Automate.ModuleHost.LineEditing;

/// <summary>One way to complete a word: the text to put in, and what to tell about it.</summary>
internal readonly record struct Completion(string Text, string Hint);

/// <summary>The ways to complete the part of a line from <paramref name="Start"/>, <paramref name="Length"/> characters long.</summary>
internal sealed record Completions(int Start, int Length, IReadOnlyList<Completion> Matches)
{
    public static Completions None { get; } = new(0, 0, []);
}

/// <summary>What the editor asks about the language it edits.</summary>
internal interface ILineLanguage
{
    /// <summary>Whether Enter should run the text: false while a bracket, a string or a pipe is open.</summary>
    bool IsComplete(string text);

    /// <summary>What could stand at the cursor.</summary>
    Completions Complete(string text, int cursor);
}
