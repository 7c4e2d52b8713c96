using System.Diagnostics.CodeAnalysis;

namespace Globus.Automate.Local.Services;

/// <summary>Principals: <c>urn:globus:auth:identity:{uuid}</c>, <c>urn:globus:groups:id:{uuid}</c>, and the two words for everyone.</summary>
internal static class Principals
{
    public const string IdentityPrefix = "urn:globus:auth:identity:";
    public const string GroupPrefix = "urn:globus:groups:id:";

    /// <summary>Anyone, logged in or not; only in flow_viewers.</summary>
    public const string Public = "public";

    /// <summary>Anyone who is logged in; only in flow_starters.</summary>
    public const string AllAuthenticated = "all_authenticated_users";

    public static string OfIdentity(Guid id) => IdentityPrefix + id.ToString();

    public static bool IsUrn([NotNullWhen(true)] string? text)
        => text is not null && (IsUrn(text, IdentityPrefix) || IsUrn(text, GroupPrefix));

    /// <summary>Whether a list of principals takes in a caller; null is someone who is not logged in.</summary>
    public static bool Include(IReadOnlyList<string> principals, Caller? caller)
    {
        for (int i = 0; i < principals.Count; i++)
        {
            string principal = principals[i];
            if (principal == Public || (caller is not null && (principal == AllAuthenticated || Is(principal, caller))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a principal is a caller: one of their identities or groups.</summary>
    public static bool Is(string principal, Caller caller)
        => Same(principal, caller.Principal) || IsOneOf(principal, caller.Identities) || IsOneOf(principal, caller.Groups);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>Listings ask this for every item: no enumerator, no closure.</summary>
    private static bool IsOneOf(string principal, IReadOnlyList<string> principals)
    {
        for (int i = 0; i < principals.Count; i++)
        {
            if (Same(principal, principals[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUrn(string text, string prefix)
        => text.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(text.AsSpan(prefix.Length), "D", out _);
}
