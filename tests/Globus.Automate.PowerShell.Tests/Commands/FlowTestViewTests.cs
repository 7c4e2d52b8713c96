using Globus.Automate.PowerShell.Tests.Engine;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Commands;

/// <summary>The text that a terminal shows for the results of tests, to the letter, and the examples/tests as CI runs them.</summary>
public sealed class FlowTestViewTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("globus-automate-views-").FullName;

    [Fact]
    public async Task A_log_shows_the_days_of_a_run_that_waits()
    {
        string text = await ShowAsync("(Test-GlobusFlowRun @{ StartAt = 'W'; States = @{ W = @{ Type = 'Wait'; Seconds = 86400; Next = 'P' }; P = @{ Type = 'Pass'; End = $true } } } -StartTime '2026-03-10T12:00:00Z').Log");
        string[] lines = text.Split('\n');
        Assert.Contains(lines, static line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^03-\d\d \d\d:\d\d:00\.000 WaitStarted +W +", default, TimeSpan.FromSeconds(1)));
        string Day(string code) => lines.Single(line => line.Contains($" {code} ", StringComparison.Ordinal))[..5];
        Assert.NotEqual(Day("WaitStarted"), Day("WaitCompleted"));
    }

    [Fact]
    public async Task Cases_are_a_line_each_and_a_failing_one_says_where_and_why()
    {
        string text = await ShowAsync("""
            $flow = @{ StartAt = 'Copy'; States = @{
                Copy = @{ Type = 'Action'; ActionUrl = 'https://example.org/copy'; Parameters = @{ x = 1 }; ResultPath = '$.copy'; Next = 'Enough'
                    Catch = @(@{ ErrorEquals = @('ActionTimeout'); ResultPath = '$.error'; Next = 'Late' }) }
                Enough = @{ Type = 'Choice'; Choices = @(@{ Variable = '$.copy.details.n'; NumericGreaterThan = 3; Next = 'Done' }); Default = 'Rest' }
                Rest = @{ Type = 'Wait'; Seconds = 90061; Next = 'Copy' }
                Late = @{ Type = 'Fail'; Error = 'TooLate'; Cause = 'It took too long.' }
                Done = @{ Type = 'Pass'; End = $true } } }
            Test-GlobusFlowRun $flow -Mock @'
            Twice: {Copy: {"0": {return: {n: 1}}, "1": {return: {n: 5}}}}
            Late: {Copy: {throw: ActionTimeout}}
            Broken: {Copy: {"0": {throw: {error: ActionFailedException, cause: disk full}}, "1": {return: {}}}}
            Asks: {Copy: {inactive: {code: ConsentRequired, required_scope: s}}}
            '@
            """);
        Assert.Equal(
            """
            PASS  SUCCEEDED  6 states     1 d 1 h      Twice
            FAIL  FAILED     2 states     5 min        Late
                  In Late (step 1): TooLate: It took too long.
                  Path: Copy > Late

            FAIL  FAILED     1 state      0 s          Broken
                  In Copy (step 0): ActionFailedException: The action of the state 'Copy' (https://example.org/copy) failed: disk full
                  Mocks not used: Copy 1
                  Path: Copy

            FAIL  INACTIVE   1 state      0 s          Asks
                  In Copy (step 0): waits to be resumed: ConsentRequired, required_scope s
                  Path: Copy

            Covered: 5 of 5 states (100 %), 3 of 3 branches (100 %)
            """,
            text);
    }

    [Fact]
    public async Task One_run_shows_its_path_and_its_output_and_a_refusal_its_answer()
    {
        string text = await ShowAsync("""
            $flow = @{ StartAt = 'Say'; States = @{ Say = @{ Type = 'Action'; ActionUrl = 'https://actions.globus.org/hello_world'; Parameters = [ordered]@{ echo_string = 5; sleep_time = '1' }; End = $true } } }
            Test-GlobusFlowRun $flow -Mock @{ Say = { [ordered]@{ status = 'SUCCEEDED'; action_id = 'a'; details = 1 } } }
            Test-GlobusFlowRun @{ StartAt = 'P'; States = @{ P = @{ Type = 'Pass'; End = $true } } } ('{"b": 2, "long": "' + 'x' * 120 + '"}')
            Test-GlobusFlowRun $flow -PassThroughUnmocked
            """);
        Assert.Equal(
            """
            PASS  SUCCEEDED  1 state      0 s
                  Path: Say
                  Output: {"status":"SUCCEEDED","action_id":"a","details":1,"state_name":"Say"}

            PASS  SUCCEEDED  1 state      0 s
                  Path: P
                  Output: b     2
                          long  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...

            FAIL  FAILED     1 state      0 s
                  In Say (step 0): ActionUnableToRun: The action of the state 'Say' (https://actions.globus.org/hello_world) could not be run: Input failed schema validation with 2 errors. $.echo_string: 5 is not of type 'string'
                  Answer: $.sleep_time: '1' is not of type 'integer'
                  Path: Say
            """,
            text);
    }

    [Fact]
    public async Task A_state_shows_its_steps_in_order()
    {
        string text = await ShowAsync("""
            $flow = @'
            StartAt: Copy
            States:
              Copy:
                Type: Action
                ActionUrl: https://example.org/copy
                Parameters: {from.$: $.a, label.=: "'to ' + b", keep: true, _private_key.$: $._private_key}
                ResultPath: $.copy
                Next: Enough
              Enough:
                Type: Choice
                Choices: [{Variable: $.n, NumericGreaterThan: 3, Next: Copy}, {Variable: $.n, NumericEquals: 2, Next: Copy}]
                Default: Copy
            '@
            Test-GlobusFlowState $flow Copy '{"a": 1, "b": "c", "_private_key": "s3cret"}' -Mock @{ throw = 'ActionTimeout' }
            Test-GlobusFlowState $flow Enough '{"n": 2}'
            Test-GlobusFlowState $flow Enough '{"n": 1}'
            Test-GlobusFlowState $flow Copy '{"A": 1, "b": "c"}'
            """);
        Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
        Assert.Equal(
            """
            Copy (Action), which fails the run after 5 min
              Error       ActionTimeout: The action of the state 'Copy' did not complete within its WaitTime of 300 seconds and was cancelled.
              Input       {"a":1,"b":"c"}
              Parameters  from          1          path $.a
                          label         "to c"     expression 'to ' + b
                          keep          true       constant
                          _private_key  (private)  path $._private_key

            Enough (Choice) > Copy by Choices[1]
              Input       {"n":2}
              Rules       [0] > Copy  no       '$.n' is 2: NumericGreaterThan 3 does not hold.
                          [1] > Copy  matched  '$.n' is 2: NumericEquals 2 holds.
              Output      {"n":2}

            Enough (Choice) > Copy by Default
              Input       {"n":1}
              Rules       [0] > Copy      no     '$.n' is 1: NumericGreaterThan 3 does not hold.
                          [1] > Copy      no     '$.n' is 1: NumericEquals 2 does not hold.
                          Default > Copy  taken  No rule matched.
              Output      {"n":1}

            Copy (Action), which fails the run
              Error       States.Runtime: The path '$.a' specified for the field 'from.$' could not be found in the state input.
              Hint        Did you mean $.A?
              Input       {"A":1,"b":"c"}
            """,
            text);
    }

    [Fact]
    public async Task The_states_of_a_run_are_a_table()
    {
        string text = await ShowAsync("""
            $flow = @{ StartAt = 'A'; States = @{ A = @{ Type = 'Wait'; Seconds = 61; Next = 'B' }; B = @{ Type = 'Choice'; Choices = @(@{ Variable = '$.n'; IsPresent = $true; Next = 'C' }) }; C = @{ Type = 'Pass'; End = $true } } }
            (Test-GlobusFlowRun $flow).States
            """);
        Assert.Equal(
            """
              No State                      Type           Took       Then
              -- -----                      ----           ----       ----
               0 A                          Wait           1 min 1 s  B
               1 B                          Choice         0 s        States.NoChoiceMatched
            """,
            text);
    }

    [Fact]
    public async Task The_example_tests_pass_and_a_broken_flow_ends_with_1()
    {
        (int code, string output, string error) = await RunAsync(Path.Combine(Corpus.RepositoryRoot(), "examples", "tests", "test-flows.ps1"));
        Assert.True(code == 0, output + error);
        Assert.Contains("PASS  FAILED     3 states     2 d          Keeps the source when the transfer takes more than two days", output, StringComparison.Ordinal);
        Assert.Contains("Covered: 5 of 5 states (100 %), 2 of 2 branches (100 %)", output, StringComparison.Ordinal);

        string flows = Path.Combine(Corpus.RepositoryRoot(), "examples", "flows");
        File.WriteAllText(Path.Combine(_folder, "move.yaml"), File.ReadAllText(Path.Combine(flows, "move.yaml")).Replace("WaitTime: 172800", "WaitTime: 60", StringComparison.Ordinal));
        File.Copy(Path.Combine(flows, "move.schema.yaml"), Path.Combine(_folder, "move.schema.yaml"));
        (code, output, _) = await RunAsync(Path.Combine(Corpus.RepositoryRoot(), "examples", "tests", "test-flows.ps1"), "-Flows", _folder);
        Assert.Equal(1, code);
        Assert.Contains("FAIL  FAILED     3 states     1 min        Moves a folder", output, StringComparison.Ordinal);
        Assert.Contains("the state 'Delete' was expected, and the state 'TransferFailed' came.", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> ShowAsync(string script)
    {
        string path = Path.Combine(_folder, "show.ps1");
        File.WriteAllText(path, "Import-Module Globus.Automate\n" + script);
        (int code, string output, string error) = await RunAsync(path);
        Assert.True(code == 0 && error.Length == 0, error);
        return string.Join('\n', output.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd())).Trim('\n');
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => ChildProcess.RunAsync(
        ChildProcess.PathOf("tools/ModuleHost", "ModuleHost"),
        arguments,
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["PSModulePath"] = Path.Combine(Corpus.RepositoryRoot(), "out"), ["COLUMNS"] = "200" });
}
