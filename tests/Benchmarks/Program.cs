using System.Globalization;
using BenchmarkDotNet.Running;
using Globus.Automate.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Expression*'
// dotnet run -c Release --project tests/Benchmarks -- concurrent-runs 2000
// dotnet run -c Release --project tests/Benchmarks -- engine
switch (args)
{
    case ["concurrent-runs", ..]:
        await ConcurrentRuns.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2000);
        break;
    case ["engine"]:
        await EngineScenarios.RunAsync();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ConcurrentRuns).Assembly).Run(args);
        break;
}
