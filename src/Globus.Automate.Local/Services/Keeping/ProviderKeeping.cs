using System.Security.Cryptography;
using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Services;

/// <summary>
/// Keeps what the action providers work on: the local collections with their access rules, the entries of Search indexes, and DOIs. An action
/// that goes on after a restart finds them as they were.
/// </summary>
internal static class ProviderKeeping
{
    private const string CollectionType = "collection";
    private const string SearchType = "search-entry";
    private const string DoiType = "doi";

    public static void Keep(BuiltInProviders providers, StateKeeper keeper)
    {
        if (!keeper.IsKeeping)
        {
            return;
        }

        KeepCollections(providers.Collections, keeper);
        KeepEntries(providers.SearchIndexes, keeper);
        KeepDois(providers.Dois, keeper);
    }

    private static void KeepCollections(CollectionStore collections, StateKeeper keeper)
    {
        keeper.OnRestore(CollectionType, (id, state) => Restore(collections, id, state));
        collections.Changed = collection => keeper.Put(CollectionType, collection.Id, FlowObject.Create(
            ("names", FlowArray.OfStrings(collection.Names)),
            ("display_name", FlowValue.From(collection.DisplayName)),
            ("folder", FlowValue.From(collection.Root)),
            ("subscription_id", FlowValue.From(collection.SubscriptionId)),
            ("owner", FlowValue.From(collection.Owner)),
            ("rules", FlowArray.Create(collection.AccessRules.All.Select(static rule => rule.ToDocument())))));
        collections.Removed = collection => keeper.Remove(CollectionType, collection.Id);
    }

    private static void Restore(CollectionStore collections, string id, FlowObject state)
    {
        string folder = state.Text("folder");
        LocalCollection? collection = collections.Find(id);
        if (collection is null || collection.Root != folder)
        {
            collection = new LocalCollection(id, state.Texts("names"), state.Text("display_name"), folder, home: string.Empty, state.OptionalText("subscription_id"), state.OptionalText("owner"));
            collections.Restore(collection);
        }

        collection.AccessRules.Restore(((FlowArray)state["rules"]!).Cast<FlowObject>().Select(AccessRule.FromDocument));
    }

    private static void KeepEntries(SearchIndexStore indexes, StateKeeper keeper)
    {
        keeper.OnRestore(SearchType, (_, state) => indexes.Ingest(state.Text("index"), SearchEntry.FromDocument(state)));
        indexes.Ingested = (index, entry) => keeper.Put(SearchType, EntryKey(index, entry), entry.ToDocument().With("index", FlowValue.From(index)));
        indexes.Deleted = (index, entry) => keeper.Remove(SearchType, EntryKey(index, entry));
    }

    private static void KeepDois(DoiRegister dois, StateKeeper keeper)
    {
        keeper.OnRestore(DoiType, (_, state) => dois.TryAdd(state.Text("id"), state));
        dois.Minted = (doi, document) => keeper.Put(DoiType, Key(doi), document);
    }

    private static string EntryKey(string index, SearchEntry entry) => Key($"{index.ToLowerInvariant()}\n{entry.Subject}\n{entry.EntryId}");

    /// <summary>A word for a name that may hold anything.</summary>
    private static string Key(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
