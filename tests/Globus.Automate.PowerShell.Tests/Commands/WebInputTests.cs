using System.Management.Automation;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>Questions of runs to people, by the cmdlets, at the local Globus.</summary>
[Collection(nameof(Session.SharedConnection))]
public sealed class WebInputTests
{
    [Fact]
    public void A_question_is_listed_and_looked_at_and_answered_by_its_label()
    {
        using var session = new LocalSession();
        string id = Ask(session, "Go on?", ("yes", "Yes, do"), ("no", "No"));

        PSObject listed = Assert.Single(session.Invoke("Get-GlobusWebInput"));
        Assert.Equal("Globus.Automate.WebInput", listed.TypeNames[0]);
        Assert.Equal("Go on?", listed.Dig("Title"));
        Assert.Equal(id, Assert.Single(session.Invoke("$run | Get-GlobusWebInput")).Dig("Id"));
        Assert.Equal(id, session.Invoke("(Get-GlobusRun $run.RunId).BlockingWebInputId")[0].ToString());
        Assert.Equal(2, ((object?[])session.Invoke("Get-GlobusWebInput | Get-GlobusWebInput")[0].Dig("Options")!).Length);
        Assert.Empty(session.Run("(Get-GlobusWebInput), (Get-GlobusWebInput $id) | Out-Default", ("id", id)).AllErrors);

        Assert.Empty(session.Invoke("Submit-GlobusWebInput $id yes -WhatIf", ("id", id)));
        PSObject answered = Assert.Single(session.Invoke("Get-GlobusRun $run.RunId | Submit-GlobusWebInput -Option 'yes, do' -PassThru"));
        Assert.Equal("closed", answered.Dig("Status"));
        Assert.Empty(session.Invoke("Get-GlobusWebInput"));
        Assert.Single(session.Invoke("Get-GlobusWebInput -Status closed"));
        Assert.StartsWith("Conflict,", session.Run("Submit-GlobusWebInput $id no", ("id", id)).SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("yes", session.Invoke("$run | Wait-GlobusRun -TimeoutSeconds 30")[0].Dig("Details.output.answer.response"));
    }

    [Fact]
    public void An_answer_that_is_none_of_the_options_is_told_with_those_that_are()
    {
        using var session = new LocalSession();
        string id = Ask(session, "Which?", ("a", "Same"), ("b", "Same"));

        ErrorRecord none = session.Run("Submit-GlobusWebInput $id c", ("id", id)).SingleError;
        Assert.StartsWith("InvalidOption,", none.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("a (Same), b (Same)", none.ToString(), StringComparison.Ordinal);
        Assert.Contains("several", session.Run("Submit-GlobusWebInput $id same", ("id", id)).SingleError.ToString(), StringComparison.Ordinal);
        session.Invoke("Submit-GlobusWebInput $id b", ("id", id));
        Assert.StartsWith("WebInputNotFound,", session.Run("Submit-GlobusWebInput 00000000-0000-4000-8000-000000000000 a").SingleError.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_and_their_options_complete()
    {
        using var session = new LocalSession();
        string id = Ask(session, "A rare question", ("o 1", "First"), ("two", "Second"));
        PSObject question = Assert.Single(session.Invoke("(TabExpansion2 'Submit-GlobusWebInput -WebInputId rare' 38).CompletionMatches"));
        Assert.Equal(id, question.Properties["CompletionText"].Value);

        string line = $"Submit-GlobusWebInput -WebInputId {id} -Option ";
        Assert.Equal(["'o 1'", "two"], session.Invoke("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", ("line", line)).Select(c => c.ToString()));
    }

    private static string Ask(LocalSession session, string title, params (string Id, string Label)[] options)
    {
        session.Invoke(
            """
            $flow = @{ StartAt = 'Ask'; States = @{
                Ask = @{ Type = 'CreateWebInput'; ResultPath = '$.question'; Next = 'Answer'; Parameters = @{
                    InputType = 'Selection'; Context = @{ PresentationStyle = 'Text'; Title = $title; Text = 'Please choose.' }
                    Options = @(for ($i = 0; $i -lt $ids.Count; $i++) { @{ Value = $ids[$i]; Label = $labels[$i] } }) } }
                Answer = @{ Type = 'AwaitWebInput'; Parameters = @{ 'web_input_id.$' = '$.question.web_input_id' }; ResultPath = '$.answer'; End = $true } } }
            $run = Publish-GlobusFlow -Title Asking $flow | Invoke-GlobusFlow -Input @{}
            while (-not (Get-GlobusRun $run.RunId).BlockingWebInputId) { [Threading.Thread]::Sleep(20) }
            """,
            ("title", title),
            ("ids", options.Select(static option => option.Id).ToArray()),
            ("labels", options.Select(static option => option.Label).ToArray()));
        return session.Invoke("(Get-GlobusRun $run.RunId).BlockingWebInputId")[0].ToString();
    }
}
