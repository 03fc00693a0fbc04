using System.Text.Json;
using Placement.Parquet.History;
using Placement.Telemetry.Profiles;
using Placement.Telemetry.Samples;

namespace Placement.Cli.Watching;

/// <summary>The profiles of a history, which grow with it: the history is read once, then each round as it is kept.</summary>
internal sealed class WatchProfiles
{
    private readonly string _path;
    private readonly IngestSession _session = new(quarantine: new() { MaxShare = 1 });
    private readonly ProfileBuilder _builder;

    private WatchProfiles(string path, CliHost host) => (_path, _builder) = (path, new ProfileBuilder(_session, null, host.Time));

    public static async Task<WatchProfiles> LoadAsync(string path, string folder, TelemetryHistory history, CliHost host, CancellationToken token)
    {
        var profiles = new WatchProfiles(path, host);
        if (!history.IsEmpty)
        {
            await profiles.AddAsync(new HistorySource(folder), token).ConfigureAwait(false);
        }

        return profiles;
    }

    public async Task AddAsync(HistorySource source, CancellationToken token)
    {
        await foreach (var batch in source.ReadAsync(_session, token).ConfigureAwait(false))
        {
            using (batch)
            {
                _builder.Add(batch);
            }
        }
    }

    /// <summary>Renews the file as a whole; whoever reads it sees the old one or the new one.</summary>
    public async Task WriteAsync(DateTimeOffset keepFrom, CancellationToken token)
    {
        _builder.Forget(keepFrom);
        if (_builder.IsEmpty)
        {
            return; // the first reading of running totals says nothing yet
        }

        await File.WriteAllTextAsync(_path + ".unfinished", JsonSerializer.Serialize(ProfileDocument.Of(_builder.Peek()), ProfileJson.Default.ProfileDocument), token).ConfigureAwait(false);
        File.Move(_path + ".unfinished", _path, overwrite: true);
    }
}
