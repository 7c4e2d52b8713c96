namespace Globus.Automate.Local.Hosting;

/// <summary>A request that is no valid HTTP/1.1, or more of it than the service takes. The connection ends with the answer to it.</summary>
internal sealed class HttpFaultException(int statusCode, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int StatusCode => statusCode;

    /// <summary>The services' code for it.</summary>
    public string Code => code;

    public static HttpFaultException BadRequest(string message) => new(400, "BAD_REQUEST", message);
}
