using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Engine.Execution;

/// <summary>Calls action providers, and turns whatever goes wrong into an answer that a run can take.</summary>
internal sealed class ActionCaller(IActionGateway gateway, FlowEngineOptions options, VirtualTimeProvider? clock, CancellationToken stopping)
{
    /// <summary>Calls a provider. What goes wrong on the way is an answer too: an error body with the status 503.</summary>
    public async ValueTask<ActionResponse> CallAsync(Func<IActionGateway, ValueTask<ActionResponse>> call)
    {
        try
        {
            ValueTask<ActionResponse> answer = call(gateway);
            return Bound(answer.IsCompleted || clock is null ? await answer.ConfigureAwait(false) : await AwaitAsync(answer, clock).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (RunAbortedException)
        {
            throw;
        }
#pragma warning disable CA1031 // a gateway that throws is a provider that cannot be reached
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new ActionResponse(503, Error($"The action provider could not be reached: {exception.Message}"));
        }
    }

    private static async ValueTask<ActionResponse> AwaitAsync(ValueTask<ActionResponse> answer, VirtualTimeProvider clock)
    {
        clock.BeginCall();
        try
        {
            return await answer.ConfigureAwait(false);
        }
        finally
        {
            clock.EndCall();
        }
    }

    /// <summary>An answer that no run could hold is not let in.</summary>
    private ActionResponse Bound(ActionResponse response)
    {
        if (!response.IsSuccess && response.Body.Utf8Size > options.MaxDocumentSize)
        {
            return new ActionResponse(response.StatusCode, Error($"The action provider answered with the status {response.StatusCode} and {response.Body.Utf8Size} bytes, too many to keep."));
        }

        int depth = response.Body.Depth;
        return depth < options.MaxDocumentDepth
            ? response
            : new ActionResponse(502, Error($"The action provider answered with a document that nests {depth} levels deep; a run's state may nest {options.MaxDocumentDepth}."));
    }

    private static FlowObject Error(string detail) => FlowObject.Create(
        ("error", FlowObject.Create(
            ("code", FlowValue.From("ACTION_PROVIDER_ERROR")),
            ("detail", FlowValue.From(detail)))));
}
