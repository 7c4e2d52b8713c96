using System.Text;

namespace Globus.Automate.HelpBuilder.Pages;

/// <summary>Writes a page, in the one form that such pages have.</summary>
internal static class PageWriter
{
    public static string Write(CommandPage page)
    {
        StringBuilder text = new();
        text.Append("---\n");
        foreach ((string name, string value) in page.Fields)
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }

        text.Append("---\n");
        Heading(1, page.Name, "");
        Heading(2, "SYNOPSIS", page.Synopsis);
        Heading(2, "SYNTAX", "");
        foreach (SyntaxEntry syntax in page.Syntax)
        {
            Heading(3, syntax.IsDefault ? syntax.Set + " (Default)" : syntax.Set, $"```\n{syntax.Text}\n```");
        }

        Heading(2, "ALIASES", page.Aliases);
        Heading(2, "DESCRIPTION", page.Description);
        Heading(2, "EXAMPLES", "");
        Named(page.Examples);
        Heading(2, "PARAMETERS", "");
        foreach (ParameterEntry parameter in page.Parameters)
        {
            string prose = parameter.Text.Length == 0 ? "" : parameter.Text + "\n\n";
            Heading(3, "-" + parameter.Name, $"{prose}```yaml\n{ParameterYaml.Write(parameter.Facts)}\n```");
        }

        if (page.CommonParameters is string common)
        {
            Heading(3, "CommonParameters", common);
        }

        Heading(2, "INPUTS", "");
        Named(page.Inputs);
        Heading(2, "OUTPUTS", "");
        Named(page.Outputs);
        Heading(2, "NOTES", page.Notes);
        Heading(2, "RELATED LINKS", page.RelatedLinks);
        return text.ToString();

        void Named(IEnumerable<NamedSection> sections)
        {
            foreach (NamedSection section in sections)
            {
                Heading(3, section.Name, section.Text);
            }
        }

        void Heading(int level, string title, string below)
        {
            text.Append('\n').Append('#', level).Append(' ').Append(title).Append('\n');
            if (below.Length > 0)
            {
                text.Append('\n').Append(below).Append('\n');
            }
        }
    }
}
