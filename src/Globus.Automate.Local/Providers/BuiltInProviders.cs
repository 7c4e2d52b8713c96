namespace Globus.Automate.Local.Providers;

/// <summary>The action providers of the local Globus with what they work on: one object to make, keep and dispose.</summary>
public sealed class BuiltInProviders : IDisposable
{
    /// <summary>Makes all providers.</summary>
    public BuiltInProviders(CollectionStore? collections = null)
    {
        Collections = collections ?? new CollectionStore();
        Registry = new ActionProviderRegistry(
        [
            new HelloWorldProvider(),
            new ExpressionEvalProvider(),
            .. TransferProviders(TransferFamily.Hosted),
            .. TransferProviders(TransferFamily.Service),
        ]);
    }

    /// <summary>The providers by their URLs.</summary>
    public ActionProviderRegistry Registry { get; }

    /// <summary>The local collections.</summary>
    public CollectionStore Collections { get; }

    /// <inheritdoc/>
    public void Dispose() => Collections.Dispose();

    private IEnumerable<ActionProvider> TransferProviders(TransferFamily family) =>
    [
        new TransferProvider(Collections, family),
        new DeleteProvider(Collections, family),
        new SetPermissionProvider(Collections, family),
        new ListProvider(Collections, family),
        new MakeDirectoryProvider(Collections, family),
        new CollectionInfoProvider(Collections, family),
        new StatProvider(Collections, family),
    ];
}
