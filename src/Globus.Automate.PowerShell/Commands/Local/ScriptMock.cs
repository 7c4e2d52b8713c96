using System.Collections.ObjectModel;
using System.Management.Automation;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>A script block in place of an action. The run asks from a thread of its own; the script runs on the pipeline thread, the only one it may.</summary>
internal static class ScriptMock
{
    public static DelegateMock Create(ScriptBlock script, AsyncCmdlet cmdlet) => new(async (parameters, invocation, cancellationToken) =>
    {
        var answer = new TaskCompletionSource<FlowValue>(TaskCreationOptions.RunContinuationsAsynchronously);
        cmdlet.PostToPipeline(() =>
        {
            try
            {
                answer.TrySetResult(Read(script.Invoke(ServiceObject.ToValue(JsonText.ToElement(parameters)), invocation)));
            }
            catch (PipelineStoppedException)
            {
                answer.TrySetCanceled(CancellationToken.None);
            }
#pragma warning disable CA1031 // the run tells what the script threw
            catch (Exception exception)
#pragma warning restore CA1031
            {
                answer.TrySetException(exception);
            }
        });
        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    });

    /// <summary>What a script wrote: nothing is empty details, one object is what the action returns, more are a list.</summary>
    private static FlowValue Read(Collection<PSObject> output) => output.Count switch
    {
        0 => FlowObject.Empty,
        1 => ObjectReader.Read(output[0]),
        _ => FlowArray.Create(output.Select(ObjectReader.Read)),
    };
}
