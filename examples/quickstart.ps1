# A flow's life on the local Globus: publish, list, run, watch, look back. It needs no account and no network.
#   dotnet run --project tools/ModuleHost -- examples/quickstart.ps1
Import-Module Globus.Automate

'Connecting to the Globus on this machine ...'
Connect-Globus -Local
Get-GlobusContext

'Publishing a flow from a YAML file, with a schema for its input ...'
$flows = "$PSScriptRoot/flows"
$flow = Publish-GlobusFlow -Title 'Greeting' -Definition "$flows/greet.yaml" -InputSchema "$flows/greet.schema.yaml" -Subtitle 'Says hello, and reports'
Get-GlobusFlow

'What it looks like:'
$flow | Show-GlobusFlow

'Running it, and watching its log as it grows ...'
$run = $flow | Invoke-GlobusFlow -Input @{ name = 'Ada'; seconds = 2 } -Label 'First greeting'
$run | Watch-GlobusRun

'The run:'
Get-GlobusRun
(Get-GlobusRun -RunId $run.RunId).Details.output.report

'When its states ran:'
$run | Show-GlobusRun -As Timeline

"Next: dotnet run --project tools/ModuleHost, then Connect-Globus -Local and Get-Command -Module Globus.Automate."
