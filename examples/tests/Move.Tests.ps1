# The same with Pester 5, one test for each case of the mock file: Invoke-Pester examples/tests
BeforeDiscovery {
    Import-Module Globus.Automate
    $flows = Join-Path $PSScriptRoot '../flows'
    $results = Test-GlobusFlowRun "$flows/move.yaml" -InputSchema "$flows/move.schema.yaml" -Mock "$PSScriptRoot/move.mocks.yaml"
    $cases = $results | Where-Object { $_.PSTypeNames -contains 'Globus.Automate.TestResult' } | ForEach-Object { @{ Case = $_.Case; Result = $_ } }
    $coverage = @{ Coverage = $results[-1] }
}

Describe 'The flow move' {
    It '<Case>' -ForEach $cases {
        $Result.Passed | Should -BeTrue -Because "$Result"
    }

    It 'is covered' -ForEach $coverage {
        $Coverage.MissedBranches | Should -BeNullOrEmpty
    }

    It 'transfers a file without recursion' {
        $look = { @{ DATA = @(@{ is_folder = $false }) } }
        $seen = [System.Collections.Generic.List[object]]::new()
        $move = @{ source = @{ id = 'a'; path = '/x' }; destination = @{ id = 'b'; path = '/y' } }
        $null = Test-GlobusFlowRun "$PSScriptRoot/../flows/move.yaml" $move -Mock @{
            Look = $look
            Transfer = { param($Parameters, $Invocation) $seen.Add($Parameters); @{} }
            Delete = { @{} }
        }
        $seen[0].transfer_items[0].recursive | Should -BeFalse
    }
}
