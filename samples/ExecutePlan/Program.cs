using ExecutePlan;
using Placement.Plans;

// Carries out a plan.json in a world of files: one file a running copy. Kill it at any time and call it again.
if (args.Length < 3)
{
    Console.Error.WriteLine("usage: ExecutePlan PLAN.json JOURNAL WORLD-FOLDER [--back] [--ask] [--approval FILE]   --back rolls back; --ask waits for a line on stdin before each start and stop; --approval demands a sign-off");
    return 2;
}

var approval = Array.IndexOf(args, "--approval") is >= 0 and var at && at + 1 < args.Length ? PlanFile.ParseApproval(await File.ReadAllBytesAsync(args[at + 1])) : null;
var executor = new PlanExecutor(
    await File.ReadAllBytesAsync(args[0]),
    new FolderWorld(args[2], args.Contains("--ask")),
    new ExecutionOptions { JournalPath = args[1], Parallel = 1, RequireApproval = args.Contains("--approval"), Approval = approval });
var result = args.Contains("--back") ? await executor.RollBackAsync() : await executor.RunAsync();
Console.WriteLine($"{result.Status}, {result.StepsDone} steps done. {result.Reason}");
return result.Status is ExecutionStatus.Completed or ExecutionStatus.RolledBack ? 0 : 1;
