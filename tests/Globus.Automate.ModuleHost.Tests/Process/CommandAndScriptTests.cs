namespace Globus.Automate.ModuleHost.Tests.Process;

public sealed class CommandAndScriptTests : IDisposable
{
    private const string FunctionWithStreams = """
        function Test-Streams {
            [CmdletBinding()] param()
            $PSCmdlet.WriteVerbose('verbose one')
            $PSCmdlet.WriteWarning('warning one')
            $PSCmdlet.WriteDebug('debug one')
            $PSCmdlet.WriteInformation('information one', @())
            $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'progress one', 's'))
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([System.Exception]::new('error one'), 'Id', 'NotSpecified', $null))
            'output one'
        }

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1", 0)]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'x'", 1)]
    [InlineData("Get-NoSuchThing", 1)]
    [InlineData("Get-NoSuchThing; 1", 0)]
    [InlineData("1 +", 1)]
    [InlineData("$Host.SetShouldExit(9)", 9)]
    public void A_command_ends_with_its_code(string command, int expected) =>
        Assert.Equal(expected, HostProcess.Run("-Command", command).ExitCode);

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("function f { exit 8 }\nf", 8)]
    [InlineData("throw 'x'", 1)]
    [InlineData("Get-NoSuchThing\n'goes on'", 0)]
    [InlineData("'goes on'\nGet-NoSuchThing", 0)]
    [InlineData("if (", 1)]
    [InlineData("exit 0", 0)]
    public void A_script_ends_with_its_code(string script, int expected) =>
        Assert.Equal(expected, HostProcess.Run("-File", _folder.Write("s.ps1", script)).ExitCode);

    [Fact]
    public void A_script_that_is_not_there_is_named()
    {
        HostResult result = HostProcess.Run("nowhere.ps1");

        Assert.Equal(64, result.ExitCode);
        Assert.StartsWith("ModuleHost: There is no script 'nowhere.ps1' (looked for /", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_gets_its_arguments_its_folder_and_the_current_folder()
    {
        _folder.Write("here/mark.txt", "");
        string script = _folder.Write("it's a [folder]/s.ps1", """
            param([string] $Name, [switch] $Loud, [int] $Number, [Parameter(ValueFromRemainingArguments)] $Rest)
            "$Name|$Loud|$Number|$($Rest -join ',')"
            "$PSScriptRoot"
            "$($ExecutionContext.SessionState.Path.CurrentLocation)"
            [System.IO.File]::Exists('mark.txt')
            """);

        HostResult result = HostProcess.Run(
            new HostInput { WorkingDirectory = Path.Combine(_folder.Path, "here") },
            script, "-Number:5", "-Name", "$it's", "-Loud", "a b", "-7");

        Assert.Equal("", result.Error);
        Assert.Equal($"$it's|True|5|a b,-7\n{Path.GetDirectoryName(script)}\n{_folder.Path}/here\nTrue\n", result.Output);
    }

    [Fact]
    public void Data_goes_to_standard_output_and_messages_to_standard_error()
    {
        HostResult result = HostProcess.Run("-Command", FunctionWithStreams + "Test-Streams -Verbose -InformationAction Continue -WarningAction Continue; $DebugPreference = 'Continue'; Test-Streams");

        Assert.Equal("information one\noutput one\noutput one\n", result.Output);
        Assert.Contains("VERBOSE: verbose one\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("WARNING: warning one\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("DEBUG: debug one\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("error one", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("progress one", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Redirected_output_holds_no_escape_sequences()
    {
        HostResult result = HostProcess.Run("-Command", FunctionWithStreams + "\"`e[31mred`e[0m\"; Test-Streams; Get-Command Get-Help; throw 'x'");

        Assert.StartsWith("red\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Error);
    }

    [Fact]
    public void Objects_are_formatted_as_PowerShell_formats_them()
    {
        HostResult result = HostProcess.Run("-Command", "[pscustomobject]@{ Id = 1; Title = 'a' }, [pscustomobject]@{ Id = 2; Title = 'b' }");

        Assert.Equal("\nId Title\n-- -----\n 1 a\n 2 b\n\n", result.Output);
    }

    [Fact]
    public void An_error_says_where_it_is()
    {
        HostResult result = HostProcess.Run(_folder.Write("bad.ps1", "'first'\nthrow 'it broke'"));

        Assert.Equal("first\n", result.Output);
        Assert.Contains("bad.ps1:2", result.Error, StringComparison.Ordinal);
        Assert.Contains("it broke", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_on_PSModulePath_loads_by_itself()
    {
        _folder.Write("Sample/Sample.psd1", "@{ RootModule = 'Sample.psm1'; ModuleVersion = '1.2.3'; FunctionsToExport = 'Get-Sample' }");
        _folder.Write("Sample/Sample.psm1", "function Get-Sample { 'from the module' }");
        HostInput input = new() { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PSModulePath"] = _folder.Path } };

        Assert.Equal("from the module\n", HostProcess.Run(input, "-Command", "Get-Sample").Output);
        Assert.Equal("1.2.3\n", HostProcess.Run(input, "-Command", "Import-Module Sample; (Get-Module Sample).Version.ToString()").Output);
    }

    [Fact]
    public void The_folder_of_the_built_module_comes_first_on_PSModulePath()
    {
        string first = HostProcess.Run("-Command", "($env:PSModulePath -split [System.IO.Path]::PathSeparator)[0]").Output.TrimEnd();

        Assert.True(Path.IsPathRooted(first));
        Assert.Equal("out", Path.GetFileName(first));
        Assert.True(File.Exists(Path.Combine(first, "../Globus.Automate.psd1")), first);
    }

    [Fact]
    public void Help_tells_the_usage()
    {
        HostResult result = HostProcess.Run("-Help");

        Assert.Equal((0, CommandLine.Usage + "\n"), (result.ExitCode, result.Output.Replace("\r", "", StringComparison.Ordinal)));
    }
}
