using System.Globalization;
using System.Management.Automation;
using System.Text;
using Globus.Automate.Client.Errors;
using Globus.Automate.FlowLanguage;
using Globus.Automate.FlowLanguage.Reading;
using Globus.Automate.FlowLanguage.Schema;
using Globus.Automate.PowerShell.Session;

namespace Globus.Automate.PowerShell.Errors;

/// <summary>What lower layers throw, as error records: a stable id that scripts match, the right category, and what to do next.</summary>
internal static class ErrorRecords
{
    private static readonly string[] s_actionRoutes = ["/status", "/log", "/cancel", "/resume", "/release"];

    /// <summary>Whether an exception is an outcome to report. What is left over (a stopped pipeline, a mistake of ours) passes.</summary>
    public static bool IsReportable(Exception exception, CancellationToken stop) => exception switch
    {
        OperationCanceledException => false,
        GlobusApiException => !stop.IsCancellationRequested,
        CommandException or DocumentException or FlowSyntaxException or SchemaException => true,
        ArgumentException or IOException or UnauthorizedAccessException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The record for an exception.</summary>
    public static ErrorRecord From(Exception exception, object? target) => exception switch
    {
        GlobusApiException api => FromService(api, target),
        CommandException command => Describe(new ErrorRecord(command, command.ErrorId, command.Category, target), command.Message, command.RecommendedAction),
        DocumentException document => new ErrorRecord(document, "InvalidDocument", ErrorCategory.ParserError, target ?? document.File),
        SchemaException schema => new ErrorRecord(schema, "InvalidSchema", ErrorCategory.InvalidData, target),
        FlowSyntaxException syntax => new ErrorRecord(syntax, "InvalidSyntax", ErrorCategory.ParserError, target),
        UnauthorizedAccessException denied => new ErrorRecord(denied, "AccessDenied", ErrorCategory.PermissionDenied, target),
        TimeoutException timeout => new ErrorRecord(timeout, "WaitTimeout", ErrorCategory.OperationTimeout, target),
        ArgumentException argument => Describe(new ErrorRecord(argument, "InvalidArgument", ErrorCategory.InvalidArgument, target), Sentence(argument), next: null),
        IOException io => new ErrorRecord(io, "FileError", ErrorCategory.ReadError, target),
        _ => new ErrorRecord(exception, "UnexpectedError", ErrorCategory.NotSpecified, target),
    };

    /// <summary>The message without the name of a parameter that is none of the cmdlet's.</summary>
    private static string Sentence(ArgumentException argument)
    {
        int suffix = argument.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return suffix < 0 ? argument.Message : argument.Message[..suffix];
    }

    private static ErrorRecord FromService(GlobusApiException error, object? target)
    {
        (string id, ErrorCategory category) = Classify(error);
        return Describe(new ErrorRecord(error, id, category, target), Message(error), NextStep(error));
    }

    private static (string Id, ErrorCategory Category) Classify(GlobusApiException error) => error.Kind switch
    {
        GlobusErrorKind.NotFound => (NotFoundId(error), ErrorCategory.ObjectNotFound),
        GlobusErrorKind.Forbidden => ("Forbidden", ErrorCategory.PermissionDenied),
        GlobusErrorKind.AuthenticationRequired => ("AuthenticationRequired", ErrorCategory.AuthenticationError),
        GlobusErrorKind.ConsentRequired => ("ConsentRequired", ErrorCategory.SecurityError),
        GlobusErrorKind.SessionRequired => ("SessionRequired", ErrorCategory.SecurityError),
        GlobusErrorKind.RateLimited => ("RateLimited", ErrorCategory.LimitsExceeded),
        GlobusErrorKind.InvalidInput => ("InvalidInput", ErrorCategory.InvalidArgument),
        GlobusErrorKind.InvalidDefinition => ("InvalidDefinition", ErrorCategory.InvalidData),
        GlobusErrorKind.Conflict => ("Conflict", ErrorCategory.InvalidOperation),
        GlobusErrorKind.Timeout => ("RequestTimeout", ErrorCategory.OperationTimeout),
        GlobusErrorKind.MayHaveStarted => ("MayHaveStarted", ErrorCategory.ConnectionError),
        GlobusErrorKind.ServiceError => ("ServiceError", ErrorCategory.ResourceUnavailable),
        GlobusErrorKind.ServiceUnavailable => ("ServiceUnavailable", ErrorCategory.ResourceUnavailable),
        GlobusErrorKind.InvalidResponse => ("InvalidResponse", ErrorCategory.ProtocolError),
        GlobusErrorKind.RedirectRefused => ("RedirectRefused", ErrorCategory.SecurityError),
        GlobusErrorKind.TokenRefused => ("TokenRefused", ErrorCategory.SecurityError),
        GlobusErrorKind.LoginFailed => ("LoginFailed", ErrorCategory.AuthenticationError),
        GlobusErrorKind.LoginTimeout => ("LoginTimeout", ErrorCategory.OperationTimeout),
        GlobusErrorKind.Network => ("NetworkError", ErrorCategory.ConnectionError),
        _ => ("ServiceError", ErrorCategory.NotSpecified),
    };

    /// <summary>The route says what was not found.</summary>
    private static string NotFoundId(GlobusApiException error)
    {
        string url = error.Url ?? string.Empty;
        return url.Contains("/runs/", StringComparison.Ordinal) ? "RunNotFound"
            : url.Contains("/flows/", StringComparison.Ordinal) ? "FlowNotFound"
            : url.Contains("/queues/", StringComparison.Ordinal) ? "QueueNotFound"
            : url.Contains("/web_inputs/", StringComparison.Ordinal) ? "WebInputNotFound"
            : url.Contains("/registered_apis/", StringComparison.Ordinal) ? "RegisteredApiNotFound"
            : url.Contains("/api/identities", StringComparison.Ordinal) ? "IdentityNotFound"
            : s_actionRoutes.Any(route => url.Split('?')[0].EndsWith(route, StringComparison.Ordinal)) ? "ActionNotFound"
            : "NotFound";
    }

    private static string Message(GlobusApiException error)
    {
        if (error is { Details.Count: > 1, Kind: GlobusErrorKind.InvalidDefinition, StatusCode: { } status })
        {
            // Numbered, since hosts may run the lines into one.
            var faults = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"The definition has {error.Details.Count} faults ({error.Code}, HTTP {(int)status}):"));
            for (int i = 0; i < error.Details.Count; i++)
            {
                faults.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {i + 1}. {error.Details[i]}");
            }

            return faults.ToString();
        }

        var text = new StringBuilder(error.Message);
        foreach (ErrorDetail detail in error.Details)
        {
            string line = detail.ToString();
            if (!error.Message.Contains(line.TrimEnd('.'), StringComparison.Ordinal))
            {
                text.Append(Environment.NewLine).Append("  ").Append(line);
            }
        }

        return text.ToString();
    }

    private static string? NextStep(GlobusApiException error) => error.Kind switch
    {
        GlobusErrorKind.NotFound => NotFoundId(error) switch
        {
            "RunNotFound" => "Get-GlobusRun lists the runs that you can see; a finished run's record is kept for 90 days.",
            "FlowNotFound" => "Get-GlobusFlow lists the flows that you can see.",
            "QueueNotFound" => "Get-GlobusQueue lists the queues that you administer; -Role sender, receiver those that you use.",
            "WebInputNotFound" => "Get-GlobusWebInput lists the questions that you can see.",
            "RegisteredApiNotFound" => "Get-GlobusRegisteredApi lists the registered APIs that you can see.",
            _ => null,
        },
        GlobusErrorKind.AuthenticationRequired => "Connect-Globus",
        GlobusErrorKind.ConsentRequired or GlobusErrorKind.SessionRequired when error.AuthorizationRequirements is { } needed => ConnectCommand(needed),
        GlobusErrorKind.InvalidDefinition => "Test-GlobusFlow says more, with lines and columns.",
        _ => null,
    };

    internal static string ConnectCommand(AuthorizationRequirements needed)
    {
        var command = new StringBuilder(Connection.Current?.Command ?? "Connect-Globus");
        Append("-Scope", needed.RequiredScopes);
        Append("-SessionIdentity", needed.SessionRequiredIdentities);
        Append("-SessionPolicy", needed.SessionRequiredPolicies);
        Append("-SessionDomain", needed.SessionRequiredSingleDomains);
        if (needed.SessionRequiredMfa is true)
        {
            command.Append(" -SessionMfa");
        }

        return command.ToString();

        void Append(string parameter, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                command.Append(' ').Append(parameter).Append(' ').AppendJoin(", ", values.Select(static v => $"'{v.Replace("'", "''", StringComparison.Ordinal)}'"));
            }
        }
    }

    private static ErrorRecord Describe(ErrorRecord record, string message, string? next)
    {
        if (next is not null || !string.Equals(message, record.Exception.Message, StringComparison.Ordinal))
        {
            record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = next ?? string.Empty };
        }

        return record;
    }
}
