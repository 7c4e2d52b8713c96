using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using Globus.Automate.ModuleHost.Prompts;

namespace Globus.Automate.ModuleHost.Tests.Prompts;

public sealed class ChoicePromptTests
{
    private static readonly Collection<ChoiceDescription> s_choices =
        [new("&Yes", "do it"), new("N&o", "leave it"), new("Later", "ask again")];

    private readonly List<string> _told = [];

    [Theory]
    [InlineData("y", 0)]
    [InlineData(" O ", 1)]
    [InlineData("no", 1)]
    [InlineData("LATER", 2)]
    [InlineData("", 1)]
    public void A_key_a_label_or_nothing_chooses(string answer, int expected) =>
        Assert.Equal(expected, Prompt(answer).AskForOne(defaultChoice: 1));

    [Fact]
    public void It_asks_again_until_it_has_an_answer_and_helps()
    {
        Assert.Equal(0, Prompt("what", "?", "", "y").AskForOne(defaultChoice: -1));
        Assert.Equal(["Y - do it", "O - leave it", "Later - ask again"], _told);
    }

    [Fact]
    public void Several_are_chosen_one_a_line()
    {
        Assert.Equal([2, 0], Prompt("later", "nonsense", "y", "").AskForSeveral(null));
        Assert.Equal([1], Prompt("").AskForSeveral([1]));
    }

    [Fact]
    public void The_question_names_keys_and_default()
    {
        string question = "";
        new ChoicePrompt(s_choices, q => (question = q)[..0], _told.Add).AskForOne(1);

        Assert.Equal("[Y] Yes  [O] No  Later  [?] Help (default is \"O\"): ", question);
    }

    [Fact]
    public void A_default_outside_of_the_choices_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Prompt("y").AskForOne(3));

    private ChoicePrompt Prompt(params string[] answers)
    {
        Queue<string> left = new(answers);
        return new ChoicePrompt(s_choices, _ => left.Dequeue(), _told.Add);
    }
}
