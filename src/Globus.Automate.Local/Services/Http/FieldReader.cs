using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.Local.Services;

/// <summary>
/// Reads the fields of a request's body and collects all that is wrong, in the words of the service (those of pydantic, which it checks with).
/// </summary>
internal sealed class FieldReader(FlowObject body, IReadOnlyList<object>? at = null)
{
    private const int MaximumPrincipals = 16;
    private readonly IReadOnlyList<object> _at = at ?? [];

    /// <summary>What is wrong so far.</summary>
    public List<RequestFault> Faults { get; } = [];

    /// <summary>Refuses the request where anything is wrong (422).</summary>
    public void ThrowIfFaulty()
    {
        if (Faults.Count > 0)
        {
            throw ServiceException.Unprocessable(Faults);
        }
    }

    /// <summary>Whether the body has a field.</summary>
    public bool Has(string name) => body.ContainsKey(name);

    /// <summary>Notes a fault.</summary>
    public void Fault(string message, string type, params ReadOnlySpan<object> steps) => Faults.Add(new RequestFault([.. _at, .. steps], message, type));

    /// <summary>A field that must be there.</summary>
    public FlowValue? Required(string name)
    {
        if (!body.TryGetValue(name, out FlowValue? value))
        {
            Fault("field required", "value_error.missing", name);
        }

        return value;
    }

    /// <summary>A text within its bounds, in characters; null where it is missing.</summary>
    public string? Text(string name, int minimum, int maximum)
    {
        if (!body.TryGetValue(name, out FlowValue? value))
        {
            return null;
        }

        if (value.AsString() is not { } text)
        {
            TypeFault(value, "str type expected", "type_error.str", name);
            return null;
        }

        int length = text.EnumerateRunes().Count();
        if (length < minimum)
        {
            Fault($"ensure this value has at least {minimum} characters", "value_error.any_str.min_length", name);
        }
        else if (length > maximum)
        {
            Fault($"ensure this value has at most {maximum} characters", "value_error.any_str.max_length", name);
        }

        return text;
    }

    /// <summary>A JSON object; null where it is missing.</summary>
    public FlowObject? Object(string name)
    {
        if (!body.TryGetValue(name, out FlowValue? value))
        {
            return null;
        }

        if (value is FlowObject fields)
        {
            return fields;
        }

        TypeFault(value, "value is not a valid dict", "type_error.dict", name);
        return null;
    }

    /// <summary>A list of texts; null where it is missing.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (!body.TryGetValue(name, out FlowValue? value))
        {
            return null;
        }

        if (value is not FlowArray list)
        {
            TypeFault(value, "value is not a valid list", "type_error.list", name);
            return null;
        }

        var texts = new List<string>(list.Count);
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i].AsString() is { } text)
            {
                texts.Add(text);
            }
            else
            {
                TypeFault(list[i], "str type expected", "type_error.str", name, i);
            }
        }

        return texts;
    }

    /// <summary>A list of principals; null where it is missing.</summary>
    /// <param name="name">The field.</param>
    /// <param name="role">The role as messages name it, such as <c>FlowAdministrator</c>.</param>
    /// <param name="word">The word for everyone that this role takes besides URNs; null for none.</param>
    public IReadOnlyList<string>? PrincipalList(string name, string role, string? word = null)
    {
        if (Texts(name) is not { } principals)
        {
            return null;
        }

        for (int i = 0; i < principals.Count; i++)
        {
            if (principals[i] != word && !Principals.IsUrn(principals[i]))
            {
                string allowed = word is null ? string.Empty : word == Principals.Public ? ", <Public>" : ", <AllAuthenticatedUsers>";
                Fault($"Unrecognized principal string: \"{principals[i]}\". Allowed principal types in role \"{role}\": [<AuthGroupUrn>, <AuthIdentityUrn>{allowed}]", "value_error", name, i);
            }
        }

        string[] distinct = [.. principals.Distinct(StringComparer.OrdinalIgnoreCase)];
        if (distinct.Length > MaximumPrincipals)
        {
            Fault($"ensure this value has at most {MaximumPrincipals} items", "value_error.list.max_items", name);
        }

        return distinct;
    }

    /// <summary>Tags: white space around them and runs of it inside go, and empty and repeated ones with it; null where they are missing.</summary>
    public IReadOnlyList<string>? Tags(string name)
    {
        if (Texts(name) is not { } tags)
        {
            return null;
        }

        const int maximumTag = 64;
        for (int i = 0; i < tags.Count; i++)
        {
            if (tags[i].Length > maximumTag)
            {
                Fault($"ensure this value has at most {maximumTag} characters", "value_error.any_str.max_length", name, i);
            }
        }

        return [.. tags
            .Select(static tag => string.Join(' ', tag.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(static tag => tag.Length > 0)
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>An id, null, or one of some words; null where it is missing.</summary>
    public FlowValue? IdOrNull(string name, params ReadOnlySpan<string> words)
    {
        if (!body.TryGetValue(name, out FlowValue? value) || value.IsNull)
        {
            return value;
        }

        if (value.AsString() is { } text && (Guid.TryParse(text, out _) || words.Contains(text)))
        {
            return value;
        }

        Fault("value is not a valid uuid", "type_error.uuid", name);
        return null;
    }

    /// <summary>A whole number within its bounds; null where it is missing.</summary>
    public int? Number(string name, int minimum, int maximum)
    {
        if (!body.TryGetValue(name, out FlowValue? value))
        {
            return null;
        }

        if (value is not FlowInteger integer || !integer.TryGetInt64(out long number))
        {
            TypeFault(value, "value is not a valid integer", "type_error.integer", name);
            return null;
        }

        if (number < minimum || number > maximum)
        {
            Fault($"ensure this value is from {minimum} to {maximum}", "value_error.number", name);
            return null;
        }

        return (int)number;
    }

    private void TypeFault(FlowValue value, string message, string type, params ReadOnlySpan<object> steps)
    {
        if (value.IsNull)
        {
            Fault("none is not an allowed value", "type_error.none.not_allowed", steps);
        }
        else
        {
            Fault(message, type, steps);
        }
    }
}
