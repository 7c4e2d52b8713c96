using System.Management.Automation;
using Globus.Automate.Client.Auth;
using Globus.Automate.PowerShell.Conversion;
using Globus.Automate.PowerShell.Errors;

namespace Globus.Automate.PowerShell.Commands.Session;

/// <summary>Gets identities by their usernames, ids or URNs; without any, the one that is logged in.</summary>
[Cmdlet(VerbsCommon.Get, "GlobusIdentity")]
[OutputType("Globus.Automate.Identity")]
public sealed class GetGlobusIdentityCommand : GlobusCmdlet
{
    private const string TypeName = "Globus.Automate.Identity";
    private const string IdentityPrefix = "urn:globus:auth:identity:";

    private readonly List<string> _asked = [];

    /// <summary>Usernames, ids or URNs of identities, as flows and runs name them. Without it, who is logged in.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Username", "Principal")]
    [ValidateNotNullOrEmpty]
    public string[]? Identity { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Identity is null)
        {
            WriteCurrent(await Session.Auth.GetUserInfoAsync(cancellationToken));
            return;
        }

        // The service takes a hundred at once: all are looked up when the last one is in.
        _asked.AddRange(Identity.Select(static name => name.Trim()));
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_asked.Count == 0)
        {
            return;
        }

        string[] ids = [.. _asked.Select(IdOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] names = [.. _asked.Where(static name => IdOf(name) is null && !IsUrn(name)).Select(Principals.FullName).Distinct(StringComparer.OrdinalIgnoreCase)];
        var found = new Dictionary<string, GlobusIdentity>(StringComparer.OrdinalIgnoreCase);
        foreach (GlobusIdentity identity in ids.Length == 0 ? [] : await Session.Auth.FindByIdAsync(ids, cancellationToken))
        {
            found[identity.Id] = identity;
        }

        foreach (GlobusIdentity identity in names.Length == 0 ? [] : await Session.Auth.FindByUsernameAsync(names, cancellationToken: cancellationToken))
        {
            found[identity.Username ?? identity.Id] = identity;
        }

        foreach (string name in _asked)
        {
            if (found.TryGetValue(IdOf(name) ?? Principals.FullName(name), out GlobusIdentity? identity))
            {
                PSObject result = ServiceObject.Create(identity.Document, TypeName);
                result.Properties.Add(new PSNoteProperty("Principal", identity.Principal));
                WriteObject(result);
            }
            else
            {
                WriteError(NotFound(name), name);
            }
        }
    }

    private static bool IsUrn(string name) => name.StartsWith("urn:", StringComparison.Ordinal);

    /// <summary>The id in what may be an id or a URN; null for a username.</summary>
    private static string? IdOf(string name)
    {
        string bare = name.StartsWith(IdentityPrefix, StringComparison.Ordinal) ? name[IdentityPrefix.Length..] : name;
        return Guid.TryParseExact(bare, "D", out Guid id) ? id.ToString() : null;
    }

    private static CommandException NotFound(string name) => new(
        "IdentityNotFound",
        ErrorCategory.ObjectNotFound,
        IsUrn(name) && IdOf(name) is null
            ? $"'{name}' is not the URN of an identity; that of a group has no identity behind it."
            : $"No identity is known to Globus as '{name}'.");

    /// <summary>Who is logged in has other names for the same things: both are there.</summary>
    private void WriteCurrent(UserInfo user)
    {
        PSObject result = ServiceObject.Create(user.Document, TypeName);
        foreach ((string name, string? value) in ((string, string?)[])
        [
            ("Id", user.Subject),
            ("Username", user.Username ?? Connection.Identity.Username),
            ("Principal", IdentityPrefix + user.Subject),
        ])
        {
            result.Properties.Add(new PSNoteProperty(name, value));
        }

        WriteObject(result);
    }
}
