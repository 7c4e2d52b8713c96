namespace Globus.Automate.Local.Providers;

/// <summary>The action providers of the local Globus with what they work on: one object to make, keep and dispose.</summary>
public sealed class BuiltInProviders
{
    /// <summary>Makes all providers.</summary>
    public BuiltInProviders()
    {
        Registry = new ActionProviderRegistry(
        [
            new HelloWorldProvider(),
            new ExpressionEvalProvider(),
        ]);
    }

    /// <summary>The providers by their URLs.</summary>
    public ActionProviderRegistry Registry { get; }
}
