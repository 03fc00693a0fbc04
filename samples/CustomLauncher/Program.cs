using CustomLauncher;
using Placement.Testing;

// dotnet run --project samples/CustomLauncher: holds a launcher of one's own to the whole contract.
var leftOut = await LauncherConformance.RunAsync(new EngineSubject(), check => Console.WriteLine($"{check.Name}: {check.Rule}"));
Console.WriteLine($"{LauncherConformance.Checks.Count - leftOut.Count} checks passed; left out: {string.Join(", ", leftOut)}");
