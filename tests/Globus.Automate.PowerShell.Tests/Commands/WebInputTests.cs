using System.Management.Automation;
using System.Reflection;

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

    /// <summary>Nothing in a local flow asks by itself yet, so the test asks in the place of one.</summary>
    private static string Ask(LocalSession session, string title, params (string Id, string Label)[] options)
    {
        session.Invoke("$run = Publish-GlobusFlow -Title Asking @{ StartAt = 'W'; States = @{ W = @{ Type = 'Wait'; Seconds = 600; End = $true } } } | Invoke-GlobusFlow");
        var command = (CmdletInfo)session.Invoke("Get-Command Get-GlobusWebInput")[0].BaseObject;
        Type connection = command.ImplementingType.Assembly.GetType("Globus.Automate.PowerShell.Session.Connection", throwOnError: true)!;
        object current = connection.GetProperty("Current", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        object globus = connection.GetProperty("Local")!.GetValue(current)!;
        object store = globus.GetType().GetProperty("WebInputs")!.GetValue(globus)!;

        Assembly local = globus.GetType().Assembly;
        Type optionType = local.GetType("Globus.Automate.Local.Services.WebInputOption", throwOnError: true)!;
        var choices = Array.CreateInstance(optionType, options.Length);
        for (int i = 0; i < options.Length; i++)
        {
            choices.SetValue(Activator.CreateInstance(optionType, options[i].Id, options[i].Label, ""), i);
        }

        string you = session.Invoke("(Get-GlobusContext).Principal")[0].ToString();
        Type inputType = local.GetType("Globus.Automate.Local.Services.WebInput", throwOnError: true)!;
        object input = Activator.CreateInstance(inputType)!;
        foreach ((string name, object value) in ((string, object)[])
        [
            ("RunId", session.Invoke("$run.RunId")[0].ToString()),
            ("FlowId", session.Invoke("$run.FlowId")[0].ToString()),
            ("FlowTitle", "Asking"),
            ("Title", title),
            ("Text", "Please choose."),
            ("Options", choices),
            ("Viewers", new[] { you }),
            ("Respondents", new[] { you }),
            ("Creator", you),
        ])
        {
            inputType.GetProperty(name)!.SetValue(input, value);
        }

        store.GetType().GetMethod("Open")!.Invoke(store, [input]);
        return inputType.GetProperty("Id")!.GetValue(input)!.ToString()!;
    }
}
