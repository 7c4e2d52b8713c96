using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Providers;

/// <summary>A gateway that answers only some calls: mocks for the states they name, the flows of this Globus for their URLs.</summary>
public interface IActionGatewayRoute : IActionGateway
{
    /// <summary>Whether this gateway answers a call. The answer for one action must stay the same while it lives.</summary>
    bool Accepts(ActionCall call);
}
