using System.Text.Json;

namespace Globus.Automate.Client;

/// <summary>Something that a service gave: the whole document, and properties for the parts that this client works with.</summary>
/// <param name="Document">The JSON as it came, with every field that the service knows.</param>
public abstract record GlobusDocument(JsonElement Document)
{
    /// <summary>A member that is text; null where it is missing, null or of another kind.</summary>
    protected string? Text(string name) => Json.Text(Document, name);

    /// <summary>A member that is text and that the service always gives; empty where it did not.</summary>
    protected string Required(string name) => Json.Text(Document, name) ?? "";

    /// <summary>A member that is a list of texts; empty where it is missing.</summary>
    protected IReadOnlyList<string> Texts(string name) => Json.Texts(Document, name);

    /// <summary>A member that is a time; null where it is missing or cannot be read.</summary>
    protected DateTimeOffset? When(string name) => Json.Time(Document, name);

    /// <summary>A member of any kind; null where it is missing or null.</summary>
    protected JsonElement? Member(string name) => Json.Member(Document, name);
}
