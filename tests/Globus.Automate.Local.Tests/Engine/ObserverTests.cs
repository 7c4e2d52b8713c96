using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Engine;

/// <summary>What an observer of a run is told.</summary>
public sealed class ObserverTests
{
    [Fact]
    public async Task Every_step_is_told_with_how_its_data_came_about()
    {
        var observer = new Recorder();
        await using var harness = new EngineHarness();
        await harness.RunAsync(
            """
            {"StartAt":"Eval","States":{
              "Eval":{"Type":"ExpressionEval","Parameters":{"sum.=":"a + 1","copy.$":"$.a","const":{"k":"v"},"list":[{"x.$":"$.a"}]},"ResultPath":"$.r","Next":"Pick"},
              "Pick":{"Type":"Choice","Choices":[
                {"Variable":"$.r.sum","NumericEquals":7,"Next":"Act"},
                {"And":[{"Variable":"$.r.sum","NumericGreaterThan":1},{"Not":{"Variable":"$.b","IsPresent":true}}],"Next":"Act"}],"Default":"Eval"},
              "Act":{"Type":"Action","ActionUrl":"https://a.example","InputPath":"$.r","ResultPath":"$.act","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Wait","ResultPath":"$.e"}],"End":true},
              "Wait":{"Type":"Wait","Seconds":5,"Next":"Boom"},
              "Boom":{"Type":"Fail","Error":"E","Cause":"C"}}}
            """,
            """{"a":1}""",
            request => request with { Observer = observer });
        Assert.Equal(["Eval", "Pick", "Act"], observer.Entered);
        StateStep eval = observer.Steps[0];
        Assert.Equal("""{"a":1}""", eval.DocumentBefore.ToJson());
        Assert.Equal("""{"sum":2,"copy":1,"const":{"k":"v"},"list":[{"x":1}]}""", eval.Arguments!.ToJson());
        Assert.Equal(
            [
                ("$.sum", ParameterSource.Expression, "a + 1", "2"),
                ("$.copy", ParameterSource.Path, "$.a", "1"),
                ("$.const", ParameterSource.Constant, null, """{"k":"v"}"""),
                ("$.list[0].x", ParameterSource.Path, "$.a", "1"),
            ],
            eval.Origins.Select(origin => (origin.Path, origin.Source, origin.Text, origin.Value.ToJson())));
        Assert.Equal("""{"a":1,"r":{"sum":2,"copy":1,"const":{"k":"v"},"list":[{"x":1}]}}""", eval.DocumentAfter.ToJson());
        Assert.Equal("Pick", eval.Next);

        StateStep pick = observer.Steps[1];
        Assert.Equal([false, true], pick.Choices.Select(trace => trace.Matched));
        Assert.Equal("'$.r.sum' is 2: NumericEquals 7 does not hold.", pick.Choices[0].Reason);
        Assert.Equal(["'$.r.sum' is 2: NumericGreaterThan 1 holds.", "Not: '$.b' is not there: IsPresent true does not hold."], pick.Choices[1].Parts.Select(part => part.Reason));
        Assert.Equal("Act", pick.Next);

        StateStep act = observer.Steps[2];
        Assert.Equal("""{"sum":2,"copy":1,"const":{"k":"v"},"list":[{"x":1}]}""", act.Input!.ToJson());
        Assert.Contains("\"state_name\":\"Act\"", act.Result!.ToJson(), StringComparison.Ordinal);
        Assert.Null(act.Next);
    }

    [Fact]
    public async Task Errors_are_told_with_the_state_that_catches_them()
    {
        var observer = new Recorder();
        await using var harness = new EngineHarness();
        harness.Gateway.OnRun = (_, _) => new ActionResponse(500, FlowLanguage.Values.FlowValue.Parse("""{"detail":"no"}"""));
        await harness.RunAsync(
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Action","ActionUrl":"https://a.example","Parameters":{"p.$":"$.q"},"Catch":[{"ErrorEquals":["States.ALL"],"Next":"W","ResultPath":"$.e"}],"End":true},
              "W":{"Type":"Wait","Seconds":5,"Next":"Again"},
              "Again":{"Type":"Choice","Choices":[{"Variable":"$.missing","IsNull":true,"Next":"A"}]}}}
            """,
            """{"q":1}""",
            request => request with { Observer = observer });
        Assert.Equal(["A", "W", "Again"], observer.Steps.Select(step => step.State.Name));
        Assert.Equal(("$.p", ParameterSource.Path, "1"), Assert.Single(observer.Steps[0].Origins.Select(origin => (origin.Path, origin.Source, origin.Value.ToJson()))));
        Assert.Equal("""{"p":1}""", observer.Steps[0].Arguments!.ToJson());
        Assert.Equal(("ActionUnableToRun", "W"), (observer.Steps[0].Error!.Name, observer.Steps[0].Next));
        Assert.Equal("""{"q":1,"e":{"detail":"no"}}""", observer.Steps[0].DocumentAfter.ToJson());
        Assert.Equal(TimeSpan.FromSeconds(5), observer.Steps[1].Exited - observer.Steps[1].Entered);
        Assert.Equal(("States.Runtime", (string?)null), (observer.Steps[2].Error!.Name, observer.Steps[2].Next));
    }

    [Fact]
    public async Task The_last_step_is_told_before_the_run_has_ended()
    {
        RunStatus? seen = null;
        var observer = new Recorder { OnExit = run => seen = run.Status };
        await using var harness = new EngineHarness();
        await harness.RunAsync("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""", "{}", request => request with { Observer = observer });
        Assert.Equal(RunStatus.Active, seen);
    }

    [Fact]
    public async Task An_observer_that_throws_fails_its_run_with_a_message()
    {
        var observer = new Recorder { OnExit = _ => throw new InvalidOperationException("observer broke") };
        await using var harness = new EngineHarness();
        FlowRun run = await harness.RunAsync("""{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""", "{}", request => request with { Observer = observer });
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("observer broke", run.Log[^1].Details["cause"]!.AsString(), StringComparison.Ordinal);
    }

    private sealed class Recorder : IRunObserver
    {
        public List<string> Entered { get; } = [];

        public List<StateStep> Steps { get; } = [];

        public Action<FlowRun>? OnExit { get; init; }

        public void OnStateEntered(FlowRun run, StateStep step)
        {
            Assert.Equal(step.Number, Entered.Count);
            Entered.Add(step.State.Name);
        }

        public void OnStateExited(FlowRun run, StateStep step)
        {
            Steps.Add(step);
            OnExit?.Invoke(run);
        }
    }
}
