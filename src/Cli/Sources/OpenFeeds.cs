namespace Placement.Cli.Sources;

/// <summary>Feeds that are open until this is disposed.</summary>
internal sealed class OpenFeeds(IEnumerable<TelemetryFeed> feeds) : IDisposable
{
    public void Dispose()
    {
        foreach (var feed in feeds)
        {
            feed.Dispose();
        }
    }
}
