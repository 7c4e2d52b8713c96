using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.Local.Testing;

namespace Globus.Automate.Local.Tests.Testing;

/// <summary>What a mock file may say, and what it is told when it is wrong.</summary>
public sealed class MockFileTests
{
    [Theory]
    [InlineData("cases: {One: {states: {Transfer: {return: {}}}}, Two: {Transfer: {\"0-\": {return: {}}}}}", "One Two")]
    [InlineData("{One: {states: {Transfer: {return: {}}}}, Two: {Transfer: {\"0-\": {return: {}}}}}", "One Two")]
    [InlineData("Transfer: {\"0\": {return: {}}, \"1-\": {throw: ActionTimeout}}", "default")]
    [InlineData("{input: {source: x}, states: {Transfer: {return: {}}}}", "default")]
    [InlineData("cases: {0 works: {Transfer: {return: {}}}}", "0 works")]
    [InlineData("{Transfer: {Transfer: {return: {}}}, Case: {states: {Transfer: {return: {}}}}}", "Transfer Case")]
    public void Cases_states_and_responses_may_be_written_at_length_or_in_short(string text, string names)
    {
        IReadOnlyList<MockCase> cases = TestFlows.Cases(text, TestFlows.Retrying);
        Assert.Equal(names, string.Join(' ', cases.Select(mocks => mocks.Name)));
        Assert.All(cases, static mocks => Assert.True(Assert.Single(mocks.Mocks).Value.Covers(0)));
    }

    [Fact]
    public void Numbers_that_YAML_reads_as_numbers_are_invocations_too()
    {
        MockCase mocks = Assert.Single(TestFlows.Cases("Transfer:\n  0: {return: {}}\n  1-2: {return: {}}\n", TestFlows.Retrying));
        Assert.True(mocks.Mocks["Transfer"].Covers(2));
        Assert.False(mocks.Mocks["Transfer"].Covers(3));
    }

    [Theory]
    [InlineData("cases:\n  One:\n    states:\n      Trnsfer: {return: {}}", 4, "no state named 'Trnsfer'; did you mean 'Transfer'?")]
    [InlineData("Prepare: {return: {}}", 1, "The state 'Prepare' is of the type Pass; only an Action, a CreateWebInput or an AwaitWebInput takes a mock.")]
    [InlineData("Transfer:\n  \"0\": {return: {}}\n  \"1..2\": {return: {}}", 3, "'1..2' is not an invocation")]
    [InlineData("Transfer:\n  \"2-1\": {return: {}}", 2, "it ends before it starts")]
    [InlineData("Transfer:\n  \"0-2\": {return: {}}\n  \"2-\": {return: {}}", 3, "The invocations 2- overlap with 0-2")]
    [InlineData("Transfer:\n  \"0\":\n    return: {}\n    throw: ActionTimeout", 4, "return or throw, not both")]
    [InlineData("Transfer:\n  \"0\": {delay: 3}", 2, "A response needs return, throw or inactive.")]
    [InlineData("Transfer:\n  \"0\": {retrun: {}}", 2, "did you mean 'return'?")]
    [InlineData("Transfer:\n  \"0\": {throw: ActionFailed}", 2, "\"ActionFailed\" is not an error of an action")]
    [InlineData("Transfer:\n  \"0\":\n    throw: {cause: x}", 3, "throw needs error")]
    [InlineData("Transfer:\n  \"0\": {return: {}, delay: -1}", 2, "delay has to be a number of seconds from 0")]
    [InlineData("Transfer:\n  \"0\": {return: {status: DONE, details: {}}}", 2, "'DONE' is not the status of an action")]
    [InlineData("Transfer:\n  \"0\": {inactive: yes please}", 2, "inactive has to be an object")]
    [InlineData("cases:\n  One:\n    input: 7\n    states: {}", 3, "The input of a run has to be an object.")]
    [InlineData("cases:\n  One:\n    states: {}\n    inputs: {}", 4, "did you mean 'input'?")]
    [InlineData("cases:\n  One:\n    states: {}\n    expect: {path: A}", 4, "path has to be a list")]
    [InlineData("cases: {}\nTransfer: {return: {}}", 2, "'Transfer' stands beside cases")]
    [InlineData("\nTransfer: {retrun: {}}", 2, "'retrun' is neither part of a response, which has return, throw, inactive and delay, nor an invocation such as 0, 1-2 or 3-; did you mean 'return'?")]
    [InlineData("\nTransfer: {Throw: ActionTimeout}", 2, "did you mean 'throw'?")]
    [InlineData("Transfer:\n  first: {return: {}}", 2, "nor an invocation such as 0, 1-2 or 3-.")]
    [InlineData("\nTransfer:", 2, "The mock of the state 'Transfer' needs a response, such as {return: {}}")]
    [InlineData("\nTransfer: done", 2, "needs a response")]
    [InlineData("\nTransfer: {}", 2, "needs a response")]
    [InlineData("cases:\n  One:\n    stats:\n      Transfer: {return: {}}", 3, "'stats' is neither a state of the definition nor part of a case; did you mean 'states'?")]
    [InlineData("cases:\n  One:\n    input: {}\n    stats: {}", 4, "a state goes under states; did you mean 'states'?")]
    [InlineData("\ncase:\n  One:\n    states:\n      Transfer: {return: {}}", 2, "'case' is not part of a mock file; did you mean 'cases'?")]
    [InlineData("\ncases: {}", 2, "There is no case under cases.")]
    [InlineData("cases:\n  One:\n    expect: {status: SUCCEDED}", 3, "\"SUCCEDED\" is not the status of a run: SUCCEEDED, FAILED or INACTIVE; did you mean 'SUCCEEDED'?")]
    [InlineData("cases:\n  One:\n    expect: {stauts: FAILED}", 3, "did you mean 'status'?")]
    [InlineData("cases:\n  One:\n    expect: {error: 7}", 3, "error has to be text.")]
    [InlineData("cases:\n  One:\n    expect:\n      inputs:\n        Transfer: {first: {}}", 5, "'first' is not an invocation")]
    [InlineData("cases:\n  One:\n    run: {start_time: yesterday}", 3, "start_time has to be a time")]
    public void A_mistake_is_told_with_its_file_and_line(string text, int line, string sentence)
    {
        DocumentException exception = Assert.Throws<DocumentException>(() => TestFlows.Cases(text, TestFlows.Retrying, "mocks.yaml"));
        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith($"'mocks.yaml', line {line}, column ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 0, 0, "0")]
    [InlineData("1-2", 1, 2, "1-2")]
    [InlineData("3-", 3, null, "3-")]
    [InlineData(" 4 - 4 ", 4, 4, "4")]
    public void A_range_is_a_number_two_or_has_no_end(string text, int first, int? last, string shown)
    {
        Assert.True(InvocationRange.TryParse(text, out InvocationRange range, out _));
        Assert.Equal(new InvocationRange(first, last), range);
        Assert.Equal(shown, range.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-1")]
    [InlineData("1-2-3")]
    [InlineData("+1")]
    [InlineData("99999999999")]
    [InlineData("x")]
    public void What_is_no_range_is_refused(string text) => Assert.False(InvocationRange.TryParse(text, out _, out _));
}
