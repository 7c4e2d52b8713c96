using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Globus.Automate.HelpBuilder.Pages;

/// <summary>Reads and writes the YAML block of a parameter.</summary>
internal static partial class ParameterYaml
{
    private const string Named = "Named";

    /// <exception cref="PageException">The block says something else than a parameter's facts.</exception>
    public static ParameterFacts Read(string yaml, string file, int line)
    {
        try
        {
            YamlStream stream = [];
            stream.Load(new StringReader(yaml));
            Fields fields = new(stream.Documents[0].RootNode);
            ParameterFacts facts = new()
            {
                Type = fields.Text("Type"),
                DefaultValue = fields.Text("DefaultValue"),
                SupportsWildcards = fields.Flag("SupportsWildcards"),
                Aliases = fields.Texts("Aliases"),
                Sets = [.. fields.Items("ParameterSets").Select(ReadSet)],
                DontShow = fields.Flag("DontShow"),
                AcceptedValues = fields.Texts("AcceptedValues"),
                HelpMessage = fields.Text("HelpMessage"),
            };
            fields.RequireNoMore();
            return facts;
        }
        catch (Exception e) when (e is YamlException or FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw PageException.At(file, line, $"The YAML of this parameter cannot be read: {e.Message}");
        }
    }

    public static string Write(ParameterFacts facts)
    {
        StringBuilder yaml = new();
        Line("Type", facts.Type);
        Line("DefaultValue", facts.DefaultValue);
        Line("SupportsWildcards", Flag(facts.SupportsWildcards));
        List("Aliases", facts.Aliases);
        yaml.Append("ParameterSets:").Append(facts.Sets.Count == 0 ? " []" : "").Append('\n');
        foreach (ParameterSetFacts set in facts.Sets)
        {
            Line("- Name", set.Set);
            Line("  Position", set.Position?.ToString(CultureInfo.InvariantCulture) ?? Named);
            Line("  IsRequired", Flag(set.IsRequired));
            Line("  ValueFromPipeline", Flag(set.FromPipeline));
            Line("  ValueFromPipelineByPropertyName", Flag(set.FromPipelineByName));
            Line("  ValueFromRemainingArguments", Flag(set.FromRemaining));
        }

        Line("DontShow", Flag(facts.DontShow));
        List("AcceptedValues", facts.AcceptedValues);
        Line("HelpMessage", facts.HelpMessage);
        return yaml.ToString().TrimEnd('\n');

        void Line(string name, string value) => yaml.Append(name).Append(": ").Append(Scalar(value)).Append('\n');

        void List(string name, IReadOnlyList<string> values)
        {
            yaml.Append(name).Append(':').Append(values.Count == 0 ? " []" : "").Append('\n');
            foreach (string value in values)
            {
                yaml.Append("- ").Append(Scalar(value)).Append('\n');
            }
        }
    }

    private static ParameterSetFacts ReadSet(YamlNode node)
    {
        Fields fields = new(node);
        string position = fields.Text("Position");
        ParameterSetFacts set = new(
            fields.Text("Name"),
            string.Equals(position, Named, StringComparison.OrdinalIgnoreCase) ? null : int.Parse(position, CultureInfo.InvariantCulture),
            fields.Flag("IsRequired"),
            fields.Flag("ValueFromPipeline"),
            fields.Flag("ValueFromPipelineByPropertyName"),
            fields.Flag("ValueFromRemainingArguments"));
        fields.RequireNoMore();
        return set;
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Scalar(string value) =>
        PlainScalar().IsMatch(value) ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    // What no YAML reader takes for anything but this text, in the two forms that occur: words, and "(All)".
    [GeneratedRegex(@"^[A-Za-z0-9_(][A-Za-z0-9_ .,()\[\]`+/\\-]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainScalar();

    /// <summary>The fields of a mapping, each taken once.</summary>
    private sealed class Fields(YamlNode node)
    {
        private readonly Dictionary<string, YamlNode> _left = node is YamlMappingNode mapping
            ? mapping.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value ?? "", pair => pair.Value, StringComparer.Ordinal)
            : throw new FormatException("A mapping of names to values is expected.");

        public string Text(string name) => Take(name) is YamlScalarNode scalar ? scalar.Value ?? "" : throw new FormatException($"{name} is a text.");

        public bool Flag(string name) => bool.Parse(Text(name));

        public IReadOnlyList<YamlNode> Items(string name) =>
            Take(name) is YamlSequenceNode sequence ? [.. sequence] : throw new FormatException($"{name} is a list.");

        public IReadOnlyList<string> Texts(string name) =>
            [.. Items(name).Select(i => i is YamlScalarNode scalar ? scalar.Value ?? "" : throw new FormatException($"{name} is a list of texts."))];

        public void RequireNoMore()
        {
            if (_left.Count > 0)
            {
                throw new FormatException($"There is no {string.Join(" and no ", _left.Keys)}.");
            }
        }

        private YamlNode Take(string name) => _left.Remove(name, out YamlNode? value) ? value : throw new FormatException($"{name} is missing.");
    }
}
