using Globus.Automate.FlowLanguage.Expressions.Nodes;

namespace Globus.Automate.FlowLanguage.Expressions.Evaluation;

/// <summary>Where in which computation something happens: what an operation needs to count its work and to say where it failed.</summary>
internal readonly struct Site(EvaluationRun run, ExpressionNode node)
{
    /// <summary>simpleeval's MAX_STRING_LENGTH: the longest text or list that an operator makes.</summary>
    public const int MaxLength = 100_000;

    public EvaluationRun Run => run;

    /// <summary>Counts work.</summary>
    public void Charge(long units) => run.Charge(node, units);

    /// <summary>Refuses a text or list that an operator would make too long.</summary>
    public void RequireLength(long length)
    {
        if (length > MaxLength)
        {
            throw TooLong(length);
        }

        run.Charge(node, length);
    }

    /// <summary>An error by its Python name, with a whole sentence, at this place.</summary>
    public ExpressionException Fault(string error, string sentence) => new(error, sentence, node.Position, node.Length);

    public ExpressionException TypeError(string sentence) => Fault("TypeError", sentence);

    public ExpressionException ValueError(string sentence) => Fault("ValueError", sentence);

    public ExpressionException TooLong(long length)
        => Fault("IterableTooLong", $"The result would have {length:N0} items or characters; {MaxLength:N0} are allowed.");
}
