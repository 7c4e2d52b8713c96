using System.Text;

namespace Globus.Automate.Local.Services;

/// <summary>
/// A scope with the scopes that depend on it: <c>scope_a[scope_b *scope_c[scope_d]]</c>, where <c>*</c> marks one that is only wanted if
/// the user agrees to it apart (Globus Auth, dependent scopes).
/// </summary>
/// <param name="Scope">The scope itself.</param>
/// <param name="IsOptional">Whether it is marked with <c>*</c>.</param>
/// <param name="Dependencies">What it may use on the user's behalf.</param>
internal sealed record ScopeTree(string Scope, bool IsOptional, IReadOnlyList<ScopeTree> Dependencies)
{
    private const int MaximumDepth = 16;

    /// <summary>Reads scopes separated by spaces.</summary>
    /// <returns>Null where the text is not of this form.</returns>
    public static IReadOnlyList<ScopeTree>? TryParse(string text)
    {
        int position = 0;
        IReadOnlyList<ScopeTree>? scopes = ParseList(text, ref position, 0);
        return scopes is { Count: > 0 } && position == text.Length ? scopes : null;
    }

    /// <summary>This scope and all below it, each with the scope above it (null at the top).</summary>
    public IEnumerable<(string? Parent, string Scope)> Edges(string? parent = null)
        => Dependencies.SelectMany(dependency => dependency.Edges(Scope)).Prepend((parent, Scope));

    /// <summary>The scope as text, with its dependencies.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private static List<ScopeTree>? ParseList(string text, ref int position, int depth)
    {
        var scopes = new List<ScopeTree>();
        while (true)
        {
            while (position < text.Length && text[position] == ' ')
            {
                position++;
            }

            if (position == text.Length || text[position] == ']')
            {
                return scopes;
            }

            bool optional = text[position] == '*';
            int start = optional ? ++position : position;
            while (position < text.Length && text[position] is not (' ' or '[' or ']' or '*'))
            {
                position++;
            }

            if (position == start || (position < text.Length && text[position] == '*'))
            {
                return null;
            }

            string scope = text[start..position];
            IReadOnlyList<ScopeTree> dependencies = [];
            if (position < text.Length && text[position] == '[')
            {
                position++;
                if (depth == MaximumDepth || ParseList(text, ref position, depth + 1) is not { Count: > 0 } inner || position == text.Length)
                {
                    return null;
                }

                dependencies = inner;
                position++;
            }

            scopes.Add(new ScopeTree(scope, optional, dependencies));
        }
    }

    private void Write(StringBuilder text)
    {
        text.Append(IsOptional ? "*" : string.Empty).Append(Scope);
        for (int i = 0; i < Dependencies.Count; i++)
        {
            text.Append(i == 0 ? '[' : ' ');
            Dependencies[i].Write(text);
        }

        text.Append(Dependencies.Count > 0 ? "]" : string.Empty);
    }
}
