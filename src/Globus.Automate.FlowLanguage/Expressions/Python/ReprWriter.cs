using System.Text;
using Globus.Automate.FlowLanguage.Expressions.Evaluation;
using Globus.Automate.FlowLanguage.Expressions.Python.Functions;
using Globus.Automate.FlowLanguage.Expressions.Python.Values;
using Globus.Automate.FlowLanguage.Values;

namespace Globus.Automate.FlowLanguage.Expressions.Python;

/// <summary>Writes a value with all that is in it as Python's <c>repr</c> does.</summary>
/// <param name="site">Where the work is counted, for a value of an expression; null for one of a document, which is JSON.</param>
/// <param name="limit">After how many characters no more is needed.</param>
/// <param name="asciiOnly">Whether all other characters are escaped.</param>
internal sealed class ReprWriter(Site? site, int limit, bool asciiOnly)
{
    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    private bool IsFull => _text.Length > limit;

    /// <summary>What was written; where that is more than the limit, as much of it, and dots.</summary>
    public override string ToString() => IsFull ? _text.ToString(0, limit) + "..." : _text.ToString();

    public void Append(FlowValue value, int depth = 0)
    {
        switch (value)
        {
            case FlowString s:
                site?.Charge(s.Value.Length);
                PythonText.AppendQuoted(_text, s.Value, asciiOnly, limit);
                break;
            case FlowArray or PythonList:
                Lists.TryItems(value, out ReadOnlySpan<FlowValue> items);
                AppendItems("[", items, "]", depth);
                break;
            case FlowObject or PythonDict:
                AppendPairs(value, depth);
                break;
            case PythonValue own when site is { } place:
                AppendOwn(place, own, depth);
                break;
            default:
                _text.Append(site is { } at ? PythonText.Str(at, value) : PythonText.Scalar(value));
                break;
        }
    }

    /// <summary>What only expressions have.</summary>
    private void AppendOwn(Site place, PythonValue value, int depth)
    {
        switch (value)
        {
            case PythonTuple tuple:
                AppendItems("(", tuple.Items, tuple.Count == 1 ? ",)" : ")", depth);
                break;
            case PythonSet set:
                FlowValue[] members = Iteration.ToArray(place, set);
                AppendItems(members.Length == 0 ? "set(" : "{", members, members.Length == 0 ? ")" : "}", depth);
                break;
            case PythonView view:
                _text.Append(view.TypeName).Append('(');
                AppendItems("[", Iteration.ToArray(place, view), "]", depth);
                _text.Append(')');
                break;
            case PythonBytes bytes:
                _text.Append(BytesText.Repr(bytes.Value));
                break;
            case PythonFunction { Type: { } type }:
                _text.Append("<class '").Append(type.Name).Append("'>");
                break;
            default:
                _text.Append('<').Append(value.TypeName).Append('>');
                break;
        }
    }

    private void AppendItems(string open, ReadOnlySpan<FlowValue> items, string close, int depth)
    {
        Enter(2L * items.Length, depth);
        _text.Append(open);
        for (int i = 0; i < items.Length && !IsFull; i++)
        {
            _text.Append(i > 0 ? ", " : string.Empty);
            Append(items[i], depth + 1);
        }

        _text.Append(close);
    }

    private void AppendPairs(FlowValue dict, int depth)
    {
        Enter(4L * Dicts.Count(dict), depth);
        _text.Append('{');
        int place = 0;
        bool first = true;
        while (!IsFull && Dicts.Next(dict, ref place, out FlowValue? key, out FlowValue? value))
        {
            _text.Append(first ? string.Empty : ", ");
            Append(key, depth + 1);
            _text.Append(": ");
            Append(value, depth + 1);
            first = false;
        }

        _text.Append('}');
    }

    /// <summary>Counts the work. A document is never nested so deeply as a value that an expression makes can be.</summary>
    private void Enter(long work, int depth)
    {
        if (site is { } place)
        {
            PythonEquality.RequireDepth(place, depth);
            place.Charge(work);
        }
    }
}
