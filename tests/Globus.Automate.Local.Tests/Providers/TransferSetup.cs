using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Tests.Providers;

/// <summary>What tests of transfers begin with: two collections, files in them, and a body.</summary>
internal static class TransferSetup
{
    public static string Body(string source, string sourcePath, string destination, string destinationPath, string options = "")
        => $$"""
           {
             "source_endpoint_id": "{{source}}", "destination_endpoint_id": "{{destination}}",
             "transfer_items": [{"source_path": "{{sourcePath}}", "destination_path": "{{destinationPath}}"}]{{options}}
           }
           """;

    public static void Expect(FlowObject document, string name, FlowValue value) => Assert.True(value.Equals(document[name]), $"{name}: {document[name]}, not {value}");

    public static string Write(string root, string path, string text)
    {
        string file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public static void Collections(ProviderHost host, out string from, out string to)
    {
        from = host.AddCollection("from").Root;
        to = host.AddCollection("to").Root;
    }
}
