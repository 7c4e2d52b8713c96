using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Schema.Formats;
using Globus.Automate.FlowLanguage.Schema.Keywords;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>Reads the keywords of one schema, as its dialect has them.</summary>
internal sealed class KeywordReader(SchemaCompiler compiler, SchemaPlace place) : KeywordValues(compiler, place)
{
    private readonly List<Keyword> _keywords = [];

    public List<Keyword> Read()
    {
        if (Place.Value is FlowBoolean { Value: var allowsAll })
        {
            return allowsAll ? [] : [new FalseKeyword(Place.Location)];
        }

        if (TryGet("$ref", out FlowValue? reference))
        {
            SchemaLocation location = At("$ref");
            _keywords.Add(new RefKeyword(location, Compiler.Resolve(Text(reference, location), Place, location)));
            if (Dialect.RefStandsAlone)
            {
                return _keywords;
            }
        }

        ReadDynamicReferences();
        if (Dialect.Has(Vocabularies.Validation))
        {
            ReadValidation();
        }

        if (Dialect.Has(Vocabularies.Applicator))
        {
            ReadLogic();
            ReadItems();
            ReadProperties();
        }

        if (Dialect.Has(Vocabularies.Unevaluated) && Draft >= SchemaDraft.Draft201909)
        {
            ReadSchema("unevaluatedItems", static (location, schema) => new UnevaluatedItemsKeyword(location, schema));
            ReadSchema("unevaluatedProperties", static (location, schema) => new UnevaluatedPropertiesKeyword(location, schema));
        }

        ReadFormat();
        ReadContent();
        return _keywords;
    }

    private void ReadDynamicReferences()
    {
        if (Draft == SchemaDraft.Draft202012 && TryGet("$dynamicRef", out FlowValue? dynamicReference))
        {
            SchemaLocation location = At("$dynamicRef");
            string text = Text(dynamicReference, location);
            SchemaPlace target = Compiler.ResolvePlace(text, Place, location);
            string? anchor = UriReference.Parse(text).Fragment;
            bool isDynamic = anchor is not null
                && target.Resource.DynamicAnchors.TryGetValue(anchor, out SchemaPlace own)
                && string.Equals(own.Location.Pointer, target.Location.Pointer, StringComparison.Ordinal);
            AddReference("$dynamicRef", location, target, isDynamic ? anchor : null);
        }
        else if (Draft == SchemaDraft.Draft201909 && TryGet("$recursiveRef", out FlowValue? recursiveReference))
        {
            SchemaLocation location = At("$recursiveRef");
            SchemaPlace target = Compiler.ResolvePlace(Text(recursiveReference, location), Place, location);
            AddReference("$recursiveRef", location, target, target.Resource.DynamicAnchors.ContainsKey(SchemaIndex.RecursiveAnchor) ? SchemaIndex.RecursiveAnchor : null);
        }
    }

    private void AddReference(string name, SchemaLocation location, SchemaPlace target, string? anchor)
    {
        if (anchor is null)
        {
            _keywords.Add(new RefKeyword(location, Compiler.Node(target)));
            return;
        }

        Compiler.UseDynamicAnchor(anchor);
        _keywords.Add(new DynamicRefKeyword(name, location, anchor, Compiler.Node(target)));
    }

    private void ReadValidation()
    {
        if (TryGet("type", out FlowValue? type))
        {
            string[] names = type is FlowArray several ? Texts(several, At("type")) : [Text(type, At("type"))];
            foreach (string name in names)
            {
                if (TypeKeyword.Parse(name) == SchemaTypes.None)
                {
                    throw At("type").Error($"There is no type {PythonText.Repr(name)}: there are null, boolean, integer, number, string, array and object.");
                }
            }

            _keywords.Add(new TypeKeyword(At("type"), names, Draft > SchemaDraft.Draft4));
        }

        if (TryGet("enum", out FlowValue? values))
        {
            _keywords.Add(new EnumKeyword(At("enum"), values as FlowArray ?? throw Expected("enum", "a list", values)));
        }

        if (Draft > SchemaDraft.Draft4 && TryGet("const", out FlowValue? constant))
        {
            _keywords.Add(new ConstKeyword(At("const"), constant));
        }

        ReadNumbers();
        ReadCount("minLength", static (name, location, count) => new LengthKeyword(name, location, count, isMaximum: false));
        ReadCount("maxLength", static (name, location, count) => new LengthKeyword(name, location, count, isMaximum: true));
        ReadCount("minItems", static (name, location, count) => new ItemCountKeyword(name, location, count, isMaximum: false));
        ReadCount("maxItems", static (name, location, count) => new ItemCountKeyword(name, location, count, isMaximum: true));
        ReadCount("minProperties", static (name, location, count) => new PropertyCountKeyword(name, location, count, isMaximum: false));
        ReadCount("maxProperties", static (name, location, count) => new PropertyCountKeyword(name, location, count, isMaximum: true));
        if (TryGet("pattern", out FlowValue? pattern))
        {
            _keywords.Add(new PatternKeyword(At("pattern"), Pattern(Text(pattern, At("pattern")), At("pattern"))));
        }

        if (TryGet("uniqueItems", out FlowValue? unique) && unique.Equals(FlowValue.True))
        {
            _keywords.Add(new UniqueItemsKeyword(At("uniqueItems")));
        }

        if (TryGet("required", out FlowValue? required))
        {
            _keywords.Add(new RequiredKeyword(At("required"), Texts(required, At("required"))));
        }

        if (Draft >= SchemaDraft.Draft201909 && TryGet("dependentRequired", out FlowValue? dependent))
        {
            FlowObject rules = dependent as FlowObject ?? throw Expected("dependentRequired", "an object", dependent);
            _keywords.Add(new DependentRequiredKeyword(
                "dependentRequired",
                At("dependentRequired"),
                [.. rules.Select(rule => (rule.Key, Texts(rule.Value, At("dependentRequired").Member(rule.Key))))]));
        }
    }

    private void ReadNumbers()
    {
        if (TryGet("multipleOf", out FlowValue? divisor))
        {
            bool isPositive = divisor is FlowInteger { Value.Sign: > 0 } or FlowReal { Value: > 0 and < double.PositiveInfinity };
            _keywords.Add(isPositive ? new MultipleOfKeyword(At("multipleOf"), divisor) : throw Expected("multipleOf", "a number above 0", divisor));
        }

        if (Draft == SchemaDraft.Draft4)
        {
            ReadLimit("minimum", isMaximum: false, Schema["exclusiveMinimum"] is FlowBoolean { Value: true });
            ReadLimit("maximum", isMaximum: true, Schema["exclusiveMaximum"] is FlowBoolean { Value: true });
            return;
        }

        ReadLimit("minimum", isMaximum: false, isExclusive: false);
        ReadLimit("maximum", isMaximum: true, isExclusive: false);
        ReadLimit("exclusiveMinimum", isMaximum: false, isExclusive: true);
        ReadLimit("exclusiveMaximum", isMaximum: true, isExclusive: true);
    }

    private void ReadLimit(string name, bool isMaximum, bool isExclusive)
    {
        if (TryGet(name, out FlowValue? limit))
        {
            _keywords.Add(limit.IsNumber ? new LimitKeyword(name, At(name), limit, isMaximum, isExclusive) : throw Expected(name, "a number", limit));
        }
    }

    private void ReadCount(string name, Func<string, SchemaLocation, long, Keyword> make)
    {
        if (TryGet(name, out FlowValue? value))
        {
            _keywords.Add(make(name, At(name), Count(name, value)));
        }
    }

    private void ReadLogic()
    {
        ReadSchemas("allOf", static (location, schemas) => new AllOfKeyword(location, schemas));
        ReadSchemas("anyOf", static (location, schemas) => new AnyOfKeyword(location, schemas));
        ReadSchemas("oneOf", static (location, schemas) => new OneOfKeyword(location, schemas));
        ReadSchema("not", static (location, schema) => new NotKeyword(location, schema));
        if (Draft >= SchemaDraft.Draft7 && TryGet("if", out FlowValue? condition))
        {
            _keywords.Add(new IfKeyword(At("if"), Node(condition, At("if")), OptionalNode("then"), OptionalNode("else")));
        }
    }

    private void ReadItems()
    {
        if (Draft == SchemaDraft.Draft202012)
        {
            SchemaNode[] first = TryGet("prefixItems", out FlowValue? prefix) ? Nodes(prefix, "prefixItems") : [];
            SchemaNode? rest = OptionalNode("items");
            if (first.Length > 0 || rest is not null)
            {
                string name = rest is null ? "prefixItems" : "items";
                _keywords.Add(new ItemsKeyword(name, At(name), first, rest));
            }
        }
        else if (TryGet("items", out FlowValue? items))
        {
            if (items is FlowArray)
            {
                SchemaNode? rest = TryGet("additionalItems", out FlowValue? additional) ? AdditionalNode(additional, "additionalItems") : null;
                string name = rest is null ? "items" : "additionalItems";
                _keywords.Add(new ItemsKeyword(name, At(name), Nodes(items, "items"), rest));
            }
            else
            {
                _keywords.Add(new ItemsKeyword("items", At("items"), [], Node(items, At("items"))));
            }
        }

        if (Draft >= SchemaDraft.Draft6 && TryGet("contains", out FlowValue? contains))
        {
            bool counts = Draft >= SchemaDraft.Draft201909 && Dialect.Has(Vocabularies.Validation);
            long min = counts && TryGet("minContains", out FlowValue? least) ? Count("minContains", least) : 1;
            long? max = counts && TryGet("maxContains", out FlowValue? most) ? Count("maxContains", most) : null;
            _keywords.Add(new ContainsKeyword(Place.Location, Node(contains, At("contains")), min, max, Draft));
        }
    }

    private void ReadProperties()
    {
        bool hasAdditional = TryGet("additionalProperties", out FlowValue? additional);
        bool hasPatterns = TryGet("patternProperties", out FlowValue? patterns);
        bool hasProperties = TryGet("properties", out FlowValue? properties);
        if (hasAdditional || hasPatterns || hasProperties)
        {
            var named = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
            foreach ((string name, FlowValue schema) in Members(properties, "properties"))
            {
                named[name] = Node(schema, At("properties").Member(name));
            }

            var matched = new List<(SchemaPattern Pattern, SchemaNode Schema)>();
            foreach ((string name, FlowValue schema) in Members(patterns, "patternProperties"))
            {
                SchemaLocation location = At("patternProperties").Member(name);
                matched.Add((Pattern(name, location), Node(schema, location)));
            }

            SchemaNode? rest = additional is null ? null : AdditionalNode(additional, "additionalProperties");
            _keywords.Add(new PropertiesKeyword(Place.Location, named, [.. matched], rest));
        }

        if (Draft > SchemaDraft.Draft4)
        {
            ReadSchema("propertyNames", static (location, schema) => new PropertyNamesKeyword(location, schema));
        }

        if (Draft >= SchemaDraft.Draft201909 && TryGet("dependentSchemas", out FlowValue? dependent))
        {
            _keywords.Add(new DependentSchemasKeyword(
                "dependentSchemas",
                At("dependentSchemas"),
                [.. Members(dependent, "dependentSchemas").Select(rule => (rule.Key, Node(rule.Value, At("dependentSchemas").Member(rule.Key))))]));
        }

        ReadDependencies();
    }

    /// <summary>The one keyword of the older drafts for both kinds of dependency; 2019-09 and 2020-12 keep it for compatibility.</summary>
    private void ReadDependencies()
    {
        if (!TryGet("dependencies", out FlowValue? dependencies))
        {
            return;
        }

        SchemaLocation location = At("dependencies");
        List<KeyValuePair<string, FlowValue>> rules = [.. Members(dependencies, "dependencies")];
        (string, string[])[] names = [.. rules.Where(static rule => rule.Value is FlowArray).Select(rule => (rule.Key, Texts(rule.Value, location.Member(rule.Key))))];
        (string, SchemaNode)[] schemas = [.. rules.Where(static rule => rule.Value is not FlowArray).Select(rule => (rule.Key, Node(rule.Value, location.Member(rule.Key))))];
        if (names.Length > 0)
        {
            _keywords.Add(new DependentRequiredKeyword("dependencies", location, names));
        }

        if (schemas.Length > 0)
        {
            _keywords.Add(new DependentSchemasKeyword("dependencies", location, schemas));
        }
    }

    private void ReadFormat()
    {
        bool isAsserted = (Dialect.Has(Vocabularies.Format) && Compiler.Options.AssertFormat) || Dialect.Has(Vocabularies.FormatAssertion);
        if (isAsserted && TryGet("format", out FlowValue? name) && SchemaFormats.TryGet(Text(name, At("format")), out SchemaFormat? format))
        {
            _keywords.Add(new FormatKeyword(At("format"), format));
        }
    }

    private void ReadContent()
    {
        if (!Compiler.Options.AssertContent || !Dialect.Has(Vocabularies.Content) || Draft != SchemaDraft.Draft7)
        {
            return;
        }

        bool isBase64 = Schema["contentEncoding"]?.AsString() is "base64";
        bool isJson = Schema["contentMediaType"]?.AsString() is "application/json";
        if (isBase64 || isJson)
        {
            string keyword = isBase64 ? "contentEncoding" : "contentMediaType";
            _keywords.Add(new ContentKeyword(keyword, At(keyword), isBase64, isJson));
        }
    }

    private void ReadSchema(string name, Func<SchemaLocation, SchemaNode, Keyword> make)
    {
        if (OptionalNode(name) is { } schema)
        {
            _keywords.Add(make(At(name), schema));
        }
    }

    private void ReadSchemas(string name, Func<SchemaLocation, SchemaNode[], Keyword> make)
    {
        if (TryGet(name, out FlowValue? value))
        {
            _keywords.Add(make(At(name), Nodes(value, name)));
        }
    }
}
