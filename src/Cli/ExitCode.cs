namespace Placement.Cli;

/// <summary>The exit codes, stable for scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failure = 1;
    public const int WrongUsage = 2;
    public const int InvalidInput = 3;
    public const int Infeasible = 4;
    public const int NoPlanInTime = 5;
    public const int Cancelled = 130;
}
