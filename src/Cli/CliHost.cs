namespace Placement.Cli;

/// <summary>The world of one command: where data and messages go, the clock, and Ctrl-C. Tests make their own.</summary>
internal sealed class CliHost
{
    /// <summary>Gets where data go: standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Gets where everything else goes: standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Gets Ctrl-C.</summary>
    public required Interrupts Interrupts { get; init; }

    /// <summary>Gets whether messages go to a person at a terminal, who wants to see progress.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Gets the width of tables.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static CliHost OfProcess(Interrupts interrupts) => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        Interrupts = interrupts,
        ShowsProgress = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
        Width = Console.IsOutputRedirected ? 200 : Math.Clamp(WindowWidth(), 80, 160),
    };

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 120;
        }
    }
}
