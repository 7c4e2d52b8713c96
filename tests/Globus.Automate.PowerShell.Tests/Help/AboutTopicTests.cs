using Globus.Automate.HelpBuilder.Topics;

namespace Globus.Automate.PowerShell.Tests.Help;

public sealed class AboutTopicTests
{
    [Fact]
    public void A_topic_becomes_text_of_80_columns()
    {
        const string Markdown = """
            # about_Demo

            ## Short description

            Tells **what** a `demo` is.

            ## Long description

            A paragraph that is so long that it does not fit into a line of eighty columns, and goes on in the next one.

            ### More

            - a point that is so long that it does not fit into a line of eighty columns either
            - [another](https://example.org/)

            ```powershell
            Get-Thing |
              Show-Thing
            ```

            | Name | Meaning |
            |---|---|
            | one | first |
            | three | a meaning that is so long that it does not fit into the line of a table in eighty columns |
            """;

        const string Expected = """
            TOPIC
                about_Demo

            SHORT DESCRIPTION
                Tells what a demo is.

            LONG DESCRIPTION
                A paragraph that is so long that it does not fit into a line of eighty
                columns, and goes on in the next one.

              More
                - a point that is so long that it does not fit into a line of eighty columns
                  either
                - another (https://example.org/)

                    Get-Thing |
                      Show-Thing

                Name   Meaning
                -----  ---------------------------------------------------------------------
                one    first
                three  a meaning that is so long that it does not fit into the line of a
                       table in eighty columns

            """;

        string text = AboutTopic.Write(Markdown);

        Assert.Equal(Expected, text);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("- one two three", 9, "- one two|  three")]
    [InlineData("10. one two", 8, "10. one|    two")]
    [InlineData("  indented text", 11, "  indented|  text")]
    [InlineData("averyveryverylongword and", 10, "averyveryverylongword|and")]
    [InlineData("a averyveryverylongword", 10, "a|averyveryverylongword")]
    [InlineData("", 10, "")]
    public void Lines_break_between_words(string text, int columns, string expected) =>
        Assert.Equal(expected.Split('|'), WordWrap.Lines(text, columns));
}
