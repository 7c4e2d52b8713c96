# A flow that runs by itself: each file that comes to a folder is moved to an archive. It needs no account and no network.
#   dotnet run --project tools/ModuleHost -- examples/move-new-files.ps1
# (Out-Default shows each thing by itself; at a prompt that happens without it.)
Import-Module Globus.Automate
$flows = "$PSScriptRoot/flows"
$work = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'globus-automate-example', [IO.Path]::GetRandomFileName())
$instrument = [IO.Directory]::CreateDirectory("$work/instrument").FullName
$archive = [IO.Directory]::CreateDirectory("$work/archive").FullName

"Two folders as collections of the Globus on this machine:"
Connect-Globus -Local -DataPath "$work/globus"
$from = Add-GlobusLocalCollection -Name Instrument -Path $instrument
$to = Add-GlobusLocalCollection -Name Archive -Path $archive
$from, $to | Out-Default

"A trigger that runs the flow 'move' for each file, with an input made of the file:"
$trigger = Publish-GlobusFlow "$flows/move.yaml" -InputSchema "$flows/move.schema.yaml" -Title 'Move' |
    Register-GlobusFlowTrigger -Path $instrument -Filter *.h5 -PerFile -SettleSeconds 0.5 -Name new-files -Input @{
        source      = @{ id = $from.Id; 'path.=' = "'/' + files[0].relative_path" }
        destination = @{ id = $to.Id; 'path.=' = "'/' + files[0].relative_path" }
    }
$trigger | Out-Default

"Two scans are written ..."
[IO.File]::WriteAllText("$instrument/scan-1.h5", 'one')
[IO.File]::WriteAllText("$instrument/scan-2.h5", 'two')
for ($i = 0; $i -lt 600 -and (Get-GlobusFlowTrigger new-files).RunCount -lt 2; $i++) { [Threading.Thread]::Sleep(100) }
Get-GlobusRun | Wait-GlobusRun | Out-Default

"What is in the archive now:"
[IO.Directory]::GetFiles($archive) | Out-Default

Unregister-GlobusFlowTrigger new-files
Disconnect-Globus
