using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Definitions;

/// <summary>
/// Which parts of a value nobody is shown (manual, section 5.2): what <c>__Private_Parameters</c> names, wherever a state has put it, and by
/// their names alone <c>_private...</c> and <c>_tokens</c> at any depth.
/// </summary>
public sealed class PrivacyMask
{
    private readonly Dictionary<object, PrivacyMask>? _parts;
    private readonly bool _hidesAll;

    private PrivacyMask(Dictionary<object, PrivacyMask>? parts, bool hidesAll)
    {
        _parts = parts;
        _hidesAll = hidesAll;
    }

    /// <summary>Hides nothing but what hides itself by its name.</summary>
    public static PrivacyMask None { get; } = new(parts: null, hidesAll: false);

    /// <summary>Hides the whole value.</summary>
    public static PrivacyMask All { get; } = new(parts: null, hidesAll: true);

    /// <summary>Whether this hides nothing but what hides itself by its name.</summary>
    public bool IsNone => _parts is null && !_hidesAll;

    /// <summary>Whether a member of this name is never shown: <c>_private...</c>, and <c>_tokens</c>, which carries access tokens.</summary>
    public static bool HidesName(string name)
        => name.StartsWith("_private", StringComparison.Ordinal) || string.Equals(name, "_tokens", StringComparison.Ordinal);

    /// <summary>Whether a path goes through a member that hides itself by its name.</summary>
    public static bool HidesPath(IEnumerable<object> steps) => steps.Any(static step => step is string name && HidesName(name));

    /// <summary>A mask of parts: member names or indices, each with the mask of what stands there.</summary>
    public static PrivacyMask Of(IEnumerable<KeyValuePair<object, PrivacyMask>> parts)
    {
        Dictionary<object, PrivacyMask>? kept = null;
        foreach ((object step, PrivacyMask mask) in parts)
        {
            if (!mask.IsNone)
            {
                (kept ??= [])[step] = mask;
            }
        }

        return kept is null ? None : new PrivacyMask(kept, hidesAll: false);
    }

    /// <summary>The mask of what stands at a place.</summary>
    public PrivacyMask At(IReadOnlyList<object> steps)
    {
        PrivacyMask mask = this;
        for (int i = 0; i < steps.Count && !mask.IsNone && !mask._hidesAll; i++)
        {
            mask = mask._parts!.GetValueOrDefault(steps[i], None);
        }

        return mask;
    }

    /// <summary>This mask after a value with a mask of its own was put at a place.</summary>
    public PrivacyMask With(IReadOnlyList<object> steps, PrivacyMask mask) => IsNone && mask.IsNone ? None : With(steps, 0, mask);

    /// <summary>The value as it may be shown: hidden members are left out, hidden items of a list are null. The same value where nothing is hidden.</summary>
    public FlowValue Apply(FlowValue value)
    {
        if (_hidesAll)
        {
            return value is FlowObject ? FlowObject.Empty : FlowValue.Null;
        }

        return value switch
        {
            FlowObject fields => Apply(fields),
            FlowArray list => Apply(list),
            _ => value,
        };
    }

    /// <summary>The parts of a value that <see cref="Apply(FlowValue)"/> leaves out.</summary>
    public IEnumerable<FlowValue> HiddenParts(FlowValue value)
    {
        if (_hidesAll)
        {
            return [value];
        }

        return value switch
        {
            FlowObject fields => fields.SelectMany(member => HidesName(member.Key) ? [member.Value] : PartAt(member.Key).HiddenParts(member.Value)),
            FlowArray list => list.SelectMany((item, index) => PartAt(index).HiddenParts(item)),
            _ => [],
        };
    }

    private PrivacyMask PartAt(object step) => _parts?.GetValueOrDefault(step, None) ?? None;

    private PrivacyMask With(IReadOnlyList<object> steps, int depth, PrivacyMask mask)
    {
        if (depth == steps.Count)
        {
            return mask;
        }

        if (_hidesAll)
        {
            return this;
        }

        var parts = _parts is null ? [] : new Dictionary<object, PrivacyMask>(_parts);
        parts[steps[depth]] = parts.GetValueOrDefault(steps[depth], None).With(steps, depth + 1, mask);
        return Of(parts);
    }

    private FlowObject Apply(FlowObject fields)
    {
        FlowObject.Builder? changed = null;
        ReadOnlySpan<KeyValuePair<string, FlowValue>> members = fields.Members;
        for (int i = 0; i < members.Length; i++)
        {
            (string name, FlowValue value) = members[i];
            PrivacyMask mask = PartAt(name);
            bool isHidden = mask._hidesAll || HidesName(name);
            FlowValue shown = isHidden ? value : mask.Apply(value);
            if (changed is null && (isHidden || !ReferenceEquals(shown, value)))
            {
                changed = new FlowObject.Builder(members.Length);
                foreach ((string earlier, FlowValue kept) in members[..i])
                {
                    changed.Set(earlier, kept);
                }
            }

            if (!isHidden)
            {
                changed?.Set(name, shown);
            }
        }

        return changed?.Build() ?? fields;
    }

    private FlowArray Apply(FlowArray list)
    {
        FlowValue[]? changed = null;
        for (int i = 0; i < list.Count; i++)
        {
            FlowValue shown = PartAt(i).Apply(list[i]);
            if (!ReferenceEquals(shown, list[i]))
            {
                changed ??= [.. list];
                changed[i] = shown;
            }
        }

        return changed is null ? list : FlowArray.Create(changed);
    }
}
