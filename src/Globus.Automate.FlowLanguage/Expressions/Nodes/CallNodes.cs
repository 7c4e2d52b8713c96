using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;
using Globus.Automate.FlowLanguage.Text;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Nodes;

/// <summary>The arguments of a call.</summary>
internal sealed class ArgumentList(ExpressionNode[] positional, KeyValuePair<string, ExpressionNode>[] named)
{
    public ExpressionNode[] Positional => positional;

    public IEnumerable<ExpressionNode> All => positional.Concat(named.Select(static argument => argument.Value));

    public Call Evaluate(Site site, string name)
    {
        FlowValue[] values = positional.Length == 0 ? [] : new FlowValue[positional.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = positional[i].Evaluate(site.Run);
        }

        KeyValuePair<string, FlowValue>[] others = named.Length == 0 ? [] : new KeyValuePair<string, FlowValue>[named.Length];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new(named[i].Key, named[i].Value.Evaluate(site.Run));
        }

        return new Call(site, name, values, others);
    }
}

/// <summary><c>name(arguments)</c>: a function of the language; values of the state cannot be called.</summary>
internal sealed class FunctionCallNode(NameNode function, ArgumentList arguments, int end) : ExpressionNode(function.Position, end - function.Position)
{
    private readonly PythonFunction? _function = FunctionTable.Find(function.Name);

    public string Name => function.Name;

    public int NameLength => function.Length;

    public ArgumentList Arguments => arguments;

    /// <summary>The function; null where the language has none of this name.</summary>
    public PythonFunction? Function => _function;

    public override IEnumerable<ExpressionNode> Children => arguments.All;

    public override FlowValue Evaluate(EvaluationRun run)
    {
        if (_function is null)
        {
            string hint = Similarity.Hint(Name, FunctionTable.Names);
            throw new ExpressionException(
                "FunctionNotDefined",
                $"There is no function '{Name}'{(hint.Length > 0 ? hint : $"; there are {string.Join(", ", FunctionTable.Names)}.")}",
                Position,
                NameLength);
        }

        return _function.Invoke(arguments.Evaluate(new Site(run, this), Name));
    }
}

/// <summary><c>value.name(arguments)</c>: a method of the value.</summary>
internal sealed class MethodCallNode(AttributeNode method, ArgumentList arguments, int end) : ExpressionNode(method.Position, end - method.Position)
{
    public AttributeNode Method { get; } = method;

    public ArgumentList Arguments => arguments;

    public override IEnumerable<ExpressionNode> Children => arguments.All.Prepend(Method);

    public override FlowValue Evaluate(EvaluationRun run)
    {
        FlowValue self = Method.Target.Evaluate(run);
        if (Method.Method(self) is { } own)
        {
            return own.Invoke(self, arguments.Evaluate(new Site(run, this), Method.Name));
        }

        return Method.Get(run, self) is PythonFunction function
            ? function.Invoke(arguments.Evaluate(new Site(run, this), Method.Name))
            : throw new Site(run, this).TypeError($"'{Method.Name}' is a value and no method, so it cannot be called.");
    }
}
