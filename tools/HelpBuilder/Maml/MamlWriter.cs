using System.Globalization;
using System.Text;
using System.Xml;
using Globus.Automate.HelpBuilder.Pages;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Globus.Automate.HelpBuilder.Maml;

/// <summary>Writes pages as the XML that Get-Help reads (MAML, the schema of PowerShell's cmdlet help).</summary>
internal sealed class MamlWriter
{
    private const string Root = "http://msh";
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private const string SwitchParameter = "System.Management.Automation.SwitchParameter";

    private readonly XmlWriter _xml;

    private MamlWriter(XmlWriter xml) => _xml = xml;

    public static string Write(IEnumerable<CommandPage> pages)
    {
        StringBuilder text = new();
        using (Utf8StringWriter writer = new(text))
        using (XmlWriter xml = XmlWriter.Create(writer, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("helpItems", Root);
            xml.WriteAttributeString("schema", "maml");
            xml.WriteAttributeString("xmlns", "maml", ns: null, Maml);
            xml.WriteAttributeString("xmlns", "command", ns: null, Command);
            xml.WriteAttributeString("xmlns", "dev", ns: null, Dev);
            MamlWriter maml = new(xml);
            foreach (CommandPage page in pages)
            {
                maml.Write(page);
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private void Write(CommandPage page)
    {
        string[] name = page.Name.Split('-', 2);
        Element(Command, "command", () =>
        {
            Element(Command, "details", () =>
            {
                _xml.WriteElementString("command", "name", Command, page.Name);
                _xml.WriteElementString("command", "verb", Command, name[0]);
                _xml.WriteElementString("command", "noun", Command, name[^1]);
                Paragraphs(Maml, "description", page.Synopsis);
            });
            Paragraphs(Maml, "description", page.Description);
            Element(Command, "syntax", () => WriteSyntax(page));
            Element(Command, "parameters", () => WriteParameters(page));
            Element(Command, "inputTypes", () => WriteTypes("inputType", page.Inputs));
            Element(Command, "returnValues", () => WriteTypes("returnValue", page.Outputs));
            if (page.Notes is not ("" or "None."))
            {
                Element(Maml, "alertSet", () => Paragraphs(Maml, "alert", page.Notes));
            }

            Element(Command, "examples", () => WriteExamples(page));
            Element(Command, "relatedLinks", () => WriteLinks(page));
        });
    }

    private void WriteSyntax(CommandPage page)
    {
        foreach (SyntaxEntry syntax in page.Syntax)
        {
            Element(Command, "syntaxItem", () =>
            {
                _xml.WriteElementString("maml", "name", Maml, page.Name);
                var members =
                    from parameter in page.Parameters
                    where !parameter.Facts.DontShow
                    let set = parameter.Facts.Sets.FirstOrDefault(s => string.Equals(s.Set, syntax.Set, StringComparison.OrdinalIgnoreCase) || s.Set is ParameterFacts.AllSets)
                    where set is not null
                    orderby PlaceIn(syntax.Text, parameter.Name)
                    select (parameter, set);
                foreach ((ParameterEntry parameter, ParameterSetFacts set) in members)
                {
                    WriteParameter(parameter, set.IsRequired, set.Position, [set], TypeName.Short(parameter.Facts.Type), isFull: false);
                }
            });
        }
    }

    private void WriteParameters(CommandPage page)
    {
        foreach (ParameterEntry parameter in page.Parameters.Where(p => !p.Facts.DontShow))
        {
            IReadOnlyList<ParameterSetFacts> sets = parameter.Facts.Sets;
            int? position = sets.Select(s => s.Position).Distinct().Count() == 1 ? sets[0].Position : null;
            WriteParameter(parameter, sets.All(s => s.IsRequired), position, sets, parameter.Facts.Type, isFull: true);
        }
    }

    private void WriteParameter(ParameterEntry parameter, bool isRequired, int? position, IReadOnlyList<ParameterSetFacts> sets, string type, bool isFull)
    {
        ParameterFacts facts = parameter.Facts;
        Element(Command, "parameter", () =>
        {
            _xml.WriteAttributeString("required", Flag(isRequired));
            _xml.WriteAttributeString("variableLength", Flag(facts.Type.EndsWith("[]", StringComparison.Ordinal)));
            _xml.WriteAttributeString("globbing", Flag(facts.SupportsWildcards));
            _xml.WriteAttributeString("pipelineInput", PipelineInput(sets));
            _xml.WriteAttributeString("position", position?.ToString(CultureInfo.InvariantCulture) ?? "named");
            _xml.WriteAttributeString("aliases", facts.Aliases.Count == 0 ? "none" : string.Join(", ", facts.Aliases));
            _xml.WriteElementString("maml", "name", Maml, parameter.Name);
            Element(Maml, "description", () =>
            {
                if (isFull)
                {
                    WriteParagraphs(parameter.Text);
                    if (facts.AcceptedValues.Count > 0)
                    {
                        Paragraph($"Accepted values: {string.Join(", ", facts.AcceptedValues)}.");
                    }
                }
            });
            if (isFull || facts.Type is not SwitchParameter)
            {
                Element(Command, "parameterValue", () =>
                {
                    // A switch needs no value; the syntax shows none.
                    _xml.WriteAttributeString("required", Flag(facts.Type is not SwitchParameter));
                    _xml.WriteAttributeString("variableLength", "false");
                    _xml.WriteString(type);
                });
            }

            Element(Dev, "type", () =>
            {
                _xml.WriteElementString("maml", "name", Maml, facts.Type);
                _xml.WriteElementString("maml", "uri", Maml, "");
            });
            _xml.WriteElementString("dev", "defaultValue", Dev, facts.DefaultValue.Length == 0 ? "None" : facts.DefaultValue);
        });
    }

    private void WriteTypes(string element, IEnumerable<NamedSection> types)
    {
        foreach (NamedSection type in types)
        {
            Element(Command, element, () =>
            {
                Element(Dev, "type", () => _xml.WriteElementString("maml", "name", Maml, type.Name));
                Paragraphs(Maml, "description", type.Text);
            });
        }
    }

    private void WriteExamples(CommandPage page)
    {
        foreach (NamedSection example in page.Examples)
        {
            MarkdownDocument blocks = Markdown.Parse(example.Text);
            CodeBlock? code = blocks.OfType<CodeBlock>().FirstOrDefault();
            IEnumerable<Block> before = code is null ? [] : blocks.TakeWhile(b => b != code);
            IEnumerable<Block> after = code is null ? blocks : blocks.SkipWhile(b => b != code).Skip(1);
            Element(Command, "example", () =>
            {
                _xml.WriteElementString("maml", "title", Maml, $"------- {MarkdownText.Line(example.Name)} -------");
                Element(Maml, "introduction", () => WriteBlocks(before, example.Text));
                _xml.WriteElementString("dev", "code", Dev, code is null ? "" : MarkdownText.CodeOf(code));
                Element(Dev, "remarks", () =>
                {
                    WriteBlocks(after, example.Text);

                    // Get-Help puts the next example's title right below.
                    Paragraph("");
                });
            });
        }
    }

    private void WriteLinks(CommandPage page)
    {
        string helpUri = page.Field("HelpUri").Trim('\'');
        if (helpUri.Length > 0)
        {
            WriteLink("Online Version:", helpUri);
        }

        foreach (LinkInline link in Markdown.Parse(page.RelatedLinks).Descendants<LinkInline>())
        {
            // A relative address is one of the pages: its name is what Get-Help wants.
            WriteLink(MarkdownText.Inlines(link), Uri.TryCreate(link.Url, UriKind.Absolute, out Uri? uri) ? uri.AbsoluteUri : "");
        }
    }

    private void WriteLink(string text, string uri) => Element(Maml, "navigationLink", () =>
    {
        _xml.WriteElementString("maml", "linkText", Maml, text);
        _xml.WriteElementString("maml", "uri", Maml, uri);
    });

    private void Paragraphs(string space, string element, string markdown) => Element(space, element, () => WriteParagraphs(markdown));

    private void WriteParagraphs(string markdown)
    {
        foreach (string paragraph in MarkdownText.Paragraphs(markdown))
        {
            Paragraph(paragraph);
        }
    }

    private void WriteBlocks(IEnumerable<Block> blocks, string source)
    {
        foreach (string paragraph in blocks.SelectMany(b => MarkdownText.Block(b, source)))
        {
            Paragraph(paragraph);
        }
    }

    private void Paragraph(string text) => _xml.WriteElementString("maml", "para", Maml, text);

    private void Element(string space, string name, Action content)
    {
        _xml.WriteStartElement(space switch { Maml => "maml", Command => "command", _ => "dev" }, name, space);
        content();
        _xml.WriteEndElement();
    }

    /// <summary>Where a call names a parameter: -Name, not -NameAndMore.</summary>
    private static int PlaceIn(string syntax, string parameter)
    {
        int place = -1;
        do
        {
            place = syntax.IndexOf("-" + parameter, place + 1, StringComparison.Ordinal);
        }
        while (place >= 0 && place + 1 + parameter.Length < syntax.Length && char.IsLetterOrDigit(syntax[place + 1 + parameter.Length]));
        return place < 0 ? int.MaxValue : place;
    }

    private static string PipelineInput(IReadOnlyList<ParameterSetFacts> sets)
    {
        List<string> ways = [];
        if (sets.Any(s => s.FromPipeline))
        {
            ways.Add("ByValue");
        }

        if (sets.Any(s => s.FromPipelineByName))
        {
            ways.Add("ByPropertyName");
        }

        return ways.Count == 0 ? "false" : $"true ({string.Join(", ", ways)})";
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private sealed class Utf8StringWriter(StringBuilder text) : StringWriter(text, CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
