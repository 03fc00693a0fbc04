namespace Placement.Cli.Tests;

/// <summary>Runs the command line in this process and keeps what it printed.</summary>
internal sealed record Tool(int Code, string Out, string Error)
{
    public static async Task<Tool> RunAsync(params string[] args)
    {
        using var interrupts = Interrupts.Manual();
        return await RunAsync(interrupts, args);
    }

    public static async Task<Tool> RunAsync(Interrupts interrupts, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(args, new CliHost { Out = output, Error = error, Interrupts = interrupts });
        return new(code, output.ToString(), error.ToString());
    }
}
