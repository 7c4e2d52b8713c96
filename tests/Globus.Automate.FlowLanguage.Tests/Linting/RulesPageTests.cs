using System.Text.RegularExpressions;
using Globus.Automate.Tests;

namespace Globus.Automate.FlowLanguage.Tests.Linting;

/// <summary>docs/rules.md has each code that the source reports, with its severity, and no other.</summary>
public sealed partial class RulesPageTests
{
    [Fact]
    public void The_page_and_the_codes_agree()
    {
        string root = Corpus.RepositoryRoot();
        (string Code, string Severity, string Text)[] page = [.. File.ReadLines(Path.Combine(root, "docs", "rules.md"))
            .Select(static line => Row().Match(line)).Where(static row => row.Success)
            .Select(static row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value))];
        var source = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "src", "Globus.Automate.FlowLanguage", "Linting"), "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match call in Call().Matches(File.ReadAllText(file)))
            {
                if (!source.TryGetValue(call.Groups[2].Value, out SortedSet<string>? severities))
                {
                    source[call.Groups[2].Value] = severities = new(StringComparer.Ordinal);
                }

                severities.Add(call.Groups[1].Value.ToLowerInvariant());
            }
        }

        Assert.True(source.Count > 30);
        Assert.Equal(page.Length, page.Select(static r => r.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(source.Select(static s => $"{s.Key} {string.Join(" or ", s.Value)}"), page.Where(static r => r.Code.StartsWith("GF", StringComparison.Ordinal)).Select(static r => $"{r.Code} {r.Severity}"));
        Assert.All(page, static r => Assert.True(r.Text.Trim().Length > 10));
    }

    [GeneratedRegex(@"^\| (\w+) \| ([a-z ]+) \| (.+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"(?:context\.|DiagnosticSeverity\.)(Error|Warning|Information)(?:\(|,)\s*""(GF\d+)""")]
    private static partial Regex Call();
}
