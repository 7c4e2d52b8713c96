using System.Globalization;
using Globus.Automate.Client.Transport;
using Globus.Automate.PowerShell.Commands;

namespace Globus.Automate.PowerShell.Session;

/// <summary>Tells a cmdlet's exchanges with the service to its verbose stream (a line each) and its debug stream (the bodies), secrets masked.</summary>
internal sealed class ExchangeWriter(GlobusCmdlet cmdlet, bool bodies) : IExchangeObserver
{
    /// <summary>An observer for what the user asked to see; null where that is nothing, so that nothing is formatted.</summary>
    public static ExchangeWriter? For(GlobusCmdlet cmdlet)
    {
        bool bodies = cmdlet.Wants("Debug");
        return bodies || cmdlet.Wants("Verbose") ? new ExchangeWriter(cmdlet, bodies) : null;
    }

    public void OnExchange(Exchange exchange)
    {
        cmdlet.PostVerbose(exchange.ToString());
        if (!bodies)
        {
            return;
        }

        if (exchange.ReadRequestBody() is { } sent)
        {
            cmdlet.PostDebug($"{exchange.Method} {exchange.Url} sent: {sent}");
        }

        if (exchange.ReadResponseBody() is { } received)
        {
            cmdlet.PostDebug($"{exchange.Method} {exchange.Url} received: {received}");
        }
    }

    public void OnRetry(Exchange exchange, TimeSpan delay)
        => cmdlet.PostVerbose(string.Create(CultureInfo.InvariantCulture, $"{exchange.Method} {exchange.Url} is sent again in {delay.TotalSeconds:0.0} s."));
}
