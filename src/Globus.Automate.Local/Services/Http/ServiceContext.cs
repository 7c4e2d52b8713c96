namespace Globus.Automate.Local.Services;

/// <summary>What every service asks of its surroundings.</summary>
/// <param name="Time">The clock.</param>
/// <param name="NewId">Makes ids.</param>
internal sealed record ServiceContext(TimeProvider Time, Func<Guid> NewId)
{
    /// <summary>The time.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();
}
