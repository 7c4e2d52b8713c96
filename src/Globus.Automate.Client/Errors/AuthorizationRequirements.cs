using System.Text.Json;

namespace Globus.Automate.Client.Errors;

/// <summary>
/// What a login must bring before the service goes on: a Globus Auth Requirements Error (GARE). Lists are empty where nothing is asked.
/// </summary>
public sealed record AuthorizationRequirements
{
    /// <summary>The service's word: <c>ConsentRequired</c>, <c>AuthorizationRequired</c>, <c>AuthenticationPolicyRequired</c> ...</summary>
    public required string Code { get; init; }

    /// <summary>Scopes to consent to, with their dependent scopes in brackets.</summary>
    public IReadOnlyList<string> RequiredScopes { get; init; } = [];

    /// <summary>What to tell the person who logs in.</summary>
    public string? SessionMessage { get; init; }

    /// <summary>Identities, one of which must log in: ids or user names.</summary>
    public IReadOnlyList<string> SessionRequiredIdentities { get; init; } = [];

    /// <summary>Ids of the policies that the login must satisfy.</summary>
    public IReadOnlyList<string> SessionRequiredPolicies { get; init; } = [];

    /// <summary>Domains, from one of which the login must come.</summary>
    public IReadOnlyList<string> SessionRequiredSingleDomains { get; init; } = [];

    /// <summary>Whether a second factor is needed.</summary>
    public bool? SessionRequiredMfa { get; init; }

    /// <summary><c>login</c> where a fresh login is asked for.</summary>
    public string? Prompt { get; init; }

    /// <summary>Whether anything beyond consent to scopes is asked for.</summary>
    public bool NeedsSession => SessionRequiredIdentities.Count > 0 || SessionRequiredPolicies.Count > 0
        || SessionRequiredSingleDomains.Count > 0 || SessionRequiredMfa is true || Prompt is not null;

    /// <summary>
    /// Finds the requirements in an error body, or in the <c>details</c> of an INACTIVE run or action, in any of the shapes that services
    /// write: <c>authorization_parameters</c> with or without a code, with lists or comma strings; <c>required_scopes</c>;
    /// <c>required_scope</c>; and Globus Auth's <c>dependent_consent_required</c> with <c>unapproved_scopes</c>.
    /// </summary>
    /// <param name="document">The body or the details.</param>
    /// <returns>What is asked for; null when the document asks for nothing.</returns>
    public static AuthorizationRequirements? Find(JsonElement document) => RequirementsReader.Find(document, depth: 0);

    /// <summary>The same requirements with one more scope in front, unless one for it is there.</summary>
    public AuthorizationRequirements WithScope(string scope)
        => RequiredScopes.Any(given => string.Equals(given, scope, StringComparison.Ordinal) || given.StartsWith(scope + "[", StringComparison.Ordinal))
            ? this
            : this with { RequiredScopes = [scope, .. RequiredScopes] };
}
