using Globus.Automate.FlowLanguage.Expressions;
using Globus.Automate.FlowLanguage.Paths;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Parameters;

/// <summary>Compiles the Parameters of a state.</summary>
internal static class ParameterCompiler
{
    /// <exception cref="FlowDefinitionException">A path or an expression is none, a name is given twice, or a private name is no string.</exception>
    public static ParameterTemplate Compile(DefinitionNode parameters)
        => CompileObject(parameters.AsObject(), "$", isPrivate: false);

    private static ParameterTemplate Compile(DefinitionNode node, string place, bool isPrivate) => node.Value switch
    {
        FlowObject => CompileObject(node, place, isPrivate),
        FlowArray => CompileArray(node, place, isPrivate),
        _ => new ConstantTemplate(node.Value, place, isPrivate),
    };

    private static ParameterTemplate CompileObject(DefinitionNode node, string place, bool isPrivate)
    {
        HashSet<string> hidden = ReadPrivateNames(node);
        var members = new List<KeyValuePair<string, ParameterTemplate>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (DefinitionNode member in node.Members())
        {
            string written = member.Name;
            if (string.Equals(written, PrivateParameters.ListName, StringComparison.Ordinal))
            {
                continue;
            }

            string name = PrivateParameters.SimpleName(written);
            if (!names.Add(name))
            {
                throw member.Fault($"The parameter '{name}' is given twice, as '{name}', '{name}.$' or '{name}.=': keep one of them.");
            }

            bool isHidden = isPrivate || hidden.Contains(name);
            string memberPlace = PathText.Member(place, name);
            members.Add(KeyValuePair.Create(name, CompileMember(member, memberPlace, isHidden)));
        }

        if (hidden.Count == 0 && members.TrueForAll(static member => member.Value.IsConstant))
        {
            FlowObject constant = FlowObject.Create(members.Select(static member => KeyValuePair.Create(member.Key, ((ConstantTemplate)member.Value).Value)));
            return new ConstantTemplate(constant, place, isPrivate);
        }

        return new ObjectTemplate([.. members], hidden);
    }

    private static ParameterTemplate CompileMember(DefinitionNode member, string place, bool isPrivate)
    {
        if (member.Name.EndsWith(PrivateParameters.PathSuffix, StringComparison.Ordinal))
        {
            return new PathTemplate(member.AsPath(), member.Name, place, isPrivate);
        }

        if (!member.Name.EndsWith(PrivateParameters.ExpressionSuffix, StringComparison.Ordinal))
        {
            return Compile(member, place, isPrivate);
        }

        string text = member.AsText();
        return FlowExpression.TryParse(text, out FlowExpression? expression, out FlowSyntaxException? error)
            ? new ExpressionTemplate(expression, member.Name, place, isPrivate)
            : throw member.Fault($"'{member.Name}' is not an expression: {error.Message} (at character {error.Position + 1})", error);
    }

    private static ParameterTemplate CompileArray(DefinitionNode node, string place, bool isPrivate)
    {
        ParameterTemplate[] items = [.. node.Items().Select((item, index) => Compile(item, $"{place}[{index}]", isPrivate))];
        return Array.TrueForAll(items, static item => item.IsConstant)
            ? new ConstantTemplate(FlowArray.Create(items.Select(static item => ((ConstantTemplate)item).Value)), place, isPrivate)
            : new ArrayTemplate(items);
    }

    private static HashSet<string> ReadPrivateNames(DefinitionNode node)
    {
        if (node.TryFind(PrivateParameters.ListName, out DefinitionNode? list))
        {
            foreach (DefinitionNode name in list.AsList().Items())
            {
                name.AsText();
            }
        }

        return PrivateParameters.NamesIn((FlowObject)node.Value);
    }
}
