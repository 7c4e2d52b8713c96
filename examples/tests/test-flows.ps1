# Tests every flow that has a mock file here, shows what came of it, and ends with 1 where something is not as expected: for CI.
#   pwsh examples/tests/test-flows.ps1
#   dotnet run --project tools/ModuleHost -- examples/tests/test-flows.ps1
param([string] $Flows = "$PSScriptRoot/../flows", [double] $LeastCoverage = 100)
$ErrorActionPreference = 'Stop'
Import-Module Globus.Automate

$failed = 0
foreach ($mocks in [System.IO.Directory]::GetFiles($PSScriptRoot, '*.mocks.yaml')) {
    $name = [System.IO.Path]::GetFileName($mocks) -replace '\.mocks\.yaml$'
    "$name"
    $results = Test-GlobusFlowRun "$Flows/$name.yaml" -InputSchema "$Flows/$name.schema.yaml" -Mock $mocks
    $results | Out-Default
    $failed += @($results | Where-Object { $_.Passed -eq $false }).Count
    if ($results[-1].BranchPercent -lt $LeastCoverage) {
        "      Less than $LeastCoverage % of the branches were taken."
        $failed++
    }
}

if ($failed) { exit 1 }
