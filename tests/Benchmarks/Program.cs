using System.Globalization;
using BenchmarkDotNet.Running;
using Globus.Automate.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Expression*'
// dotnet run -c Release --project tests/Benchmarks -- concurrent-runs 2000
// dotnet run -c Release --project tests/Benchmarks -- engine
// dotnet run -c Release --project tests/Benchmarks -- listings 100000
switch (args)
{
    case ["concurrent-runs", ..]:
        await ConcurrentRuns.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2000);
        break;
    case ["engine"]:
        await EngineScenarios.RunAsync();
        break;
    case ["listings", ..]:
        await ListingScenarios.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ConcurrentRuns).Assembly).Run(args);
        break;
}
