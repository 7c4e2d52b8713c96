namespace Globus.Automate.Local.Providers;

/// <summary>Stands at Globus Compute's URLs and says that functions are not run here: what they do is for a mock to say.</summary>
public sealed class ComputeProvider : ActionProvider
{
    /// <summary>Makes the provider.</summary>
    public ComputeProvider()
        : base(new ActionProviderDescription
        {
            Url = new Uri("https://compute.actions.globus.org"),
            AlternateUrls =
            [
                new Uri("https://compute.actions.globus.org/v2"),
                new Uri("https://compute.actions.globus.org/v3"),
                new Uri("https://compute.actions.globus.org/fxap"),

                // Compute's URLs of the time when it was called funcX, which definitions still have.
                new Uri("https://automate.funcx.org"),
                new Uri("https://api.funcx.org/automate"),
            ],
            Title = "Globus Compute",
            Subtitle = "Run functions with Globus Compute",
            Description = "The local Globus does not run Compute functions. Give the state a mock.",
            Keywords = ["compute"],
            GlobusAuthScope = "https://auth.globus.org/scopes/facd7ccc-c5f4-42aa-916b-a0e270e2c2a9/all",
            Synchronous = false,
            InputSchema = InputSchemas.Parse("""{"type": "object"}"""),
        })
    {
    }

    /// <inheritdoc/>
    public override bool IsRepeatable => true;

    /// <inheritdoc/>
    public override ValueTask<ActionProgress> RunAsync(ActionContext action, CancellationToken cancellationToken)
        => throw new ActionRefusedException(
            501,
            "NOT_IMPLEMENTED",
            "The local Globus does not run Globus Compute functions. Give the state a mock that says what the function returns.");
}
