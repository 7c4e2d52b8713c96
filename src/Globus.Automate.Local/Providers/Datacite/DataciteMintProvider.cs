using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary>The DOIs that were minted here. Nothing is registered with DataCite.</summary>
public sealed class DoiRegister
{
    private readonly ConcurrentDictionary<string, FlowObject> _dois = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The DOIs with their DataCite documents.</summary>
    public IReadOnlyDictionary<string, FlowObject> Dois => _dois;

    /// <summary>Told of every DOI that was minted.</summary>
    internal Action<string, FlowObject>? Minted { get; set; }

    internal bool TryAdd(string doi, FlowObject document)
    {
        bool added = _dois.TryAdd(doi, document);
        if (added)
        {
            Minted?.Invoke(doi, document);
        }

        return added;
    }
}

/// <summary>
/// <c>datacite/mint/basic_auth</c> (manual 7.1.13): checks the metadata as the DataCite JSON API does, records the DOI here, and answers with DataCite's
/// document. Credentials are not looked at and not kept.
/// </summary>
public sealed partial class DataciteMintProvider : ActionProvider
{
    private readonly DoiRegister _register;

    /// <summary>Makes the provider.</summary>
    public DataciteMintProvider(DoiRegister register)
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://actions.globus.org/datacite/mint/basic_auth"),
            Title = "DataCite DOI Minting",
            Subtitle = "Mint DOIs with DataCite",
            Description = "The local Globus checks and records the DOI. It is not registered with DataCite.",
            Keywords = ["datacite", "doi"],
            GlobusAuthScope = "https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/datacite_mint_basic_auth_action_all",
            Synchronous = true,
            InputSchema = InputSchemas.Parse(
                """
                {
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["username", "password", "Doi"],
                  "properties": {
                    "as_test": {"type": "boolean", "description": "Whether DataCite's test service is used"},
                    "username": {"type": "string"},
                    "password": {"type": "string"},
                    "Doi": {
                      "type": "object",
                      "required": ["attributes"],
                      "properties": {
                        "id": {"type": "string"},
                        "type": {"const": "dois"},
                        "attributes": {
                          "type": "object",
                          "properties": {
                            "doi": {"type": "string", "description": "The DOI; made up from the prefix when missing"},
                            "prefix": {"type": "string", "description": "The prefix, such as 10.80206"},
                            "event": {"enum": ["publish", "register", "hide"]},
                            "creators": {"type": "array"},
                            "titles": {"type": "array"},
                            "publisher": {"type": ["string", "object"]},
                            "publicationYear": {"type": ["string", "integer"]},
                            "url": {"type": "string"}
                          }
                        }
                      }
                    }
                  }
                }
                """),
        })
    {
        _register = register;
    }

    /// <inheritdoc/>
    public override FlowObject Retain(FlowObject body) => body.Without("username").Without("password");

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        var request = (FlowObject)action.Body["Doi"]!;
        var attributes = (FlowObject)request["attributes"]!;
        var faults = new List<FlowValue>();
        string doi = ReadDoi(action, request, attributes, faults);
        Check(attributes, faults);
        if (faults.Count > 0)
        {
            return new(ActionProgress.Failed(FlowObject.Create(("errors", FlowArray.Create(faults)))));
        }

        FlowObject document = Document(action, doi, attributes);
        return new(_register.TryAdd(doi, document)
            ? ActionProgress.Succeeded(FlowObject.Create(("data", document)))
            : ActionProgress.Failed(FlowObject.Create(("errors", FlowArray.Create(Fault("doi", "This DOI has already been taken"))))));
    }

    /// <inheritdoc/>
    protected override bool IsSecret(string instancePath)
        => instancePath.StartsWith("$.username", StringComparison.Ordinal) || instancePath.StartsWith("$.password", StringComparison.Ordinal);

    private static string ReadDoi(ActionContext action, FlowObject request, FlowObject attributes, List<FlowValue> faults)
    {
        string? doi = attributes["doi"]?.AsString() ?? (request["id"]?.AsString() is { } id && Doi().IsMatch(id) ? id : null);
        if (doi is not null)
        {
            if (!Doi().IsMatch(doi))
            {
                faults.Add(Fault("doi", $"'{doi}' is not a DOI: it is written 10.<registrant>/<suffix>"));
            }

            return doi.ToLowerInvariant();
        }

        string? prefix = attributes["prefix"]?.AsString() ?? request["id"]?.AsString();
        if (prefix is null || !Prefix().IsMatch(prefix))
        {
            faults.Add(Fault("prefix", $"A 'doi' or a 'prefix' such as 10.80206 is required; the prefix is '{prefix}'"));
            return string.Empty;
        }

        string suffix = ActionIds.Create(action.NewId()).ToLowerInvariant();
        return $"{prefix}/{suffix[..4]}-{suffix[4..8]}";
    }

    /// <summary>DataCite's mandatory properties, which a draft may leave out but what is there must be right.</summary>
    private static void Check(FlowObject attributes, List<FlowValue> faults)
    {
        bool published = attributes["event"]?.AsString() is "publish" or "register";
        foreach (string name in new[] { "creators", "titles", "publisher", "publicationYear" }.Where(name => published && IsBlank(attributes[name])))
        {
            faults.Add(Fault(name, "can't be blank"));
        }

        if (published && IsBlank(attributes["url"]))
        {
            faults.Add(Fault("url", "can't be blank"));
        }

        CheckItems(attributes, "creators", "name", faults);
        CheckItems(attributes, "titles", "title", faults);
        if (attributes["publicationYear"] is { IsNull: false } year && !Year().IsMatch(year.AsString() ?? year.ToJson()))
        {
            faults.Add(Fault("publicationYear", "must be a year of four digits"));
        }
    }

    private static void CheckItems(FlowObject attributes, string list, string member, List<FlowValue> faults)
    {
        foreach (FlowValue item in attributes[list] as FlowArray ?? FlowArray.Empty)
        {
            if (item is not FlowObject fields || IsBlank(fields[member]))
            {
                faults.Add(Fault(list, $"each needs a '{member}'"));
            }
        }
    }

    private static bool IsBlank(FlowValue? value) => value switch
    {
        null or { IsNull: true } => true,
        FlowString text => string.IsNullOrWhiteSpace(text.Value),
        FlowArray items => items.Count == 0,
        _ => false,
    };

    private static FlowObject Document(ActionContext action, string doi, FlowObject attributes)
    {
        string[] parts = doi.Split('/', 2);
        string state = attributes["event"]?.AsString() switch
        {
            "publish" => "findable",
            "register" or "hide" => "registered",
            _ => "draft",
        };
        string now = action.TimeProvider.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return FlowObject.Create(
            ("id", FlowValue.From(doi)),
            ("type", FlowValue.From("dois")),
            ("attributes", attributes
                .Without("event")
                .With("doi", FlowValue.From(doi))
                .With("prefix", FlowValue.From(parts[0]))
                .With("suffix", FlowValue.From(parts[1]))
                .With("state", FlowValue.From(state))
                .With("isActive", FlowValue.From(state == "findable"))
                .With("created", FlowValue.From(now))
                .With("updated", FlowValue.From(now))));
    }

    private static FlowObject Fault(string source, string title) => FlowObject.Create(
        ("source", FlowValue.From(source)),
        ("title", FlowValue.From(title)));

    [GeneratedRegex("^10\\.[0-9]{4,9}/[!-~]+\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Doi();

    [GeneratedRegex("^10\\.[0-9]{4,9}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex("^[0-9]{4}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Year();
}
