using System.Diagnostics;
using Placement.Plans;

namespace Placement.Tests.Plans;

/// <summary>Runs a plan in a real process, kills it at each of its starts and stops, and lets another process go on.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("placement-killed").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_killed_process_is_resumed_or_rolled_back_by_another()
    {
        var token = TestContext.Current.CancellationToken;
        var document = PlanExecutorTests.Document();
        var calls = document.Waves.SelectMany(w => w.Steps).Sum(s => s.Kind == StepKind.Move ? 2 : 1);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "plan.json"), PlanFile.ToBytes(document), token);
        for (var call = 1; call <= calls; call++)
        {
            foreach (var back in new[] { false, true })
            {
                var (world, journal) = (Directory.CreateDirectory(Path.Combine(_folder, $"world{call}{back}")).FullName, Path.Combine(_folder, $"journal{call}{back}"));
                foreach (var replica in PlanExecutorTests.Model().Workloads.SelectMany(w => w.Replicas))
                {
                    await File.WriteAllTextAsync(Path.Combine(world, $"{Uri.EscapeDataString(replica.Id)}@{replica.Node}"), "", token);
                }

                using (var victim = Start(journal, world, "--ask"))
                {
                    for (var i = 1; i <= call; i++)
                    {
                        Assert.NotNull(await victim.StandardOutput.ReadLineAsync(token));
                        if (i < call)
                        {
                            await victim.StandardInput.WriteLineAsync();
                        }
                    }

                    victim.Kill();
                    await victim.WaitForExitAsync(token);
                }

                using var second = Start(journal, world, back ? "--back" : "");
                var said = await second.StandardOutput.ReadToEndAsync(token);
                await second.WaitForExitAsync(token);
                Assert.True(second.ExitCode == 0, said);
                var expected = back
                    ? PlanExecutorTests.Model().Workloads.SelectMany(w => w.Replicas).Select(r => $"{Uri.EscapeDataString(r.Id)}@{r.Node}")
                    : document.Target.SelectMany(n => n.Replicas.Select(r => $"{Uri.EscapeDataString(r)}@{n.Node}"));
                Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.EnumerateFiles(world).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
            }
        }
    }

    private Process Start(string journal, string world, string option)
    {
        // bin/<test project>/<configuration>/ beside bin/ExecutePlan/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "ExecutePlan", here.Name, "ExecutePlan.dll");
        Assert.True(File.Exists(program), $"{program} is not built.");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { program, Path.Combine(_folder, "plan.json"), journal, world, option }.Where(a => a.Length > 0))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
