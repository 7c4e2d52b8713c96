using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Parameters;

/// <summary>An object some of whose members are not constant, or private.</summary>
internal sealed class ObjectTemplate : ParameterTemplate
{
    private readonly KeyValuePair<string, ParameterTemplate>[] _members;
    private readonly HashSet<string> _hidden;

    public ObjectTemplate(KeyValuePair<string, ParameterTemplate>[] members, HashSet<string> hidden)
    {
        _members = members;
        _hidden = hidden;
        HasPrivateNames = hidden.Count > 0 || Array.Exists(members, static member => member.Value.HasPrivateNames);
    }

    public override bool HasPrivateNames { get; }

    public override PrivacyMask MaskFor(PrivacyMask document)
        => PrivacyMask.Of(_members.Select(member => KeyValuePair.Create<object, PrivacyMask>(
            member.Key,
            _hidden.Contains(member.Key) ? PrivacyMask.All : member.Value.MaskFor(document))));

    internal override FlowValue Evaluate(in ParameterScope scope)
    {
        var builder = new FlowObject.Builder(_members.Length);
        foreach ((string name, ParameterTemplate template) in _members)
        {
            builder.Set(name, template.Evaluate(scope));
        }

        return builder.Build();
    }
}
