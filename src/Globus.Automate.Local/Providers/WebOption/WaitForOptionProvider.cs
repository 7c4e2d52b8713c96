using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Providers;

/// <summary><c>weboption/wait_for_option</c> (manual 7.1.11): waits until somebody visits the URL of one of its options, or selects it on its landing page.</summary>
public sealed class WaitForOptionProvider : ActionProvider
{
    private readonly WebOptions _pages;

    /// <summary>Makes the provider.</summary>
    public WaitForOptionProvider(WebOptions pages)
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://actions.globus.org/weboption/wait_for_option"),
            Title = "Wait for User Option Selection",
            Subtitle = "Wait for someone to select an option on a web page",
            Keywords = ["web", "option", "approval"],
            GlobusAuthScope = "https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/weboption_wait_for_option",
            Synchronous = false,
            LogSupported = true,
            InputSchema = InputSchemas.Parse(
                """
                {
                  "$defs": {
                    "selectable_by": {"type": "array", "items": {"type": "string"}, "description": "Principals that may select; everybody when missing"}
                  },
                  "type": "object",
                  "additionalProperties": false,
                  "required": ["options"],
                  "properties": {
                    "landing_page": {
                      "type": "object",
                      "additionalProperties": false,
                      "required": ["url_suffix"],
                      "properties": {
                        "url_suffix": {"type": "string", "minLength": 1},
                        "page_title": {"type": "string"},
                        "header_text": {"type": "string"},
                        "header_background": {"type": "string", "description": "A colour: a name of CSS or #rrggbb"},
                        "header_icon_url": {"type": "string"},
                        "header_icon_link": {"type": "string"},
                        "preamble_text": {"type": "string"},
                        "display_options_as": {"enum": ["link", "button"]},
                        "include_text_input_form": {"type": "boolean"},
                        "text_input_form_prompt": {"type": "string"},
                        "selectable_by": {"$ref": "#/$defs/selectable_by"}
                      }
                    },
                    "options": {
                      "type": "array",
                      "minItems": 1,
                      "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": ["name", "url_suffix"],
                        "properties": {
                          "name": {"type": "string", "minLength": 1},
                          "description": {"type": "string"},
                          "url_suffix": {"type": "string", "minLength": 1},
                          "completed_message": {"type": "string"},
                          "selectable_by": {"$ref": "#/$defs/selectable_by"}
                        },
                        "patternProperties": {
                          "^include_.*(query|param|body)": {
                            "type": "boolean",
                            "description": "Whether the request's query parameters, or its body, go into the details"
                          }
                        }
                      }
                    }
                  }
                }
                """),
        })
    {
        _pages = pages;
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
    {
        LandingPage? page = action.Body["landing_page"] is FlowObject landing ? ReadPage(landing) : null;
        WebOption[] options = [.. ((FlowArray)action.Body["options"]!).Cast<FlowObject>().Select(ReadOption)];
        string? twice = options.GroupBy(static option => option.UrlSuffix, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw ActionRefusedException.Input($"Two options have the url_suffix '{twice}'.", "$.options");
        }

        if (page is { SelectableBy.Count: > 0 } && Array.TrueForAll(options, static option => option.SelectableBy.Count == 0))
        {
            options = [.. options.Select(option => option with { SelectableBy = page.SelectableBy })];
        }

        var selection = new PendingSelection(action, options, page);
        _pages.Add(selection);
        return new(ActionProgress.Active(selection.ToDocument()));
    }

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RecoverAsync(ActionContext action, CancellationToken cancellationToken) => RunAsync(action, cancellationToken);

    private static string[] Principals(FlowObject fields)
        => fields["selectable_by"] is FlowArray items ? [.. items.Select(static item => item.AsString()!)] : [];

    private static bool Flag(FlowObject fields, string word) => fields.Any(member
        => member.Key.StartsWith("include_", StringComparison.Ordinal)
        && member.Key.Contains(word, StringComparison.Ordinal)
        && member.Value is FlowBoolean { Value: true });

    private WebOption ReadOption(FlowObject fields)
    {
        string name = fields["name"]!.AsString()!;
        string suffix = fields["url_suffix"]!.AsString()!;
        return new WebOption(name, fields["description"]?.AsString(), suffix, _pages.OptionUrl(suffix), fields["completed_message"]?.AsString() ?? $"You have selected '{name}'.")
        {
            SelectableBy = Principals(fields),
            IncludeQuery = Flag(fields, "query") || Flag(fields, "param"),
            IncludeBody = Flag(fields, "body"),
        };
    }

    private LandingPage ReadPage(FlowObject fields)
    {
        string suffix = fields["url_suffix"]!.AsString()!;
        return new LandingPage(suffix, _pages.PageUrl(suffix))
        {
            PageTitle = fields["page_title"]?.AsString(),
            HeaderText = fields["header_text"]?.AsString(),
            HeaderBackground = fields["header_background"]?.AsString(),
            HeaderIconUrl = fields["header_icon_url"]?.AsString(),
            HeaderIconLink = fields["header_icon_link"]?.AsString(),
            PreambleText = fields["preamble_text"]?.AsString(),
            AsButtons = fields["display_options_as"]?.AsString() == "button",
            IncludeTextInput = fields["include_text_input_form"] is FlowBoolean { Value: true },
            TextInputPrompt = fields["text_input_form_prompt"]?.AsString(),
            SelectableBy = Principals(fields),
        };
    }
}
