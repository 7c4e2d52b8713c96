@{
    RootModule           = 'bin/Globus.Automate.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b6e0f7de-5c2a-4b0f-9c53-0f2f6f7a8f11'
    Author               = 'Globus.Automate contributors'
    CompanyName          = 'Globus.Automate contributors'
    Copyright            = '(c) Globus.Automate contributors. Apache-2.0.'
}
