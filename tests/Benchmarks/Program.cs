using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Expression*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
