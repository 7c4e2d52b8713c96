using System.Text;

namespace Globus.Automate.FlowLanguage.Schema.Compilation;

/// <summary>
/// A URI reference taken apart and resolved by RFC 3986, section 5: also for URNs and for schemas without any base, which
/// <see cref="Uri"/> cannot.
/// </summary>
internal sealed record UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    public static UriReference Empty { get; } = new(null, null, string.Empty, null, null);

    public static UriReference Parse(string text)
    {
        string? fragment = null;
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
        {
            fragment = text[(hash + 1)..];
            text = text[..hash];
        }

        string? query = null;
        int mark = text.IndexOf('?', StringComparison.Ordinal);
        if (mark >= 0)
        {
            query = text[(mark + 1)..];
            text = text[..mark];
        }

        string? scheme = null;
        int colon = text.AsSpan().IndexOfAny(':', '/');
        if (colon > 0 && text[colon] == ':')
        {
            scheme = text[..colon];
            text = text[(colon + 1)..];
        }

        string? authority = null;
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            int end = text.IndexOf('/', 2);
            end = end < 0 ? text.Length : end;
            authority = text[2..end];
            text = text[end..];
        }

        return new(scheme, authority, text, query, fragment);
    }

    /// <summary>This reference as seen from a base.</summary>
    public UriReference ResolveAgainst(UriReference root)
    {
        if (Scheme is not null)
        {
            return this with { Path = RemoveDotSegments(Path) };
        }

        if (Authority is not null)
        {
            return this with { Scheme = root.Scheme, Path = RemoveDotSegments(Path) };
        }

        if (Path.Length == 0)
        {
            return root with { Query = Query ?? root.Query, Fragment = Fragment };
        }

        string path = Path.StartsWith('/') ? Path : Merge(root);
        return new(root.Scheme, root.Authority, RemoveDotSegments(path), Query, Fragment);
    }

    public UriReference WithoutFragment() => this with { Fragment = null };

    public override string ToString()
    {
        var text = new StringBuilder();
        if (Scheme is not null)
        {
            text.Append(Scheme).Append(':');
        }

        if (Authority is not null)
        {
            text.Append("//").Append(Authority);
        }

        text.Append(Path);
        if (Query is not null)
        {
            text.Append('?').Append(Query);
        }

        if (Fragment is not null)
        {
            text.Append('#').Append(Fragment);
        }

        return text.ToString();
    }

    private string Merge(UriReference root)
        => root.Authority is not null && root.Path.Length == 0 ? "/" + Path : root.Path[..(root.Path.LastIndexOf('/') + 1)] + Path;

    private static string RemoveDotSegments(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal) && !path.StartsWith('.'))
        {
            return path;
        }

        var output = new List<string>();
        string[] segments = path.Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            bool isLast = i == segments.Length - 1;
            if (segments[i] is "." or "..")
            {
                if (segments[i] is ".." && output.Count > 0 && !(output.Count == 1 && output[0].Length == 0))
                {
                    output.RemoveAt(output.Count - 1);
                }

                if (isLast)
                {
                    output.Add(string.Empty);
                }
            }
            else
            {
                output.Add(segments[i]);
            }
        }

        return string.Join('/', output);
    }
}
