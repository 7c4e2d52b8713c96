# A flow's life on the local Globus: publish, list, run, watch, look back. It needs no account and no network.
#   dotnet run --project tools/ModuleHost -- examples/quickstart.ps1
# (Out-Default shows each thing by itself; at a prompt that happens without it.)
Import-Module Globus.Automate
$flows = "$PSScriptRoot/flows"

"Connecting to the Globus on this machine ..."
Connect-Globus -Local

"Publishing a flow from a YAML file, with a schema for its input:"
$flow = Publish-GlobusFlow "$flows/greet.yaml" -InputSchema "$flows/greet.schema.yaml" -Title 'Greeting' -Subtitle 'Says hello, and reports'
Get-GlobusFlow | Out-Default

"What it looks like:"
""
$flow | Show-GlobusFlow | Out-Default
""
"Running it, and watching its log as it grows:"
$run = $flow | Invoke-GlobusFlow -Input @{ name = 'Ada'; seconds = 2 } -Label 'First greeting'
$run | Watch-GlobusRun | Out-Default

"The run, and what came of it:"
Get-GlobusRun | Out-Default
(Get-GlobusRun $run.RunId).Details.output.report | Out-Default

"When its states ran:"
""
$run | Show-GlobusRun -As Timeline | Out-Default
""
"Next: dotnet run --project tools/ModuleHost gives a prompt; try Connect-Globus -Local and Get-Command -Module Globus.Automate there."
