using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Testing;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Pipeline;

namespace Globus.Automate.PowerShell.Commands.Local;

/// <summary>A script block in place of an action. The run asks from a thread of its own; the script runs on the pipeline thread, the only one it may.</summary>
internal sealed class ScriptMock(string stateName, ScriptBlock script, AsyncCmdlet cmdlet)
{
    // Called as a command and not through ScriptBlock.Invoke, so that $PSCmdlet is there and errors that end nothing are not lost. Within try,
    // an error that would end only a statement of the script ends the script: a broken mock must not pass for one that answers nothing.
    private readonly ScriptBlock _call = ScriptBlock.Create("param($Mock, $Parameters, $Invocation) try { & $Mock $Parameters $Invocation 2>&1 } catch { throw }");

    public static DelegateMock Create(string stateName, ScriptBlock script, AsyncCmdlet cmdlet) => new(new ScriptMock(stateName, script, cmdlet).AnswerAsync);

    private async ValueTask<FlowValue> AnswerAsync(FlowValue parameters, int invocation, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<FlowValue>(TaskCreationOptions.RunContinuationsAsynchronously);
        cmdlet.PostToPipeline(() => Run(parameters, invocation, answer));
        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Run(FlowValue parameters, int invocation, TaskCompletionSource<FlowValue> answer)
    {
        try
        {
            answer.TrySetResult(Read(_call.Invoke(script, ServiceObject.ToValue(JsonText.ToElement(parameters)), invocation)));
        }
        catch (PipelineStoppedException)
        {
            answer.TrySetCanceled(CancellationToken.None);
        }
        catch (FlowControlException)
        {
            answer.TrySetException(new MockException($"The mock of the state '{stateName}' was left with break, continue or exit at invocation {invocation}; use return."));
        }
        catch (RuntimeException exception)
        {
            answer.TrySetException(new MockException($"The mock of the state '{stateName}' failed at invocation {invocation}{Place(exception.ErrorRecord)}: {exception.Message}", exception));
        }
#pragma warning disable CA1031 // the run tells what the script did
        catch (Exception exception)
#pragma warning restore CA1031
        {
            answer.TrySetException(exception);
        }
    }

    /// <summary>What a script wrote: nothing is empty details, one object is what the action returns. Errors go where the cmdlet's own go.</summary>
    private FlowValue Read(Collection<PSObject> written)
    {
        var output = new List<PSObject>();
        foreach (PSObject? item in written)
        {
            if (item?.BaseObject is ErrorRecord error)
            {
                cmdlet.WriteError(error);
            }
            else if (item is not null)
            {
                output.Add(item);
            }
        }

        return output.Count switch
        {
            0 => FlowObject.Empty,
            1 => ObjectReader.Read(output[0]),
            _ => throw new MockException($"The mock of the state '{stateName}' wrote {output.Count} objects, and an action has one answer: assign to $null what is not meant, or write a list as one object with a comma before it."),
        };
    }

    /// <summary>The line of the user's script, unless the fault is in how it was called.</summary>
    private string Place(ErrorRecord? error)
        => error?.InvocationInfo is { ScriptLineNumber: > 0 } at && at.Line?.Trim() != _call.ToString()
            ? string.Create(CultureInfo.InvariantCulture, $" (line {at.ScriptLineNumber} of {(at.ScriptName is { Length: > 0 } file ? Path.GetFileName(file) : "the script")})")
            : string.Empty;
}
