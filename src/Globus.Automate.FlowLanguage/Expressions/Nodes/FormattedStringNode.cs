using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>An f-string: text and values, each with its format.</summary>
internal sealed class FormattedStringNode(int position, int length, List<FormattedPart> parts) : ExpressionNode(position, length)
{
    public override IEnumerable<ExpressionNode> Children => parts.SelectMany(static part => part.Nodes);

    public override FlowValue Evaluate(EvaluationRun run) => FlowValue.From(Write(parts, new Site(run, this)));

    private static string Write(List<FormattedPart> parts, Site site)
    {
        var text = new StringBuilder();
        foreach (FormattedPart part in parts)
        {
            string piece = part.Text;
            if (part.Value is not null)
            {
                FlowValue value = part.Value.Evaluate(site.Run);
                piece = part.Format is null ? PythonText.Str(site, value) : FormatSpecification.Format(new Site(site.Run, part.Value), value, Write(part.Format, site));
            }

            if (piece.Length > Site.MaxLength)
            {
                site.RequireLength(CodePoints.Length(piece));
            }

            site.Charge(piece.Length);
            text.Append(piece);
        }

        return text.ToString();
    }
}

/// <summary>A piece of an f-string: a text, or a value with the pieces of its format.</summary>
/// <remarks>A conversion (<c>!r</c>) is read and makes no difference, as in simpleeval.</remarks>
internal sealed class FormattedPart
{
    public FormattedPart(string text) => Text = text;

    public FormattedPart(ExpressionNode value, List<FormattedPart>? format)
    {
        Text = string.Empty;
        Value = value;
        Format = format;
    }

    public string Text { get; }

    public ExpressionNode? Value { get; }

    public List<FormattedPart>? Format { get; }

    public IEnumerable<ExpressionNode> Nodes
        => (Value is null ? Enumerable.Empty<ExpressionNode>() : [Value]).Concat(Format?.SelectMany(static part => part.Nodes) ?? []);
}
