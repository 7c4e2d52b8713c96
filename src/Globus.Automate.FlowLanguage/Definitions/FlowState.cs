using Globus.Automate.FlowLanguage.Definitions.Choices;
using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>A state of a flow definition, checked and compiled.</summary>
public abstract class FlowState
{
    private protected FlowState(string name, string type, string? comment)
    {
        Name = name;
        Type = type;
        Comment = comment;
        NameValue = FlowValue.From(name);
        TypeValue = FlowValue.From(type);
    }

    /// <summary>The name under <c>States</c>.</summary>
    public string Name { get; }

    /// <summary>The type as it is written: <c>Action</c>, <c>Pass</c> ...</summary>
    public string Type { get; }

    /// <summary>The comment; null without one.</summary>
    public string? Comment { get; }

    /// <summary><see cref="Name"/> as a value: log entries share it.</summary>
    public FlowValue NameValue { get; }

    /// <summary><see cref="Type"/> as a value: log entries share it.</summary>
    public FlowValue TypeValue { get; }

    /// <summary>The state that follows; null for a state that ends the flow, and for Choice.</summary>
    public virtual string? Next => null;
}

/// <summary>A state whose result goes into the document.</summary>
public abstract class ResultState : FlowState
{
    private protected ResultState(string name, string type, string? comment, ResultFields fields)
        : base(name, type, comment)
    {
        Parameters = fields.Parameters;
        InputPath = fields.InputPath;
        ResultPath = fields.ResultPath;
        Next = fields.Next;
    }

    /// <summary>The parameters; null without any.</summary>
    public ParameterTemplate? Parameters { get; }

    /// <summary>The part of the document that is the state's input; null for the whole.</summary>
    public StatePath? InputPath { get; }

    /// <summary>Where the result goes; null for <c>$</c>, the whole document.</summary>
    public ReferencePath? ResultPath { get; }

    /// <inheritdoc/>
    public override string? Next { get; }
}

/// <summary>The fields that states with a result share.</summary>
internal readonly record struct ResultFields(ParameterTemplate? Parameters, StatePath? InputPath, ReferencePath? ResultPath, string? Next);

/// <summary><c>Action</c>: runs an action of an action provider (manual, section 5.1).</summary>
public class ActionState : ResultState
{
    internal ActionState(string name, string? comment, ResultFields fields)
        : this(name, "Action", comment, fields)
    {
    }

    private protected ActionState(string name, string type, string? comment, ResultFields fields)
        : base(name, type, comment, fields)
    {
    }

    /// <summary>The URL of the action provider. A <c>Handler</c> of the type ActionProvider names it too; one of the type RegisteredAPI is named by its URL in the Flows service.</summary>
    public required string ActionUrl { get; init; }

    /// <summary>The scope that the author gave; null where the provider says it.</summary>
    public string? ActionScope { get; init; }

    /// <summary>How long the action may take: 300 seconds where the definition does not say (manual, section 5.1).</summary>
    public TimeSpan WaitTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Whether a failed action is an ActionFailedException. True where the definition does not say (manual, section 5.1).</summary>
    public bool ExceptionOnActionFailure { get; init; } = true;

    /// <summary>As whom the action runs: <c>User</c>, <c>Flow</c> or a role (manual, section 5.4).</summary>
    public string RunAs { get; init; } = "User";

    /// <summary>What happens after an error, in order.</summary>
    public IReadOnlyList<CatchRule> Catch { get; init; } = [];

    /// <summary>The error of an action that fails: <c>ActionFailedException</c> (manual, section 5.6).</summary>
    public virtual string FailureError => "ActionFailedException";
}

/// <summary>
/// <c>CreateWebInput</c> asks people a question, and <c>AwaitWebInput</c> waits for the answer: actions of the Flows service itself, which
/// are named by URLs in it. Their results are what they gave, <c>{web_input_id}</c> and <c>{web_input_id, response}</c>, without a status document.
/// See docs/decisions/0067-web-input-states.md.
/// </summary>
public sealed class WebInputState : ActionState
{
    /// <summary>The type of a state that asks.</summary>
    public const string CreateType = "CreateWebInput";

    /// <summary>The type of a state that waits for an answer.</summary>
    public const string AwaitType = "AwaitWebInput";

    /// <summary>Where <c>CreateWebInput</c> asks.</summary>
    public const string CreateUrl = "https://flows.globus.org/web_inputs";

    /// <summary>Where <c>AwaitWebInput</c> waits.</summary>
    public const string AwaitUrl = CreateUrl + "/await";

    /// <summary>The error of a question that was closed without an answer.</summary>
    public const string ExpiredError = "Flows.WebInputExpired";

    internal WebInputState(string name, string type, string? comment, ResultFields fields)
        : base(name, type, comment, fields)
    {
    }

    /// <inheritdoc/>
    public override string FailureError => Type == AwaitType ? ExpiredError : base.FailureError;
}

/// <summary>An entry of <c>Catch</c> (manual, section 5.6).</summary>
/// <param name="ErrorEquals">The errors it is for; <c>States.ALL</c> for all.</param>
/// <param name="Next">The state that follows.</param>
/// <param name="ResultPath">Where the error's output goes; null for <c>$</c>, the whole document.</param>
public sealed record CatchRule(IReadOnlyList<string> ErrorEquals, string Next, ReferencePath? ResultPath)
{
    /// <summary>The name that stands for every error.</summary>
    public const string AllErrors = "States.ALL";

    /// <summary>Whether this entry is for an error.</summary>
    public bool Accepts(string error) => ErrorEquals.Contains(error, StringComparer.Ordinal) || ErrorEquals.Contains(AllErrors, StringComparer.Ordinal);
}

/// <summary><c>ExpressionEval</c>: puts computed parameters into the document (manual, section 5.8).</summary>
public sealed class ExpressionEvalState : ResultState
{
    internal ExpressionEvalState(string name, string? comment, ResultFields fields)
        : base(name, "ExpressionEval", comment, fields)
    {
    }
}

/// <summary><c>Pass</c>: puts its input, its parameters or a constant into the document.</summary>
public sealed class PassState : ResultState
{
    internal PassState(string name, string? comment, ResultFields fields)
        : base(name, "Pass", comment, fields)
    {
    }

    /// <summary>A constant result; null without one.</summary>
    public FlowValue? Result { get; init; }
}

/// <summary><c>Choice</c>: goes where the first rule that matches says.</summary>
public sealed class ChoiceState : FlowState
{
    internal ChoiceState(string name, string? comment)
        : base(name, "Choice", comment)
    {
    }

    /// <summary>The rules in order.</summary>
    public required IReadOnlyList<ChoiceBranch> Choices { get; init; }

    /// <summary>The state that follows where no rule matches; null fails the run.</summary>
    public string? Default { get; init; }
}

/// <summary>A rule of a Choice state.</summary>
/// <param name="Rule">The condition.</param>
/// <param name="Next">The state that follows where it holds.</param>
public sealed record ChoiceBranch(ChoiceRule Rule, string Next);

/// <summary><c>Wait</c>: waits for a time or until a time. Exactly one of the four is there.</summary>
public sealed class WaitState : FlowState
{
    internal WaitState(string name, string? comment, string? next)
        : base(name, "Wait", comment) => Next = next;

    /// <summary>How long, in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Until when.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Where the document says how long, in seconds.</summary>
    public StatePath? SecondsPath { get; init; }

    /// <summary>Where the document says until when.</summary>
    public StatePath? TimestampPath { get; init; }

    /// <inheritdoc/>
    public override string? Next { get; }
}

/// <summary><c>Fail</c>: ends the run as failed.</summary>
public sealed class FailState : FlowState
{
    internal FailState(string name, string? comment)
        : base(name, "Fail", comment)
    {
    }

    /// <summary>A name for the error.</summary>
    public string? Error { get; init; }

    /// <summary>What happened, for a person.</summary>
    public string? Cause { get; init; }

    /// <summary>Where the document names the error.</summary>
    public StatePath? ErrorPath { get; init; }

    /// <summary>Where the document says what happened.</summary>
    public StatePath? CausePath { get; init; }
}
