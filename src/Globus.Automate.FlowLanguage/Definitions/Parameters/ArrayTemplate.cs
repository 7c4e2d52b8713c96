using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions.Parameters;

/// <summary>A list some of whose items are not constant.</summary>
internal sealed class ArrayTemplate : ParameterTemplate
{
    private readonly ParameterTemplate[] _items;

    public ArrayTemplate(ParameterTemplate[] items)
    {
        _items = items;
        HasPrivateNames = Array.Exists(items, static item => item.HasPrivateNames);
    }

    public override bool HasPrivateNames { get; }

    public override PrivacyMask MaskFor(PrivacyMask document)
        => PrivacyMask.Of(_items.Select((item, index) => KeyValuePair.Create<object, PrivacyMask>(index, item.MaskFor(document))));

    internal override FlowValue Evaluate(in ParameterScope scope)
    {
        var items = new FlowValue[_items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = _items[i].Evaluate(scope);
        }

        return FlowArray.Adopt(items);
    }
}
