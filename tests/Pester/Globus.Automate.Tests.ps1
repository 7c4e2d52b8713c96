#requires -Version 7.4
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    $script:root = Split-Path (Split-Path $PSScriptRoot)
    Import-Module (Join-Path $root 'out' 'Globus.Automate' 'Globus.Automate.psd1') -Force
    $script:greet = Join-Path $root 'examples' 'flows' 'greet.yaml'
    $script:schema = Join-Path $root 'examples' 'flows' 'greet.schema.yaml'
}

AfterAll {
    Remove-Module Globus.Automate -ErrorAction Ignore
}

Describe 'The manifest' {
    BeforeAll {
        $script:manifest = Test-ModuleManifest (Join-Path $root 'out' 'Globus.Automate' 'Globus.Automate.psd1')
    }

    It 'exports each cmdlet by name' {
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Get-Command -Module Globus.Automate).Name | Sort-Object)
    }

    It 'uses approved verbs' {
        $approved = (Get-Verb).Verb
        (Get-Command -Module Globus.Automate).Verb | Sort-Object -Unique | ForEach-Object { $_ | Should -BeIn $approved }
    }

    It 'has help with an example for <_>' -ForEach (Import-PowerShellDataFile (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'Globus.Automate.psd1')).CmdletsToExport {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeLike "*$_ `[*"
        @($help.examples.example).Count | Should -BeGreaterThan 0
    }
}

Describe 'A flow on the local Globus' {
    BeforeAll {
        Connect-Globus -Local
        $script:flow = Publish-GlobusFlow -Title 'Pester' -Definition $greet -InputSchema $schema
    }

    AfterAll {
        Remove-GlobusFlow -FlowId $flow.Id -Force
        Disconnect-Globus
    }

    It 'runs to its end' {
        $run = $flow | Invoke-GlobusFlow -Input @{ name = 'Ada'; seconds = 0 } -Wait
        $run.Status | Should -Be 'SUCCEEDED'
        $run.Details.output.report.said | Should -Be 'Hello, Ada!'
    }

    It 'comes back from ConvertTo-Json with the values of the service' {
        $copy = $flow | ConvertTo-Json -Depth 30 | ConvertFrom-Json
        $copy.Id | Should -Be $flow.Id
        $copy.Definition.States.Greet.Parameters.'sleep_time.$' | Should -Be '$.seconds'
    }

    It 'takes its input as <Form>' -ForEach @(
        @{ Form = 'a hashtable'; Body = @{ name = 'Ada'; seconds = 0 } }
        @{ Form = 'an object'; Body = [pscustomobject]@{ name = 'Ada'; seconds = 0 } }
        @{ Form = 'JSON'; Body = '{"name": "Ada", "seconds": 0}' }
        @{ Form = 'YAML'; Body = "name: Ada`nseconds: 0" }
    ) {
        { $flow | Invoke-GlobusFlow -Input $Body -ValidateOnly -ErrorAction Stop } | Should -Not -Throw
    }

    It 'refuses what the schema does not allow, with the place' {
        $flow | Invoke-GlobusFlow -Input @{ name = 5; seconds = 0 } -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        $problem[0].ToString() | Should -Match '\$\.name'
    }

    It 'stops asking for pages when enough is there' {
        1..30 | ForEach-Object { @{ name = "N$_"; seconds = 0 } } | Invoke-GlobusFlow -FlowId $flow.Id -Wait | Should -HaveCount 30
        Get-GlobusRun -First 3 | Should -HaveCount 3
        Get-GlobusRun | Select-Object -First 2 | Should -HaveCount 2
    }

    It 'works in parallel script blocks' {
        1..4 | ForEach-Object -Parallel {
            Import-Module $using:root/out/Globus.Automate/Globus.Automate.psd1
            (Invoke-GlobusFlow -FlowId $using:flow.Id -Input @{ name = "P$_"; seconds = 0 } -Wait).Status
        } | Should -Be @('SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED')
    }

    It 'changes nothing with -WhatIf' {
        $before = @(Get-GlobusFlow).Count
        Publish-GlobusFlow -Title 'Never' -Definition $greet -WhatIf
        Remove-GlobusFlow -FlowId $flow.Id -WhatIf
        @(Get-GlobusFlow).Count | Should -Be $before
    }

    It 'works under strict mode' {
        Set-StrictMode -Version Latest
        { Get-GlobusRun -First 1 | Out-String } | Should -Not -Throw
    }
}

Describe 'The local service on a port' {
    It 'answers other clients' {
        $service = Start-GlobusLocalService
        try {
            $token = Invoke-RestMethod "$($service.Url)v2/oauth2/token" -Method Post -Authentication Basic -AllowUnencryptedAuthentication -Credential ([pscredential]::new('local', (ConvertTo-SecureString 'local' -AsPlainText))) -Body @{ grant_type = 'client_credentials'; scope = 'https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all' }
            $flows = Invoke-RestMethod "$($service.Url)flows" -Headers @{ Authorization = "Bearer $($token.access_token)" }
            $flows.PSObject.Properties.Name | Should -Contain 'flows'
        }
        finally {
            Stop-GlobusLocalService
        }
    }
}
