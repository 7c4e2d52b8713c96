using System.Text.RegularExpressions;
using Globus.Automate.PowerShell.Tests.Engine;
using Globus.Automate.Tests;

namespace Globus.Automate.PowerShell.Tests.Help;

/// <summary>Every command of this module that a page, an example or a script shows is one that PowerShell reads and that the cmdlets take.</summary>
public sealed partial class WrittenCommandsTests
{
    private const string Check = """
        $tokens = $errors = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$tokens, [ref]$errors)
        foreach ($problem in $errors) { "line $($problem.Extent.StartLineNumber): $($problem.Message)" }
        foreach ($command in $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            if ($command.GetCommandName() -notlike '*-Globus*') { continue }
            if (-not (Get-Command $command.GetCommandName() -ErrorAction Ignore)) { "'$command': there is no such command"; continue }
            foreach ($problem in [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($command, $true).BindingExceptions.Values) {
                "'$command': $($problem.BindingException.Message)"
            }
        }
        """;

    [Fact]
    public void Pages_examples_and_scripts_show_commands_that_work()
    {
        using var session = new ModuleSession();
        string[] texts = [.. Files().SelectMany(static path => Scripts(path).Select(text => (path, text))).SelectMany(item => Problems(session, item.text, item.path))];
        Assert.Empty(texts);
    }

    [Theory]
    [InlineData("Get-GlobusFlow -Frist 3", "'Get-GlobusFlow -Frist 3': A parameter cannot be found that matches parameter name 'Frist'.")]
    [InlineData("Get-GlobusFlows", "'Get-GlobusFlows': there is no such command")]
    [InlineData("'a' | Get-GlobusFlow (", "line 1: An expression was expected after '('.")]
    [InlineData("Get-GlobusFlow -First 3", null)]
    public void A_command_that_does_not_work_is_found(string script, string? problem)
    {
        using var session = new ModuleSession();
        Assert.Equal(problem is null ? [] : [problem], Problems(session, script, null).Take(1));
    }

    private static IEnumerable<string> Problems(ModuleSession session, string text, string? path)
        => session.Invoke(Check, ("text", text)).Select(problem => path is null ? $"{problem}" : $"{path}: {problem}");

    private static IEnumerable<string> Files()
    {
        string root = Corpus.RepositoryRoot();
        return new[] { "README.md", "CONTRIBUTING.md", "build.ps1" }.Select(name => Path.Combine(root, name))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "examples"), "*.ps1", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "tests", "Pester"), "*.ps1"));
    }

    private static IEnumerable<string> Scripts(string path)
    {
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        return path.EndsWith(".md", StringComparison.Ordinal) ? CodeBlock().Matches(text).Select(static match => match.Groups["script"].Value) : [text];
    }

    [GeneratedRegex(@"^```powershell\n(?<script>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
