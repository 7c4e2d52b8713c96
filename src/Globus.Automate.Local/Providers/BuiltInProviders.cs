namespace Globus.Automate.Local.Providers;

/// <summary>What the built-in providers work on; each part is made where none is given.</summary>
public sealed record BuiltInProvidersOptions
{
    /// <summary>The local collections. They stay their maker's, who disposes them.</summary>
    public CollectionStore? Collections { get; init; }

    /// <summary>The folder in which the tutorial collections stay; null takes a temporary one.</summary>
    public string? TutorialFolder { get; init; }

    /// <summary>The folder in which mails are put; null takes a temporary one.</summary>
    public string? OutboxFolder { get; init; }
}

/// <summary>The action providers of the local Globus with what they work on: one object to make, keep and dispose.</summary>
public sealed class BuiltInProviders : IDisposable
{
    private readonly bool _ownsCollections;

    /// <summary>Makes all providers.</summary>
    public BuiltInProviders(BuiltInProvidersOptions? options = null)
    {
        _ownsCollections = options?.Collections is null;
        Collections = options?.Collections ?? new CollectionStore(tutorialFolder: options?.TutorialFolder);
        Outbox = new Outbox(options?.OutboxFolder);
        Registry = new ActionProviderRegistry(
        [
            new HelloWorldProvider(),
            .. TransferProviders(TransferFamily.Hosted),
            .. TransferProviders(TransferFamily.Service),
            new CreateGuestCollectionProvider(Collections),
            new SearchIngestProvider(SearchIndexes),
            new SearchDeleteProvider(SearchIndexes),
            new NotifyProvider(Outbox),
            new WaitForOptionProvider(WebOptions),
            new ExpressionEvalProvider(),
            new DataciteMintProvider(Dois),
            new ComputeProvider(),
        ]);
    }

    /// <summary>The providers by their URLs.</summary>
    public ActionProviderRegistry Registry { get; }

    /// <summary>The local collections.</summary>
    public CollectionStore Collections { get; }

    /// <summary>The Search indexes.</summary>
    public SearchIndexStore SearchIndexes { get; } = new();

    /// <summary>The mails.</summary>
    public Outbox Outbox { get; }

    /// <summary>The options that wait to be selected, and their pages.</summary>
    public WebOptions WebOptions { get; } = new();

    /// <summary>The DOIs.</summary>
    public DoiRegister Dois { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsCollections)
        {
            Collections.Dispose();
        }

        Outbox.Dispose();
    }

    private IEnumerable<ActionProvider> TransferProviders(TransferFamily family) =>
    [
        new TransferProvider(Collections, family, Outbox),
        new DeleteProvider(Collections, family, Outbox),
        new SetPermissionProvider(Collections, family, Outbox),
        new ListProvider(Collections, family),
        new MakeDirectoryProvider(Collections, family),
        new CollectionInfoProvider(Collections, family),
        new StatProvider(Collections, family),
    ];
}
