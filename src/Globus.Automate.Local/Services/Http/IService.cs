namespace Globus.Automate.Local.Services;

/// <summary>One of the services: it adds its routes to the table of the Globus it belongs to.</summary>
internal interface IService
{
    /// <summary>Adds the routes.</summary>
    void AddRoutes(RouteTable routes);
}
