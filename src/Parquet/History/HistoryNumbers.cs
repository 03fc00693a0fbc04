using Placement.Telemetry.Quality;
using Placement.Telemetry.Samples;

namespace Placement.Parquet.History;

/// <summary>The numbers that a file gives to the series of an ingest.</summary>
internal sealed class HistoryNumbers(IngestSession session, HistoryWriter writer)
{
    private readonly Dictionary<(int Series, bool IsTotal, ZeroTrust Zeros), int> _numbers = [];
    private bool _isTotal;
    private ZeroTrust _zeros;
    private (int Series, int Number) _last = (-1, -1);

    /// <summary>Says of which batch the next ones are asked for.</summary>
    public void Begin(SampleBatch batch) => (_isTotal, _zeros, _last) = (batch.Meaning == SampleMeaning.Counter, batch.Origin.Zeros, (-1, -1));

    public int Of(int series)
    {
        if (_last.Series == series)
        {
            return _last.Number;
        }

        if (!_numbers.TryGetValue((series, _isTotal, _zeros), out var number))
        {
            var key = session.Series[series];
            var trust = key.Resource == Resource.Cpu ? ZeroTrust.Cpu : key.Resource == Resource.Memory ? ZeroTrust.Memory : ZeroTrust.Custom;
            number = writer.NumberOf(new(key, _isTotal, (_zeros & trust) != 0, session.Capacities.TryGet(key, out var capacity) ? capacity : 0));
            _numbers.Add((series, _isTotal, _zeros), number);
        }

        _last = (series, number);
        return number;
    }
}
