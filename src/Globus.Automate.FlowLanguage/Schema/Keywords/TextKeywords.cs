using System.Text.RegularExpressions;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Schema.Compilation;
using Globus.Automate.FlowLanguage.Schema.Evaluation;
using Globus.Automate.FlowLanguage.Schema.Formats;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Schema.Keywords;

/// <summary>A pattern (ECMA-262) as it is written and as .NET takes it.</summary>
internal sealed record SchemaPattern(string Text, Regex Regex)
{
    /// <summary>Whether the pattern matches somewhere in the text. A pattern that takes too long ends the whole check.</summary>
    public bool IsMatch(string text, SchemaRun run)
    {
        try
        {
            return Regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return run.Abort($"The check was given up: the pattern {PythonText.Repr(Text)} takes too long for {PythonText.Repr(text)}. Make it simpler.");
        }
    }
}

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternKeyword(SchemaLocation location, SchemaPattern pattern) : Keyword("pattern", location)
{
    public override int Order => 2;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowString { Value: var text } || pattern.IsMatch(text, run))
        {
            return true;
        }

        return run.IsReporting && run.Report(this, $"{PythonText.Repr(text)} does not match {PythonText.Repr(pattern.Text)}");
    }
}

/// <summary><c>format</c>, where it is asserted.</summary>
internal sealed class FormatKeyword(SchemaLocation location, SchemaFormat format) : Keyword("format", location)
{
    public override int Order => 2;

    public override bool Validate(FlowValue instance, SchemaRun run)
        => format.IsValid(instance)
            || (run.IsReporting && run.Report(this, $"{PythonText.Repr(instance)} is not a {PythonText.Repr(format.Name)}", suggestion: FormatHints.For(format.Name)));
}

/// <summary><c>contentEncoding</c> and <c>contentMediaType</c>, where they are asserted (draft-07, section 8): base64 and application/json.</summary>
internal sealed class ContentKeyword(string name, SchemaLocation location, bool isBase64, bool isJson) : Keyword(name, location)
{
    public override int Order => 2;

    public override bool Validate(FlowValue instance, SchemaRun run)
    {
        if (instance is not FlowString { Value: var text })
        {
            return true;
        }

        byte[] content;
        if (isBase64)
        {
            content = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, content, out int length))
            {
                return run.IsReporting && run.Report(this, $"{PythonText.Repr(text)} is not encoded in base64");
            }

            Array.Resize(ref content, length);
        }
        else
        {
            content = System.Text.Encoding.UTF8.GetBytes(text);
        }

        if (!isJson)
        {
            return true;
        }

        try
        {
            FlowValue.Parse(content);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return run.IsReporting && run.Report(this, $"{PythonText.Repr(text)} does not hold JSON");
        }
    }
}
