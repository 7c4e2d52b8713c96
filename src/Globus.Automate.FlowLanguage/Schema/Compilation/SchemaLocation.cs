using System.Globalization;
using System.Text;
using Globus.Automate.FlowLanguage.Paths;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>A place in a schema document, as a linked list of steps from its root.</summary>
internal sealed class SchemaLocation
{
    private SchemaLocation(SchemaDocument document, SchemaLocation? parent, object? step)
    {
        Document = document;
        Parent = parent;
        Step = step;
    }

    public SchemaDocument Document { get; }

    public SchemaLocation? Parent { get; }

    /// <summary>A <see cref="string"/> for a member, an <see cref="int"/> for an index, null for the root.</summary>
    public object? Step { get; }

    public static SchemaLocation RootOf(SchemaDocument document) => new(document, null, null);

    public SchemaLocation Member(string name) => new(Document, this, name);

    public SchemaLocation Item(int index) => new(Document, this, index);

    /// <summary>The JSON Pointer (RFC 6901) from the document's root, without the document.</summary>
    public string Pointer
    {
        get
        {
            var text = new StringBuilder();
            foreach (object step in Steps())
            {
                text.Append('/').Append(
                    step is string name
                        ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
                        : ((int)step).ToString(CultureInfo.InvariantCulture));
            }

            return text.ToString();
        }
    }

    /// <summary>The pointer, with the document's URI before it for any but the main document.</summary>
    public string SchemaPath => Document.IsMain ? Pointer : $"{Document.Uri}#{Pointer}";

    /// <summary>The place as a JSONPath, for errors in the schema itself.</summary>
    public string JsonPath => PathText.Format(Steps());

    /// <exception cref="SchemaException">Always: this place is at fault.</exception>
    public SchemaException Error(string message)
        => new(Document.IsMain ? message : $"In the document {Document.Uri}: {message}", JsonPath);

    private List<object> Steps()
    {
        var steps = new List<object>();
        for (SchemaLocation place = this; place.Parent is not null; place = place.Parent)
        {
            steps.Add(place.Step!);
        }

        steps.Reverse();
        return steps;
    }
}
