using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Reading;

/// <summary>
/// Where the keys and values of a YAML text stood, in the order of the text: one entry for each key and each value, and with a value where its
/// last part is. A place is found by going over the values beside the way to it. Only for a text without aliases and merge keys, whose values
/// stand where they are written.
/// </summary>
internal sealed class YamlPlaces
{
    private readonly List<(SourcePosition Position, int End)> _entries = [];

    /// <summary>Notes a key.</summary>
    public void AddKey(SourcePosition position) => _entries.Add((position, 0));

    /// <summary>Notes where a value begins; its parts follow.</summary>
    /// <returns>What <see cref="Close"/> takes when its parts are noted.</returns>
    public int Open(SourcePosition position)
    {
        _entries.Add((position, 0));
        return _entries.Count - 1;
    }

    /// <summary>Notes that all parts of a value are noted.</summary>
    public void Close(int opened) => _entries[opened] = (_entries[opened].Position, _entries.Count);

    /// <summary>Where the value at a path stands, or its key; where the path leads nowhere, the deepest part that is there.</summary>
    public SourcePosition Find(FlowValue root, IReadOnlyList<object> steps, bool key)
    {
        FlowValue value = root;
        int at = 0;
        int? ownKey = null;
        foreach (object step in steps)
        {
            int next = at + 1;
            if (value is FlowObject fields && step is string name && fields.TryGetValue(name, out FlowValue? member))
            {
                foreach ((string other, _) in fields.Members)
                {
                    if (other == name)
                    {
                        break;
                    }

                    next = _entries[next + 1].End;
                }

                (ownKey, at, value) = (next, next + 1, member);
            }
            else if (value is FlowArray list && step is int index && index >= 0 && index < list.Count)
            {
                for (int i = 0; i < index; i++)
                {
                    next = _entries[next].End;
                }

                (ownKey, at, value) = (null, next, list[index]);
            }
            else
            {
                return _entries[at].Position;
            }
        }

        return _entries[key ? ownKey ?? at : at].Position;
    }
}
