@{
    RootModule             = 'bin/Globus.Automate.PowerShell.dll'
    # The loader comes first: it makes the load context in which everything but the cmdlets lives.
    NestedModules          = @('bin/Globus.Automate.Loader.dll')
    ModuleVersion          = '0.1.0'
    GUID                   = 'b6e0f7de-5c2a-4b0f-9c53-0f2f6f7a8f11'
    Author                 = 'Globus.Automate contributors'
    CompanyName            = 'Globus.Automate contributors'
    Copyright              = '(c) Globus.Automate contributors. Licensed under Apache-2.0.'
    Description            = 'Globus Flows at home in PowerShell: publish, run and watch flows by the thousand, and a Globus on your own machine on which a flow can be written, checked, run, tested and debugged before it touches the hosted service.'
    CompatiblePSEditions   = @('Core')
    PowerShellVersion      = '7.4'
    FormatsToProcess       = @('Globus.Automate.Format.ps1xml', 'Globus.Automate.Services.Format.ps1xml', 'Globus.Automate.Testing.Format.ps1xml')
    TypesToProcess         = @('Globus.Automate.Types.ps1xml')
    CmdletsToExport        = @(
        'Add-GlobusLocalCollection'
        'Connect-Globus'
        'Disconnect-Globus'
        'Export-GlobusFlow'
        'Export-GlobusRunMock'
        'Get-GlobusAction'
        'Get-GlobusActionLog'
        'Get-GlobusActionProvider'
        'Get-GlobusContext'
        'Get-GlobusFlow'
        'Get-GlobusFlowTrigger'
        'Get-GlobusIdentity'
        'Get-GlobusLocalCollection'
        'Get-GlobusLocalService'
        'Get-GlobusQueue'
        'Get-GlobusRegisteredApi'
        'Get-GlobusRun'
        'Get-GlobusRunDefinition'
        'Get-GlobusRunLog'
        'Get-GlobusWebInput'
        'Invoke-GlobusAction'
        'Invoke-GlobusFlow'
        'New-GlobusQueue'
        'Publish-GlobusFlow'
        'Receive-GlobusQueueMessage'
        'Register-GlobusFlowTrigger'
        'Remove-GlobusAction'
        'Remove-GlobusFlow'
        'Remove-GlobusLocalCollection'
        'Remove-GlobusQueue'
        'Remove-GlobusQueueMessage'
        'Remove-GlobusRun'
        'Resume-GlobusAction'
        'Resume-GlobusRun'
        'Search-GlobusLocalIndex'
        'Send-GlobusQueueMessage'
        'Set-GlobusFlow'
        'Set-GlobusQueue'
        'Set-GlobusRun'
        'Show-GlobusFlow'
        'Show-GlobusRun'
        'Start-GlobusLocalService'
        'Stop-GlobusAction'
        'Stop-GlobusLocalService'
        'Stop-GlobusRun'
        'Submit-GlobusWebInput'
        'Test-GlobusFlow'
        'Test-GlobusFlowRun'
        'Test-GlobusFlowState'
        'Unregister-GlobusFlowTrigger'
        'Wait-GlobusRun'
        'Watch-GlobusAction'
        'Watch-GlobusRun'
    )
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('Globus', 'GlobusFlows', 'Automate', 'Automation', 'Workflow', 'Flows', 'Research', 'DataManagement', 'Transfer', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ProjectUri   = 'https://github.com/globus-automate/globus-automate-powershell'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
