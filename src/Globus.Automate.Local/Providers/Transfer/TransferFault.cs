using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>What went wrong in a collection, in the terms of the Transfer API: its error code and the short status of a task that meets it.</summary>
internal sealed class TransferFault : Exception
{
    private TransferFault(string code, string niceStatus, string shortDescription, string message)
        : base(message)
    {
        Code = code;
        NiceStatus = niceStatus;
        ShortDescription = shortDescription;
    }

    /// <summary>The Transfer API's error code, such as <c>ClientError.NotFound</c>.</summary>
    public string Code { get; }

    /// <summary>A task's <c>nice_status</c>, such as <c>FILE_NOT_FOUND</c>.</summary>
    public string NiceStatus { get; }

    /// <summary>A task's <c>nice_status_short_description</c>.</summary>
    public string ShortDescription { get; }

    public static TransferFault UnknownCollection(string name) => new(
        "EndpointNotFound",
        "ENDPOINT_ERROR",
        "unknown endpoint",
        $"No local collection has the id or name '{name}'. Map a folder to it with Add-GlobusLocalCollection.");

    public static TransferFault NotFound(string path, LocalCollection collection) => new(
        "ClientError.NotFound",
        "FILE_NOT_FOUND",
        "file not found",
        $"'{path}' was not found on collection '{collection.DisplayName}' ({collection.Id}).");

    public static TransferFault Denied(string path, string why) => new(
        "EndpointPermissionDenied",
        "PERMISSION_DENIED",
        "permission denied",
        $"'{path}' is refused: {why}");

    public static TransferFault InvalidPath(string path, string why) => new(
        "ClientError.BadRequest",
        "INVALID_PATH",
        "invalid path",
        $"'{path}' is not a path in a collection: {why}");

    public static TransferFault IsDirectory(string path) => new(
        "ExternalError.IsDirectory",
        "IS_A_DIRECTORY",
        "is a directory",
        $"'{path}' is a directory. Set recursive to true to take in directories.");

    public static TransferFault NotDirectory(string path) => new(
        "ExternalError.DirListingFailed.NotDirectory",
        "NOT_A_DIRECTORY",
        "not a directory",
        $"'{path}' is not a directory.");

    public static TransferFault Exists(string path) => new(
        "ExternalError.MkdirFailed.Exists",
        "FILE_EXISTS",
        "path exists",
        $"'{path}' already exists.");

    public static TransferFault Conflict(string code, string message) => new(code, "CONFLICT", "conflict", message);

    public static TransferFault From(Exception exception, string path) => exception switch
    {
        TransferFault fault => fault,
        UnauthorizedAccessException => Denied(path, "the operating system does not permit it."),
        FileNotFoundException or DirectoryNotFoundException => new("ClientError.NotFound", "FILE_NOT_FOUND", "file not found", $"'{path}' was not found: it went away meanwhile."),
        _ => new("ExternalError.EndpointError", "ENDPOINT_ERROR", "endpoint error", $"'{path}': {exception.Message}"),
    };

    /// <summary>Whether an exception is one of the file system's, to be told as a fault.</summary>
    public static bool IsFileSystem(Exception exception)
        => exception is TransferFault or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or System.Security.SecurityException;

    /// <summary>The Transfer API's error document.</summary>
    public FlowObject ToDocument(string resource, Guid requestId) => FlowObject.Create(
        ("code", FlowValue.From(Code)),
        ("message", FlowValue.From(Message)),
        ("request_id", FlowValue.From(RequestIds.Short(requestId))),
        ("resource", FlowValue.From(resource)));
}

/// <summary>The Transfer API's request ids: nine letters and digits.</summary>
internal static class RequestIds
{
    public static string Short(Guid id) => ActionIds.Create(id)[..9];
}
