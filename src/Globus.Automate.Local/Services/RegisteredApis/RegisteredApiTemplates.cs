using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// What the service makes of an OpenAPI operation: the schema of the input that a state gives, one property for each parameter and for the body,
/// and the templates that turn that input into a request and the answer into a result.
/// </summary>
internal static class RegisteredApiTemplates
{
    public static FlowObject Of(FlowObject target)
    {
        IEnumerable<string> places = Parameters(target).Select(static parameter => parameter.Place).Distinct(StringComparer.Ordinal);
        FlowObject request = FlowObject.Create(places.Select(static place => KeyValuePair.Create(place, Reference("$"))));
        if (BodySchema(target) is not null)
        {
            request = request.With("body", Reference("$.body"));
        }

        return FlowObject.Create(
            ("request", FlowObject.Create(("template", request))),
            ("response", FlowObject.Create(
                ("2XX", FlowObject.Create(("template", Reference("$.body")), ("type", FlowValue.From("success")))),
                ("default", FlowObject.Create(
                    ("template", FlowObject.Create(("cause", Reference("$.body")), ("exception", FlowValue.From("ActionUnableToRun")))),
                    ("type", FlowValue.From("failure")))))));
    }

    public static FlowObject InputSchemaOf(FlowObject target)
    {
        FlowObject properties = FlowObject.Empty;
        var required = new List<string>();
        foreach ((string name, _, FlowValue schema, bool isRequired) in Parameters(target))
        {
            properties = properties.With(name, schema);
            if (isRequired)
            {
                required.Add(name);
            }
        }

        if (BodySchema(target) is { } body)
        {
            properties = properties.With("body", body);
            if (target["specification"]!.TryGetMember("requestBody", out FlowValue? requestBody) && requestBody.TryGetMember("required", out FlowValue? needed) && needed is FlowBoolean { Value: true })
            {
                required.Add("body");
            }
        }

        return FlowObject.Create(
            ("type", FlowValue.From("object")),
            ("properties", properties),
            ("required", FlowArray.OfStrings(required)));
    }

    public static IEnumerable<(string Name, string Place, FlowValue Schema, bool IsRequired)> Parameters(FlowObject target)
    {
        if (target["specification"] is not FlowObject specification || specification["parameters"] is not FlowArray parameters)
        {
            yield break;
        }

        foreach (FlowValue item in parameters)
        {
            if (item is FlowObject parameter && parameter["name"]?.AsString() is { } name && parameter["in"]?.AsString() is { } place)
            {
                yield return (name, place, parameter["schema"] ?? FlowObject.Empty, place == "path" || parameter["required"] is FlowBoolean { Value: true });
            }
        }
    }

    private static FlowValue? BodySchema(FlowObject target)
        => target["specification"] is FlowObject specification
            && specification["requestBody"] is FlowObject body
            && body["content"] is FlowObject content
            && content["application/json"] is FlowObject json
            ? json["schema"] ?? FlowObject.Empty
            : null;

    private static FlowValue Reference(string path) => FlowObject.Create(("$T_ref", FlowValue.From(path)));
}
