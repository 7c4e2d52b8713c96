using BenchmarkDotNet.Running;
using Globus.Automate.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Expression*'
// dotnet run -c Release --project tests/Benchmarks -- engine
if (args is ["engine"])
{
    await EngineScenarios.RunAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
