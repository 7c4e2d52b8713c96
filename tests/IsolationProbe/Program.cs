using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Identity.Client;
using YamlDotNet.Serialization;

// Stands for a PowerShell session in which other modules have loaded their own versions of libraries that ours uses too. Prints what is loaded
// where, one line each, and works with both sides before and after.
//   IsolationProbe <manifest> <script>
string manifest = args[0];
string script = args[1];

UseOurVersions("before");

InitialSessionState state = InitialSessionState.CreateDefault2();
using Runspace runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();
Run($"Import-Module '{manifest}'");
Report("imported");
foreach (PSObject item in Run(script))
{
    Console.WriteLine($"output {item}");
}

UseOurVersions("after");
Report("used");
return 0;

void UseOurVersions(string when)
{
    var document = new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>("key: value");
    IPublicClientApplication application = PublicClientApplicationBuilder.Create("00000000-0000-0000-0000-000000000001").Build();
    Console.WriteLine($"{when} yaml={document["key"]}/{Version(typeof(DeserializerBuilder))} msal={application.AppConfig.ClientId[^1]}/{Version(typeof(PublicClientApplicationBuilder))}");
}

void Report(string when)
{
    foreach (AssemblyLoadContext context in AssemblyLoadContext.All)
    {
        foreach (Assembly assembly in context.Assemblies)
        {
            string name = assembly.GetName().Name!;
            if (name.StartsWith("Globus.", StringComparison.Ordinal) || name.StartsWith("YamlDotNet", StringComparison.Ordinal)
                || name.StartsWith("Duende.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Identity", StringComparison.Ordinal)
                || name.StartsWith("Polly", StringComparison.Ordinal))
            {
                Console.WriteLine($"{when} {(context == AssemblyLoadContext.Default ? "default" : context.Name)} {name} {assembly.GetName().Version}");
            }
        }
    }
}

IEnumerable<PSObject> Run(string text)
{
    using var shell = PowerShell.Create(runspace);
    shell.AddScript(text);
    ICollection<PSObject> output = shell.Invoke();
    foreach (ErrorRecord error in shell.Streams.Error)
    {
        Console.WriteLine($"error {error}");
    }

    return output;
}

static string Version(Type type) => type.Assembly.GetName().Version!.ToString(3);
