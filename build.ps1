#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, packs and installs the module: a thin wrapper over dotnet for people who have pwsh.
.PARAMETER Task
    Build    dotnet build; makes out/Globus.Automate
    Test     dotnet test, then the Pester tests where Pester 5 is installed
    Help     rewrites the MAML help from docs/en-US
    Pack     makes out/Globus.Automate.<version>.nupkg for a PowerShell repository
    Install  copies the built module to the current user's module folder
.PARAMETER Configuration
    Release (the default) or Debug.
.EXAMPLE
    ./build.ps1 -Task Build, Test
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'Test', 'Help', 'Pack', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = $PSScriptRoot
$moduleFolder = Join-Path $root 'out' 'Globus.Automate'
$version = (Import-PowerShellDataFile (Join-Path $root 'Globus.Automate.psd1')).ModuleVersion

function Invoke-Dotnet {
    param([Parameter(Mandatory)][string[]] $ArgumentList)
    & dotnet @ArgumentList
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($ArgumentList -join ' ') ended with exit code $LASTEXITCODE."
    }
}

function Invoke-Build {
    Invoke-Dotnet build, (Join-Path $root 'Globus.Automate.PowerShell.sln'), '-c', $Configuration, '--nologo'
}

function Invoke-Test {
    Invoke-Dotnet test, (Join-Path $root 'Globus.Automate.PowerShell.sln'), '-c', $Configuration, '--nologo'

    $pester = Get-Module Pester -ListAvailable | Where-Object Version -GE '5.0.0' | Select-Object -First 1
    if (-not $pester) {
        Write-Warning 'Pester 5 is not installed, so the acceptance tests did not run: Install-PSResource Pester.'
        return
    }

    # In a process of its own: a module's assemblies stay loaded, and the next build could not replace them.
    $command = @"
Import-Module Pester -MinimumVersion 5.0.0
`$configuration = New-PesterConfiguration
`$configuration.Run.Path = '$(Join-Path $root 'tests' 'Pester')'
`$configuration.Run.Exit = `$true
`$configuration.Output.Verbosity = 'Detailed'
Invoke-Pester -Configuration `$configuration
"@
    & (Get-Process -Id $PID).Path -NoProfile -Command $command
    if ($LASTEXITCODE -ne 0) {
        throw "$LASTEXITCODE Pester tests failed."
    }
}

function Invoke-Help {
    Invoke-Dotnet run, '--project', (Join-Path $root 'tools' 'HelpBuilder')
}

function Invoke-Pack {
    Invoke-Build
    $feed = New-Item -ItemType Directory -Force (Join-Path $root 'out' 'feed')
    $repository = "GlobusAutomateBuild$PID"
    Register-PSResourceRepository -Name $repository -Uri $feed.FullName -Trusted
    try {
        Get-ChildItem $feed -Filter "Globus.Automate.$version*.nupkg" | Remove-Item
        Publish-PSResource -Path $moduleFolder -Repository $repository
        Get-ChildItem $feed -Filter "Globus.Automate.$version*.nupkg"
    }
    finally {
        Unregister-PSResourceRepository -Name $repository
    }
}

function Invoke-Install {
    if (-not (Test-Path (Join-Path $moduleFolder 'Globus.Automate.psd1'))) {
        Invoke-Build
    }

    $modules = if ($IsWindows) {
        Join-Path ([Environment]::GetFolderPath('MyDocuments')) 'PowerShell' 'Modules'
    }
    else {
        Join-Path $HOME '.local' 'share' 'powershell' 'Modules'
    }

    $target = Join-Path $modules 'Globus.Automate' $version
    if ($PSCmdlet.ShouldProcess($target, 'Install Globus.Automate')) {
        if (Test-Path $target) {
            Remove-Item $target -Recurse -Force
        }

        $null = New-Item -ItemType Directory -Force $target
        Copy-Item (Join-Path $moduleFolder '*') $target -Recurse
        "Globus.Automate $version is installed in $target."
    }
}

foreach ($name in $Task) {
    & "Invoke-$name"
}
