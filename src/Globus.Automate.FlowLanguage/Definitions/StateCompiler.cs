using Globus.Automate.FlowLanguage.Definitions.Choices;
using Globus.Automate.FlowLanguage.Definitions.Parameters;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>Compiles the states of a definition; references to states are checked against <paramref name="states"/>.</summary>
internal sealed class StateCompiler(FlowObject states)
{
    private static readonly string[] s_waitFields = ["Seconds", "Timestamp", "SecondsPath", "TimestampPath"];

    public FlowState Compile(DefinitionNode node)
    {
        node.AsObject();
        DefinitionNode type = node.Require("Type", $"The state '{node.Name}'");
        if (node.TryFind("OutputPath", out DefinitionNode? outputPath))
        {
            throw outputPath.Fault("'OutputPath' is not part of the flow language: say with 'ResultPath' where the result goes (manual, chapter 5).");
        }

        string? comment = node.Find("Comment")?.Value.AsString();
        return type.AsText() switch
        {
            "Action" => CompileAction(node, comment),
            "Pass" => new PassState(node.Name, comment, CompileResultFields(node)) { Result = node.Find("Result")?.Value },
            "ExpressionEval" => CompileExpressionEval(node, comment),
            "Choice" => CompileChoice(node, comment),
            "Wait" => CompileWait(node, comment),
            "Fail" => CompileFail(node, comment),
            WebInputState.CreateType => CompileWebInput(node, WebInputState.CreateType, WebInputState.CreateUrl, comment),
            WebInputState.AwaitType => CompileWebInput(node, WebInputState.AwaitType, WebInputState.AwaitUrl, comment),
            var other => throw type.Fault($"'{other}' is not a type of state. The types are Action, ExpressionEval, Choice, Pass, Wait, Fail, CreateWebInput and AwaitWebInput."),
        };
    }

    private ActionState CompileAction(DefinitionNode node, string? comment)
    {
        RequireInput(node, "Action");
        return new ActionState(node.Name, comment, CompileResultFields(node))
        {
            ActionUrl = ReadActionUrl(node),
            ActionScope = node.Find("ActionScope")?.AsText(),
            WaitTime = node.TryFind("WaitTime", out DefinitionNode? waitTime) ? ToTimeSpan(waitTime.AsSeconds()) : TimeSpan.FromSeconds(300),
            ExceptionOnActionFailure = node.Find("ExceptionOnActionFailure")?.AsBoolean() ?? true,
            RunAs = node.Find("RunAs")?.AsText() ?? "User",
            Catch = CompileCatches(node),
        };
    }

    /// <summary>A question may wait as long as a run may last: it has no WaitTime.</summary>
    private WebInputState CompileWebInput(DefinitionNode node, string type, string url, string? comment)
    {
        RequireInput(node, type);
        return new WebInputState(node.Name, type, comment, CompileResultFields(node))
        {
            ActionUrl = url,
            WaitTime = TimeSpan.MaxValue,
            Catch = CompileCatches(node),
        };
    }

    private static void RequireInput(DefinitionNode node, string type)
    {
        Exclude(node, "InputPath", "Parameters");
        if (!node.Has("InputPath") && !node.Has("Parameters"))
        {
            throw node.Fault($"The {type} state '{node.Name}' needs 'Parameters' or 'InputPath'.");
        }
    }

    private CatchRule[] CompileCatches(DefinitionNode node)
        => node.TryFind("Catch", out DefinitionNode? entries) ? [.. entries.AsList().Items().Select(CompileCatch)] : [];

    private static string ReadActionUrl(DefinitionNode node)
    {
        Exclude(node, "ActionUrl", "Handler");
        if (node.TryFind("Handler", out DefinitionNode? handler))
        {
            DefinitionNode type = handler.AsObject().Require("Type", "'Handler'");
            return type.AsText() switch
            {
                "RegisteredAPI" => "https://flows.globus.org/registered_apis/" + handler.Require("Id", "'Handler'").AsText(),
                "ActionProvider" => ReadUrl(handler.Require("Url", "'Handler'")),
                _ => throw type.Fault("The type of a 'Handler' is 'RegisteredAPI' or 'ActionProvider'."),
            };
        }

        return ReadUrl(node.Require("ActionUrl", $"The Action state '{node.Name}'"));

        static string ReadUrl(DefinitionNode url) => Uri.TryCreate(url.AsText(), UriKind.Absolute, out _) ? url.AsText() : throw url.Fault($"'{url.AsText()}' is not a URL.");
    }

    private CatchRule CompileCatch(DefinitionNode node)
    {
        DefinitionNode errors = node.AsObject().Require("ErrorEquals", "An entry of 'Catch'").AsList(nonEmpty: true);
        string[] names = [.. errors.Items().Select(static error => error.AsText())];
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw errors.Fault("'ErrorEquals' names an error twice.");
        }

        return new CatchRule(names, StateName(node.Require("Next", "An entry of 'Catch'")), ReadResultPath(node));
    }

    private ExpressionEvalState CompileExpressionEval(DefinitionNode node, string? comment)
    {
        if (node.TryFind("InputPath", out DefinitionNode? inputPath))
        {
            throw inputPath.Fault("An ExpressionEval state has no 'InputPath': use a Pass state, or a path in 'Parameters' (manual, section 5.8).");
        }

        node.Require("Parameters", $"The ExpressionEval state '{node.Name}'");
        return new ExpressionEvalState(node.Name, comment, CompileResultFields(node));
    }

    private ChoiceState CompileChoice(DefinitionNode node, string? comment)
    {
        foreach (string field in (string[])["Next", "End"])
        {
            if (node.TryFind(field, out DefinitionNode? extra))
            {
                throw extra.Fault($"A Choice state has no '{field}': its rules and 'Default' say what follows.");
            }
        }

        IEnumerable<DefinitionNode> rules = node.Require("Choices", $"The Choice state '{node.Name}'").AsList(nonEmpty: true).Items();
        return new ChoiceState(node.Name, comment)
        {
            Choices = [.. rules.Select(rule => new ChoiceBranch(
                ChoiceCompiler.Compile(rule.AsObject(), isTop: true),
                StateName(rule.Require("Next", "A choice rule"))))],
            Default = node.TryFind("Default", out DefinitionNode? fallback) ? StateName(fallback) : null,
        };
    }

    private WaitState CompileWait(DefinitionNode node, string? comment)
    {
        string[] given = [.. s_waitFields.Where(node.Has)];
        if (given.Length != 1)
        {
            throw node.Fault($"The Wait state '{node.Name}' needs exactly one of 'Seconds', 'Timestamp', 'SecondsPath' and 'TimestampPath'{(given.Length == 0 ? "." : $", not {given.Length}.")}");
        }

        return new WaitState(node.Name, comment, ReadNext(node))
        {
            Seconds = node.Find("Seconds")?.AsSeconds(),
            Timestamp = node.TryFind("Timestamp", out DefinitionNode? timestamp)
                ? FlowTimestamp.TryParse(timestamp.AsText(), out DateTimeOffset time) ? time : throw timestamp.Fault($"'{timestamp.AsText()}' is not a timestamp such as 2026-01-31T12:00:00Z.")
                : null,
            SecondsPath = node.Find("SecondsPath")?.AsPath(),
            TimestampPath = node.Find("TimestampPath")?.AsPath(),
        };
    }

    private static FailState CompileFail(DefinitionNode node, string? comment)
    {
        Exclude(node, "Error", "ErrorPath");
        Exclude(node, "Cause", "CausePath");
        return new FailState(node.Name, comment)
        {
            Error = node.Find("Error")?.AsText(),
            Cause = node.Find("Cause")?.AsText(),
            ErrorPath = node.Find("ErrorPath")?.AsPath(),
            CausePath = node.Find("CausePath")?.AsPath(),
        };
    }

    private ResultFields CompileResultFields(DefinitionNode node) => new(
        node.TryFind("Parameters", out DefinitionNode? parameters) ? ParameterCompiler.Compile(parameters) : null,
        node.Find("InputPath")?.AsPath(),
        ReadResultPath(node),
        ReadNext(node));

    private static ReferencePath? ReadResultPath(DefinitionNode node)
        => node.TryFind("ResultPath", out DefinitionNode? path) && path.AsReferencePath() is { IsRoot: false } reference ? reference : null;

    private string? ReadNext(DefinitionNode node)
    {
        bool ends = node.TryFind("End", out DefinitionNode? end) && end.AsBoolean();
        DefinitionNode? next = node.Find("Next");
        if (ends == next is not null)
        {
            string type = node.Find("Type")!.Value.AsString()!;
            throw ends
                ? node.Fault($"The state '{node.Name}' has both 'Next' and 'End': keep one of them.")
                : node.Fault($"A state of type '{type}' must be defined as either terminal (\"End\": true) or transitional (\"Next\": \"NextStateId\")");
        }

        return next is null ? null : StateName(next);
    }

    private string StateName(DefinitionNode node)
    {
        string name = node.AsText();
        return states.ContainsKey(name) ? name : throw node.Fault($"There is no state named '{name}'.");
    }

    private static void Exclude(DefinitionNode node, string first, string second)
    {
        if (node.Has(first) && node.Has(second))
        {
            throw node.Fault($"The state '{node.Name}' has both '{first}' and '{second}': keep one of them.");
        }
    }

    /// <summary>Seconds as a time span; more than a time span holds is its maximum.</summary>
    private static TimeSpan ToTimeSpan(double seconds)
        => seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
}
