using CsCheck;
using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost.Tests.LineEditing;

public sealed class LineEditorTests
{
    private readonly FakeTerminal _terminal = new();
    private readonly LineHistory _history = new();

    [Fact]
    public void Enter_gives_the_text_and_leaves_it_on_the_screen()
    {
        Assert.Equal("Get-Help", Read(_terminal.Type("Get-Help\n")));
        Assert.Equal("PS> Get-Help", _terminal.Screen.Text);
        Assert.Equal((1, 0), _terminal.Screen.Cursor);
    }

    [Fact]
    public void Text_goes_in_where_the_cursor_is() =>
        Assert.Equal("abXc", Read(_terminal.Type("abc").Press(ConsoleKey.LeftArrow).Type("X\n")));

    [Fact]
    public void Home_and_End_and_their_Emacs_keys_go_to_the_ends() =>
        Assert.Equal("12b34", Read(_terminal.Type("b").Press(ConsoleKey.Home).Type("1").Press(ConsoleKey.End).Type("3")
            .Control(ConsoleKey.A).Press(ConsoleKey.RightArrow).Type("2").Control(ConsoleKey.E).Type("4\n")));

    [Fact]
    public void Ctrl_with_an_arrow_goes_by_words() =>
        Assert.Equal("one Xtwo-threeY", Read(_terminal.Type("one two-three").Control(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow).Type("X")
            .Control(ConsoleKey.RightArrow, ConsoleKey.RightArrow).Type("Y\n")));

    [Fact]
    public void Backspace_and_Delete_take_one_character_with_all_its_marks() =>
        Assert.Equal("ad", Read(_terminal.Type("ae\u0301").Press(ConsoleKey.Backspace).Type("e\u0301d")
            .Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.Delete).Press(ConsoleKey.Enter)));

    [Fact]
    public void Ctrl_W_takes_a_word_Ctrl_U_the_start_Ctrl_K_the_end_and_Ctrl_Y_gives_it_back() =>
        Assert.Equal("c one", Read(_terminal.Type("one").Control(ConsoleKey.W).Type("a b c").Press(ConsoleKey.LeftArrow).Control(ConsoleKey.U)
            .Press(ConsoleKey.End).Type(" one").Control(ConsoleKey.LeftArrow, ConsoleKey.K, ConsoleKey.Y).Press(ConsoleKey.Enter)));

    [Fact]
    public void Controls_that_come_as_characters_work_too() =>
        Assert.Equal("ba", Read(_terminal.Type("a\u0001b\n")));

    [Fact]
    public void Ctrl_C_drops_the_line_and_Escape_empties_it()
    {
        Assert.Equal(LineOutcome.Abandoned, Editor(_terminal.Type("abc").Control(ConsoleKey.C)).Read("PS> ", out string text));
        Assert.Equal("", text);
        Assert.Equal("x", Read(_terminal.Type("abc").Press(ConsoleKey.Escape).Type("x\n")));
    }

    [Fact]
    public void Ctrl_D_ends_on_an_empty_line_and_deletes_on_another()
    {
        Assert.Equal("b", Read(_terminal.Type("ab").Press(ConsoleKey.Home).Control(ConsoleKey.D).Press(ConsoleKey.Enter)));
        Assert.Equal(LineOutcome.Ended, Editor(_terminal.Control(ConsoleKey.D)).Read("PS> ", out _));
    }

    [Fact]
    public void Enter_in_an_open_command_asks_for_its_next_line()
    {
        Assert.Equal("if {\n 1\n}", Read(_terminal.Type("if {\n 1\n}\n")));
        Assert.Equal("PS> if {\n>>  1\n>> }", _terminal.Screen.Text);
    }

    [Fact]
    public void A_blank_line_runs_an_open_command() =>
        Assert.Equal("if {\n", Read(_terminal.Type("if {\n\n")));

    [Fact]
    public void Up_and_Down_walk_the_history_and_come_back_to_the_draft()
    {
        Read(_terminal.Type("first\n"));
        Read(_terminal.Type("second\n"));
        Read(_terminal.Type("second\n"));

        Assert.Equal("first", Read(_terminal.Press(ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.Enter)));
        Assert.Equal("draft!", Read(_terminal.Type("draft").Press(ConsoleKey.UpArrow, ConsoleKey.DownArrow).Type("!\n")));
    }

    [Fact]
    public void Up_and_Down_move_within_a_text_of_several_lines_first() =>
        Assert.Equal("{aX\n}Y", Read(_terminal.Type("{a\n}").Press(ConsoleKey.UpArrow, ConsoleKey.End).Type("X").Press(ConsoleKey.DownArrow).Type("Y\n")));

    [Fact]
    public void Tab_goes_through_the_completions_and_says_what_they_are()
    {
        LineEditor editor = Editor(_terminal.Type("go al").Press(ConsoleKey.Tab).Control(ConsoleKey.C), new("alpha", "the first"), new("alps", "alps"), new("beta", ""));
        editor.Read("PS> ", out _);
        Assert.Equal("PS> go alpha", _terminal.Screen.Text.Split('\n')[0]);

        FakeTerminal waiting = new();
        Assert.Throws<InvalidOperationException>(() => Editor(waiting.Type("go al").Press(ConsoleKey.Tab), new("alpha", "the first"), new("alps", "")).Read("PS> ", out _));
        Assert.Equal("PS> go alpha\n1/2  the first", waiting.Screen.Text);
        Assert.Equal((0, 12), waiting.Screen.Cursor);
    }

    [Theory]
    [InlineData(1, 0, "go alpha")]
    [InlineData(2, 0, "go alps")]
    [InlineData(3, 0, "go alpha")]
    [InlineData(0, 1, "go alps")]
    [InlineData(2, 1, "go alpha")]
    public void Tab_and_Shift_Tab_go_around(int forwards, int backwards, string expected)
    {
        _terminal.Type("go al");
        _terminal.Press([.. Enumerable.Repeat(ConsoleKey.Tab, forwards)]);
        _terminal.Press(ConsoleModifiers.Shift, [.. Enumerable.Repeat(ConsoleKey.Tab, backwards)]);

        Assert.Equal(expected, Read(_terminal.Press(ConsoleKey.Enter), new("alpha", ""), new("alps", ""), new("beta", "")));
        Assert.Equal("PS> " + expected, _terminal.Screen.Text);
    }

    [Fact]
    public void After_the_only_completion_Tab_is_about_the_next_word() =>
        Assert.Equal("alpha beta", Read(_terminal.Type("al").Press(ConsoleKey.Tab).Type(" b").Press(ConsoleKey.Tab, ConsoleKey.Enter), new("alpha", ""), new("beta", "")));

    [Fact]
    public void Pasted_lines_are_text_until_Enter() =>
        Assert.Equal("a\nb\tc", Read(_terminal.Type("\e[200~a\nb\tc\e[201~\n")));

    [Fact]
    public void Keys_behind_an_Escape_that_are_no_paste_are_not_lost() =>
        Assert.Equal("[2x", Read(_terminal.Type("\e[2x\n")));

    [Fact]
    public void A_text_over_several_rows_is_drawn_with_the_cursor_in_its_place()
    {
        FakeTerminal narrow = new(width: 10);

        Assert.Throws<InvalidOperationException>(() => Editor(narrow.Type("0123456789漢字ab").Press(ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, ConsoleKey.LeftArrow)).Read("PS> ", out _));

        Assert.Equal("PS> 012345\n6789漢字ab", narrow.Screen.Text);
        Assert.Equal((1, 6), narrow.Screen.Cursor);
    }

    [Fact]
    public void A_full_last_column_takes_the_cursor_to_the_next_row()
    {
        FakeTerminal narrow = new(width: 10);

        Assert.Throws<InvalidOperationException>(() => Editor(narrow.Type("012345")).Read("PS> ", out _));

        Assert.Equal((1, 0), narrow.Screen.Cursor);
    }

    [Fact]
    public void Whatever_is_typed_the_screen_shows_the_text() =>
        Gen.Select(Gen.Char['a', 'e'].Array[0, 60], Gen.Int[0, 60], Gen.Int[5, 30]).Sample((letters, steps, width) =>
        {
            string text = new(letters);
            FakeTerminal terminal = new(width);
            terminal.Type(text).Press([.. Enumerable.Repeat(ConsoleKey.LeftArrow, Math.Min(steps, text.Length))]).Type("X\n");

            string read = new LineEditor(terminal, new FakeLanguage(), new LineHistory(), colour: false).Read("> ", out string line) == LineOutcome.Entered ? line : "";

            string expected = text.Insert(text.Length - Math.Min(steps, text.Length), "X");
            Assert.Equal(expected, read);
            Assert.Equal("> " + expected, terminal.Screen.Text.Replace("\n", "", StringComparison.Ordinal));
        });

    private string Read(FakeTerminal terminal, params Completion[] words)
    {
        Assert.Equal(LineOutcome.Entered, Editor(terminal, words).Read("PS> ", out string text));
        return text;
    }

    private LineEditor Editor(FakeTerminal terminal, params Completion[] words) =>
        new(terminal, new FakeLanguage(words), _history, colour: false);
}
