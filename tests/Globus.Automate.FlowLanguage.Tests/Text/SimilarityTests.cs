using Globus.Automate.FlowLanguage.Text;

namespace Globus.Automate.FlowLanguage.Tests.Text;

public sealed class SimilarityTests
{
    [Theory]
    [InlineData("Tranfer", "Transfer")]
    [InlineData("transfer", "Transfer")]
    [InlineData("Tarnsfer", "Transfer")]
    [InlineData("a", "A")]
    public void What_was_meant_is_found(string name, string meant)
        => Assert.Equal(meant, Similarity.Closest(name, ["Delete", "Transfer", "A"]));

    [Theory]
    [InlineData("X")]
    [InlineData("Notify")]
    [InlineData("")]
    public void Nothing_is_guessed_of_a_name_that_is_like_none(string name)
        => Assert.Null(Similarity.Closest(name, ["Delete", "Transfer", "A", "B"]));
}
