using Placement.Cli;

using var interrupts = new Interrupts();
return await CommandLine.RunAsync(args, CliHost.OfProcess(interrupts)).ConfigureAwait(false);
