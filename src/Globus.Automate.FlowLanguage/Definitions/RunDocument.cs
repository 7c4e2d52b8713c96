using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>
/// What paths and expressions of a state see: the run's document, and beside it the read-only <c>$._context</c> (manual, section 5.7).
/// The context shows only to what names it, so that copying <c>$</c> never puts it into the document.
/// </summary>
public sealed class RunDocument
{
    /// <summary>The name under which the context is seen.</summary>
    public const string ContextName = "_context";

    private readonly FlowObject? _context;
    private FlowValue? _withContext;

    /// <summary>A document with its context.</summary>
    public RunDocument(FlowValue value, FlowObject? context = null)
    {
        Value = value;
        _context = context;
    }

    /// <summary>The document.</summary>
    public FlowValue Value { get; }

    /// <summary>The document with the context as its member <c>_context</c>.</summary>
    public FlowValue WithContext => _withContext ??= _context is null
        ? Value
        : (Value as FlowObject ?? FlowObject.Empty).With(ContextName, _context);

    /// <summary>Whether a text of one of the small languages can name the context: literally, or with a name written in escapes.</summary>
    internal static bool Names(string text)
        => text.Contains(ContextName, StringComparison.Ordinal) || text.Contains("\\u", StringComparison.OrdinalIgnoreCase);

    internal FlowValue For(bool usesContext) => usesContext ? WithContext : Value;
}
