using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>
/// Finds the resources and anchors of documents, and the places that references name. Only places that hold schemas are searched: an
/// <c>$id</c> within an <c>enum</c>, or under a keyword that nobody knows, is data.
/// </summary>
internal sealed class SchemaIndex(SchemaOptions options)
{
    /// <summary>The name under which <c>$recursiveAnchor: true</c> of 2019-09 is kept; no anchor can have it.</summary>
    public const string RecursiveAnchor = "#";

    /// <summary>How deep a schema may nest.</summary>
    private const int MaxDepth = 1000;

    /// <summary>How many meta-schemas may each be described by the next.</summary>
    private const int MaxMetaSchemas = 8;

    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);

    /// <summary>All resources known so far.</summary>
    public IEnumerable<SchemaResource> Resources => _resources.Values;

    /// <summary>Adds a document and all that has an identity in it.</summary>
    /// <returns>The resource at the document's root.</returns>
    public SchemaResource Add(SchemaDocument document, Dialect fallback)
    {
        var location = SchemaLocation.RootOf(document);
        SchemaResource root = EnterResource(document.Root, location, UriReference.Parse(document.Uri), fallback);
        _resources.TryAdd(document.Uri, root);
        var waiting = new Stack<(SchemaPlace Place, int Depth)>();
        waiting.Push((new(document.Root, location, root), 0));
        while (waiting.TryPop(out (SchemaPlace Place, int Depth) next))
        {
            if (next.Depth > MaxDepth)
            {
                throw location.Error($"The schema nests deeper than {MaxDepth} levels.");
            }

            foreach (SchemaPlace child in Visit(next.Place))
            {
                waiting.Push((child, next.Depth + 1));
            }
        }

        return root;
    }

    /// <summary>The place that a reference names.</summary>
    /// <param name="reference">The reference as it is written.</param>
    /// <param name="from">The resource it is written in.</param>
    /// <param name="location">Where it is written, for an error.</param>
    public SchemaPlace Resolve(string reference, SchemaResource from, SchemaLocation location)
    {
        UriReference target = UriReference.Parse(reference).ResolveAgainst(from.Uri);
        string uri = target.WithoutFragment().ToString();
        SchemaResource resource = Find(uri, from.Dialect)
            ?? throw location.Error(
                $"There is no schema document '{(uri.Length == 0 ? reference : uri)}' for this reference: nothing is fetched, so what is referred to has to be in the schema itself, under $defs or definitions.");

        string fragment = Uri.UnescapeDataString(target.Fragment ?? string.Empty);
        if (fragment.Length == 0)
        {
            return new(resource.Root, resource.Location, resource);
        }

        if (fragment.StartsWith('/'))
        {
            return Follow(fragment, reference, resource, location);
        }

        return resource.Anchors.TryGetValue(fragment, out SchemaPlace place)
            ? place
            : throw location.Error($"The reference '{reference}' leads nowhere: there is no anchor '{fragment}'.");
    }

    /// <summary>The resource with this URI: one met already, one of the documents given, or an official meta-schema.</summary>
    public SchemaResource? Find(string uri, Dialect fallback)
    {
        if (_resources.TryGetValue(uri, out SchemaResource? known))
        {
            return known;
        }

        if (!options.Documents.TryGet(uri, out FlowValue? document) && !MetaSchemas.TryGet(uri, out document))
        {
            return null;
        }

        Add(new SchemaDocument(uri, document, isMain: false), fallback);
        return _resources[uri];
    }

    /// <summary>The resource that a subschema belongs to: its own where it has an identity, else its parent's.</summary>
    public static SchemaResource ResourceAt(SchemaLocation location, SchemaResource parent)
        => location.Document.Resources.Count == 1 ? parent : location.Document.Resources.GetValueOrDefault(location.Pointer, parent);

    /// <summary>Registers what the schema at a place is called, and gives the places right below it.</summary>
    private List<SchemaPlace> Visit(SchemaPlace place)
    {
        var children = new List<SchemaPlace>();
        if (place.Value is not FlowObject schema)
        {
            return children;
        }

        RegisterAnchors(schema, place);
        foreach ((string keyword, FlowValue value) in schema.Members)
        {
            SubschemaShape shape = SubschemaShapes.Of(keyword, place.Resource.Dialect.Draft);
            SchemaLocation at = place.Location.Member(keyword);
            if (shape.HasFlag(SubschemaShape.Single) && value is FlowObject)
            {
                Enter(value, at);
            }
            else if (shape.HasFlag(SubschemaShape.List) && value is FlowArray list)
            {
                for (int i = 0; i < list.Count; i++)
                {
                    Enter(list[i], at.Item(i));
                }
            }
            else if (shape.HasFlag(SubschemaShape.Map) && value is FlowObject map)
            {
                foreach ((string name, FlowValue member) in map.Members)
                {
                    Enter(member, at.Member(name));
                }
            }
        }

        return children;

        void Enter(FlowValue value, SchemaLocation at)
        {
            if (value is FlowObject child)
            {
                SchemaResource resource = HasId(child, place.Resource.Dialect) ? EnterResource(child, at, place.Resource.Uri, place.Resource.Dialect) : place.Resource;
                children.Add(new(child, at, resource));
            }
        }
    }

    private static bool HasId(FlowObject schema, Dialect dialect)
    {
        if (dialect.RefStandsAlone && schema.ContainsKey("$ref"))
        {
            return false;
        }

        // A schema that is embedded may be of another draft than the one around it.
        string keyword = schema.TryGetMember("$schema", out _) && !schema.ContainsKey(dialect.IdKeyword) ? "$id" : dialect.IdKeyword;
        return schema[keyword]?.AsString() is { } id && UriReference.Parse(id) is { Path.Length: > 0 } or { Authority: not null } or { Scheme: not null } or { Query: not null };
    }

    private SchemaResource EnterResource(FlowValue value, SchemaLocation location, UriReference parent, Dialect fallback)
    {
        Dialect dialect = value is FlowObject declared && declared["$schema"]?.AsString() is { } metaSchema
            ? DialectOf(metaSchema, fallback, location.Member("$schema"))
            : fallback;
        UriReference uri = parent;
        if (value is FlowObject schema && schema[dialect.IdKeyword]?.AsString() is { } id && !(dialect.RefStandsAlone && schema.ContainsKey("$ref")))
        {
            uri = UriReference.Parse(id).ResolveAgainst(parent).WithoutFragment();
        }

        var resource = new SchemaResource(uri, dialect, value, location);
        location.Document.Resources[location.Pointer] = resource;
        string key = uri.ToString();
        if (_resources.TryGetValue(key, out SchemaResource? other) && location.Document == other.Location.Document)
        {
            throw location.Error($"Two schemas have the same {dialect.IdKeyword} '{key}': the other is at {other.Location.JsonPath}.");
        }

        _resources[key] = resource;
        return resource;
    }

    private static void RegisterAnchors(FlowObject schema, SchemaPlace place)
    {
        SchemaResource resource = place.Resource;
        if (resource.Dialect.Draft >= SchemaDraft.Draft201909)
        {
            Register(schema["$anchor"]?.AsString(), isDynamic: false);
            if (resource.Dialect.Draft >= SchemaDraft.Draft202012)
            {
                Register(schema["$dynamicAnchor"]?.AsString(), isDynamic: true);
            }
            else if (schema["$recursiveAnchor"] is FlowBoolean { Value: true })
            {
                resource.DynamicAnchors[RecursiveAnchor] = place;
            }
        }
        else if (!schema.ContainsKey("$ref") && schema[resource.Dialect.IdKeyword]?.AsString() is { } id)
        {
            Register(UriReference.Parse(id).Fragment, isDynamic: false);
        }

        void Register(string? name, bool isDynamic)
        {
            if (string.IsNullOrEmpty(name))
            {
                return;
            }

            if (!resource.Anchors.TryAdd(name, place))
            {
                throw place.Location.Error($"Two schemas have the same anchor '{name}': the other is at {resource.Anchors[name].Location.JsonPath}.");
            }

            if (isDynamic)
            {
                resource.DynamicAnchors[name] = place;
            }
        }
    }

    private Dialect DialectOf(string metaSchema, Dialect fallback, SchemaLocation location, int depth = 0)
    {
        string uri = UriReference.Parse(metaSchema).WithoutFragment().ToString();
        if (Dialect.TryGetKnown(uri, out Dialect? known))
        {
            return known;
        }

        if (depth < MaxMetaSchemas && options.Documents.TryGet(uri, out FlowValue? document) && document is FlowObject description)
        {
            string? basis = description["$schema"]?.AsString();
            Dialect written = basis is null || string.Equals(UriReference.Parse(basis).WithoutFragment().ToString(), uri, StringComparison.Ordinal)
                ? fallback
                : DialectOf(basis, fallback, location, depth + 1);
            var dialect = Dialect.Describe(uri, description, written, out string? unknown);
            return unknown is null
                ? dialect
                : throw location.Error($"The meta-schema {uri} requires the vocabulary {unknown}, which is not known here.");
        }

        throw location.Error($"The $schema '{metaSchema}' is not known: draft-07 (http://json-schema.org/draft-07/schema#) and 2020-12 (https://json-schema.org/draft/2020-12/schema) are, and draft-04, draft-06 and 2019-09.");
    }

    private static SchemaPlace Follow(string pointer, string reference, SchemaResource resource, SchemaLocation from)
    {
        FlowValue value = resource.Root;
        SchemaLocation location = resource.Location;
        foreach (string token in pointer[1..].Split('/'))
        {
            string name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (value is FlowObject fields && fields.TryGetValue(name, out FlowValue? member))
            {
                value = member;
                location = location.Member(name);
            }
            else if (value is FlowArray list && int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int index) && index < list.Count)
            {
                value = list[index];
                location = location.Item(index);
            }
            else
            {
                throw from.Error($"The reference '{reference}' leads nowhere: there is no '{name}' at {location.JsonPath}.");
            }

            resource = ResourceAt(location, resource);
        }

        return new(value, location, resource);
    }
}
