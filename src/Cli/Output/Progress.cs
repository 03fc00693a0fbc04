namespace Placement.Cli.Output;

/// <summary>One line of progress on standard error that overwrites itself; silent unless a person watches.</summary>
internal sealed class Progress(CliHost host) : IDisposable
{
    private readonly Lock _gate = new();
    private int _shown;

    public void Report(string text)
    {
        if (!host.ShowsProgress)
        {
            return;
        }

        lock (_gate)
        {
            var line = text.Length < 100 ? text : text[..100];
            host.Error.Write($"\r{line.PadRight(_shown)}");
            host.Error.Flush();
            _shown = line.Length;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_shown > 0)
            {
                host.Error.Write($"\r{new string(' ', _shown)}\r");
                host.Error.Flush();
                _shown = 0;
            }
        }
    }
}
