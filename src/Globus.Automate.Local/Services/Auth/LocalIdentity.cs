namespace Globus.Automate.Local.Services;

/// <summary>Someone whom the local Globus knows.</summary>
/// <param name="Id">The id; the same for the same name everywhere and always.</param>
/// <param name="Username">The user name, such as <c>alice@local</c>.</param>
/// <param name="Name">The name for people.</param>
public sealed record LocalIdentity(Guid Id, string Username, string Name)
{
    /// <summary>The URN by which flows and runs name it.</summary>
    public string Principal => Principals.OfIdentity(Id);

    /// <summary>The email address.</summary>
    public string Email => Username;

    /// <summary>Whether it is a client or a flow, not a person.</summary>
    public bool IsClient { get; init; }
}
