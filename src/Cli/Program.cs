using System.CommandLine;

var root = new RootCommand("Shows where a fleet wastes money and plans the cheapest safe placement.");
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
