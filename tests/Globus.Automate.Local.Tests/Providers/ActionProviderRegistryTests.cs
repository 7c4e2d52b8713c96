using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Providers;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class ActionProviderRegistryTests
{
    [Theory]
    [InlineData("https://actions.globus.org/hello_world", "hello_world")]
    [InlineData("https://actions.globus.org/hello_world/", "hello_world")]
    [InlineData("https://actions.automate.globus.org/hello_world", "hello_world")]
    [InlineData("https://ACTIONS.globus.org/hello_world", "hello_world")]
    [InlineData("https://actions.automate.globus.org/transfer/transfer", "transfer/transfer")]
    [InlineData("https://actions.globus.org/transfer/ls", "transfer/ls")]
    [InlineData("https://transfer.actions.globus.org/transfer", "transfer.actions.globus.org/transfer")]
    [InlineData("https://transfer.actions.globus.org/transfer/", "transfer.actions.globus.org/transfer")]
    [InlineData("https://transfer.actions.globus.org/delete", "transfer.actions.globus.org/delete")]
    [InlineData("https://transfer.actions.globus.org/ls", "transfer.actions.globus.org/ls")]
    [InlineData("https://transfer.actions.globus.org/stat", "transfer.actions.globus.org/stat")]
    [InlineData("https://transfer.actions.globus.org/mkdir", "transfer.actions.globus.org/mkdir")]
    [InlineData("https://transfer.actions.globus.org/collection_info", "transfer.actions.globus.org/collection_info")]
    [InlineData("https://transfer.actions.globus.org/manage_permission", "transfer.actions.globus.org/manage_permission")]
    [InlineData("https://transfer.actions.globus.org/set_permission", "transfer.actions.globus.org/manage_permission")]
    [InlineData("https://transfer.actions.globus.org/gcsv5/create_guest_collection", "transfer.actions.globus.org/gcsv5/create_guest_collection")]
    [InlineData("https://sandbox.actions.automate.globus.org/transfer/ls", "transfer/ls")]
    [InlineData("https://automate.funcx.org", "compute.actions.globus.org")]
    [InlineData("https://api.funcx.org/automate", "compute.actions.globus.org")]
    [InlineData("https://compute.actions.globus.org/fxap", "compute.actions.globus.org")]
    [InlineData("http://127.0.0.1:8080/transfer/manage_permission", "transfer.actions.globus.org/manage_permission")]
    [InlineData("https://search.actions.globus.org/ingest", "search/ingest")]
    [InlineData("https://actions.globus.org/datacite/mint/basic_auth", "datacite/mint/basic_auth")]
    [InlineData("https://compute.actions.globus.org", "compute.actions.globus.org")]
    [InlineData("https://compute.actions.globus.org/v3", "compute.actions.globus.org")]
    [InlineData("http://127.0.0.1:8080/actions/hello_world", "hello_world")]
    [InlineData("http://localhost:8080/actions/transfer/ls", "transfer/ls")]
    [InlineData("http://[::1]:8080/transfer/ls", "transfer.actions.globus.org/ls")]
    public void Every_form_of_url_finds_its_provider(string url, string name)
    {
        using var providers = new BuiltInProviders();

        Assert.True(providers.Registry.TryFind(new Uri(url), out ActionProvider? provider));
        Assert.Equal(name, provider.Description.Name);
    }

    [Theory]
    [InlineData("https://transfer.actions.globus.org/transfer", "urn:globus:auth:scope:transfer.api.globus.org:all")]
    [InlineData("https://transfer.actions.globus.org/ls", "urn:globus:auth:scope:transfer.api.globus.org:all")]
    [InlineData("https://actions.globus.org/transfer/transfer", "https://auth.globus.org/scopes/actions.globus.org/transfer/transfer")]
    [InlineData("https://actions.globus.org/transfer/ls", "https://auth.globus.org/scopes/5fac2e64-c734-4e6b-90ea-ff12ddbf9653/transfer_ls")]
    public void A_transfer_provider_takes_the_scope_of_its_host(string url, string scope)
    {
        using var providers = new BuiltInProviders();

        Assert.True(providers.Registry.TryFind(new Uri(url), out ActionProvider? provider));
        Assert.Equal(scope, provider.Description.GlobusAuthScope);
    }

    [Theory]
    [InlineData("https://actions.globus.org/")]
    [InlineData("https://actions.globus.org/nothing")]
    [InlineData("https://actions.globus.org.example.com/hello_world")]
    [InlineData("https://evilactions.globus.org/hello_world")]
    [InlineData("https://example.com/actions/hello_world")]
    [InlineData("https://example.com/hello_world")]
    [InlineData("http://actions.globus.org/hello_world")]
    [InlineData("ftp://actions.globus.org/hello_world")]
    [InlineData("file:///actions/hello_world")]
    public void Another_url_finds_none(string url)
    {
        using var providers = new BuiltInProviders();

        Assert.False(providers.Registry.TryFind(new Uri(url), out _));
    }

    [Theory]
    [InlineData("http://127.0.0.1/actions/hello_world", "")]
    [InlineData("http://127.0.0.1/actions/hello_world/run", "run")]
    [InlineData("http://127.0.0.1/actions/hello_world/abc/status", "abc/status")]
    [InlineData("http://127.0.0.1/transfer/transfer/run", "run")]
    [InlineData("https://compute.actions.globus.org/run", "run")]
    [InlineData("https://actions.globus.org/hello_world/abc/log?limit=5", "abc/log")]
    public void A_request_is_routed_to_its_provider_with_the_rest_of_the_path(string url, string expected)
    {
        using var providers = new BuiltInProviders();

        Assert.True(providers.Registry.TryRoute(new Uri(url), out _, out string rest));
        Assert.Equal(expected, rest);
    }

    [Fact]
    public void Every_provider_describes_itself_with_the_fields_of_the_manual()
    {
        using var providers = new BuiltInProviders();

        Assert.All(providers.Registry.Providers, static provider =>
        {
            FlowObject document = provider.Description.ToDocument();
            Assert.Equal(
                ["admin_contact", "administered_by", "api_version", "description", "event_types", "globus_auth_scope", "input_schema", "keywords", "log_supported",
                    "maximum_deadline", "runnable_by", "subtitle", "synchronous", "title", "types", "visible_to"],
                document.Names);
            Assert.Equal("object", ((FlowObject)document["input_schema"]!)["type"]!.AsString());
            string scope = document["globus_auth_scope"]!.AsString()!;
            Assert.True(scope.StartsWith("https://auth.globus.org/scopes/", StringComparison.Ordinal) || scope.StartsWith("urn:globus:auth:scope:", StringComparison.Ordinal), scope);
        });
    }

    [Fact]
    public void The_introspection_of_hello_world_is_the_manuals()
    {
        using var providers = new BuiltInProviders();
        Assert.True(providers.Registry.TryFind("hello_world", out ActionProvider? provider));

        Assert.Equal(
            FlowValue.Parse(
                """
                {
                  "admin_contact": "support@globus.org", "administered_by": [], "api_version": "1.0", "description": null, "event_types": null,
                  "globus_auth_scope": "https://auth.globus.org/scopes/actions.globus.org/hello_world",
                  "input_schema": {
                    "additionalProperties": false,
                    "properties": {"echo_string": {"type": "string"}, "required_dependent_scope": {"type": "string"}, "sleep_time": {"type": "integer"}},
                    "type": "object"
                  },
                  "keywords": null, "log_supported": false, "maximum_deadline": "P30D", "runnable_by": ["all_authenticated_users"],
                  "subtitle": "An Action responding Hello to an input value", "synchronous": false, "title": "Hello World", "types": ["ACTION"],
                  "visible_to": ["public"]
                }
                """),
            provider.Description.ToDocument());
    }

    [Fact]
    public void The_catalogue_names_every_url_once_and_makes_no_folder()
    {
        IReadOnlyList<ActionProviderCatalogEntry> entries = ActionProviderCatalog.Entries;

        string[] urls = [.. entries.SelectMany(static entry => entry.Urls)];
        Assert.Equal(urls.Length, urls.Distinct().Count());
        Assert.Contains("https://actions.automate.globus.org/hello_world", urls);
        Assert.Contains("https://transfer.actions.globus.org/transfer", urls);
        Assert.Contains("https://compute.actions.globus.org", urls);
        using var providers = new BuiltInProviders();
        Assert.All(urls, url => Assert.True(providers.Registry.TryFind(new Uri(url), out _), url));
    }
}
