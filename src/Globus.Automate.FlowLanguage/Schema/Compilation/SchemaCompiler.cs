using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>
/// Turns a schema document into nodes of keywords. Subschemas and the targets of references are made first and filled later from a queue, so
/// that neither deep nesting nor circles recurse here.
/// </summary>
internal sealed class SchemaCompiler
{
    private readonly SchemaIndex _index;
    private readonly Queue<SchemaNode> _unfilled = new();
    private readonly HashSet<string> _dynamicNames = new(StringComparer.Ordinal);

    private SchemaCompiler(SchemaOptions options)
    {
        Options = options;
        _index = new SchemaIndex(options);
    }

    public SchemaOptions Options { get; }

    /// <summary>Checks a schema against its meta-schema and compiles it.</summary>
    /// <exception cref="SchemaException">The document is not a valid schema of its draft, or refers to a document that is not there.</exception>
    public static IJsonSchema Compile(FlowValue schema, SchemaOptions options)
    {
        var compiler = new SchemaCompiler(options);
        SchemaResource root = compiler._index.Add(new SchemaDocument(string.Empty, schema, isMain: true), Dialect.Default);
        CheckAgainstMetaSchema(schema, root, options);
        return compiler.Finish(root);
    }

    /// <summary>Compiles a meta-schema, which is not checked against itself.</summary>
    internal static CompiledSchema CompileUnchecked(FlowValue schema, SchemaOptions options)
    {
        var compiler = new SchemaCompiler(options);
        return compiler.Finish(compiler._index.Add(new SchemaDocument(string.Empty, schema, isMain: true), Dialect.Default));
    }

    /// <summary>The node for a subschema.</summary>
    /// <exception cref="SchemaException">There is something else than a schema.</exception>
    public SchemaNode Node(FlowValue value, SchemaLocation location, SchemaResource parent)
        => Node(new SchemaPlace(value, location, SchemaIndex.ResourceAt(location, parent)));

    /// <summary>The node that a reference leads to.</summary>
    public SchemaNode Resolve(string reference, SchemaPlace from, SchemaLocation location) => Node(_index.Resolve(reference, from.Resource, location));

    /// <summary>Where a reference leads.</summary>
    public SchemaPlace ResolvePlace(string reference, SchemaPlace from, SchemaLocation location) => _index.Resolve(reference, from.Resource, location);

    /// <summary>The node for a place.</summary>
    public SchemaNode Node(SchemaPlace place)
    {
        string pointer = place.Location.Pointer;
        Dictionary<string, SchemaNode> nodes = place.Location.Document.Nodes;
        if (!nodes.TryGetValue(pointer, out SchemaNode? node))
        {
            bool isSchema = place.Value is FlowObject || (place.Value is FlowBoolean && place.Resource.Dialect.Draft > SchemaDraft.Draft4);
            if (!isSchema)
            {
                throw place.Location.Error($"A schema is {(place.Resource.Dialect.Draft > SchemaDraft.Draft4 ? "an object, true or false" : "an object")}, not {PythonText.Repr(place.Value)}.");
            }

            nodes[pointer] = node = new SchemaNode(place);
            _unfilled.Enqueue(node);
        }

        return node;
    }

    /// <summary>Says that dynamic references look for this anchor, so that its places in all resources are needed.</summary>
    public void UseDynamicAnchor(string name) => _dynamicNames.Add(name);

    private static void CheckAgainstMetaSchema(FlowValue schema, SchemaResource root, SchemaOptions options)
    {
        string uri = root.Dialect.MetaSchema;
        IJsonSchema metaSchema = MetaSchemas.TryGet(uri, out _) || !options.Documents.TryGet(uri, out FlowValue? own)
            ? MetaSchemas.Compiled(uri)
            : CompileUnchecked(own, options with { AssertFormat = false });
        SchemaResult result = metaSchema.Validate(schema);
        if (result.IsValid)
        {
            return;
        }

        // Of several, the deepest is the cause: a wrong keyword far down also makes all schemas around it wrong.
        SchemaError[] errors = [.. result.Errors.Select(Cause).DistinctBy(static error => error.InstancePath, StringComparer.Ordinal)];
        throw new SchemaException($"This is no valid schema: at {errors[0].InstancePath}, {errors[0].Message}.", errors[0].InstancePath) { Errors = errors };

        static SchemaError Cause(SchemaError error) => error.Causes.Count > 0 ? Cause(error.Causes[0]) : error;
    }

    private CompiledSchema Finish(SchemaResource root)
    {
        SchemaNode node = Node(new SchemaPlace(root.Root, root.Location, root));
        do
        {
            while (_unfilled.TryDequeue(out SchemaNode? next))
            {
                next.Fill(new KeywordReader(this, next.Place).Read());
            }

            // The targets of dynamic references are known by name only; filling them may bring in more documents.
            foreach (SchemaResource resource in _index.Resources.ToList())
            {
                foreach ((string name, SchemaPlace place) in resource.DynamicAnchors)
                {
                    if (_dynamicNames.Contains(name) && !resource.DynamicNodes.ContainsKey(name))
                    {
                        resource.DynamicNodes[name] = Node(place);
                    }
                }
            }
        }
        while (_unfilled.Count > 0);

        EndlessReferences.Refuse(node);
        return new CompiledSchema(node);
    }
}
