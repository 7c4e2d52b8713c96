using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Providers;

/// <summary>
/// A request that a provider does not take up: nothing was started. It becomes an HTTP error with the services' error body
/// <c>{"error": {"code", "detail", "message"?}, "debug_id"}</c>, and in a flow <c>ActionUnableToRun</c>.
/// </summary>
public class ActionRefusedException : Exception
{
    /// <summary>Describes the refusal.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="code">The service's code, such as <c>NOT_FOUND</c>.</param>
    /// <param name="message">One sentence: what is wrong and what to do.</param>
    /// <param name="detail">The body's <c>detail</c> where it is a list of faults; null puts the sentence there.</param>
    public ActionRefusedException(int statusCode, string code, string message, FlowArray? detail = null)
        : base(message)
    {
        StatusCode = statusCode;
        Code = code;
        Detail = detail;
    }

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; }

    /// <summary>The service's code.</summary>
    public string Code { get; }

    /// <summary>The list of faults, or null.</summary>
    public FlowArray? Detail { get; }

    /// <summary>The error body.</summary>
    /// <param name="debugId">An id to find this answer by.</param>
    public virtual FlowObject ToBody(Guid debugId)
    {
        var error = new FlowObject.Builder();
        error.Set("code", FlowValue.From(Code));
        error.Set("detail", Detail ?? FlowValue.From(Message));
        if (Detail is not null)
        {
            error.Set("message", FlowValue.From(Message));
        }

        return FlowObject.Create(("error", error.Build()), ("debug_id", FlowValue.From(debugId.ToString())));
    }

    internal static ActionRefusedException BadRequest(string message) => new(400, "BAD_REQUEST", message);

    internal static ActionRefusedException Input(string message, string location)
        => new(400, "ACTION_INPUT_ERROR", "Input failed validation with 1 error.", FlowArray.Create(FlowObject.Create(
            ("loc", FlowArray.OfStrings([location])),
            ("msg", FlowValue.From(message)),
            ("type", FlowValue.From("InvalidActionInput")))));

    internal static ActionRefusedException NotFound(string message) => new(404, "NOT_FOUND", message);

    internal static ActionRefusedException Conflict(string message) => new(409, "STATE_CONFLICT", message);

    internal static ActionRefusedException Forbidden(string message) => new(403, "FORBIDDEN", message);

    internal ActionResponse ToResponse(Guid debugId) => new(StatusCode, ToBody(debugId));
}
