using Globus.Automate.HelpBuilder.Pages;

namespace Globus.Automate.HelpBuilder.Module;

/// <summary>Holds a page against its cmdlet.</summary>
internal static class PageComparison
{
    /// <summary>What is wrong with a page, a sentence each; nothing where page and cmdlet agree and nothing is left to write.</summary>
    public static IEnumerable<string> Differences(CommandPage page, CommandFacts cmdlet)
    {
        if (!string.Equals(page.Name, cmdlet.Name, StringComparison.Ordinal) || !string.Equals(page.Field("title"), cmdlet.Name, StringComparison.Ordinal))
        {
            yield return $"The heading and the title are {cmdlet.Name}.";
        }

        if (!page.Syntax.SequenceEqual(cmdlet.Syntax))
        {
            yield return $"SYNTAX is another: the cmdlet has {string.Join(" | ", cmdlet.Syntax.Select(s => s.Text))}";
        }

        Dictionary<string, ParameterFacts> left = new(cmdlet.Parameters, StringComparer.Ordinal);
        foreach (ParameterEntry parameter in page.Parameters)
        {
            if (!left.Remove(parameter.Name, out ParameterFacts? facts))
            {
                yield return $"-{parameter.Name}: the cmdlet has no such parameter, or the page has it twice.";
                continue;
            }

            string actual = ParameterYaml.Write(facts with { DefaultValue = parameter.Facts.DefaultValue });
            if (!string.Equals(ParameterYaml.Write(parameter.Facts), actual, StringComparison.Ordinal))
            {
                yield return $"-{parameter.Name}: the facts are others:\n{actual}";
            }
        }

        foreach (string name in left.Keys)
        {
            yield return $"-{name}: the page does not have it.";
        }

        foreach (string missing in Missing(page))
        {
            yield return missing;
        }
    }

    private static IEnumerable<string> Missing(CommandPage page)
    {
        if (page.Synopsis.Length == 0 || page.Description.Length == 0)
        {
            yield return "SYNOPSIS or DESCRIPTION is empty.";
        }

        if (!page.Examples.Any(e => e.Text.Contains("```powershell", StringComparison.Ordinal) && e.Text.Contains(page.Name, StringComparison.OrdinalIgnoreCase)))
        {
            yield return "No example calls the cmdlet.";
        }

        foreach (ParameterEntry parameter in page.Parameters.Where(p => p.Text.Length == 0))
        {
            yield return $"-{parameter.Name}: there is no text.";
        }

        if (PageWriter.Write(page).Contains(CommandPage.FillPlace, StringComparison.Ordinal))
        {
            yield return $"There is a place left to fill ({CommandPage.FillPlace} ...).";
        }
    }
}
