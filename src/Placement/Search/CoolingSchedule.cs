namespace Placement.Search;

/// <summary>Temperatures from hot to cold, and how long to spend at each.</summary>
/// <remarks>
/// A first quick pass, with the same time at each temperature, learns where the cost falls. The next ones spend the time there: in proportion to the square root of how far
/// the logarithm of the distance to the bound falls at each level. So little time goes to temperatures at which all is molten or all is frozen, whatever the unit of the cost.
/// </remarks>
internal sealed class CoolingSchedule(double hottest, double coldest, double bound)
{
    private const int Levels = 48;
    private const double Least = 0.05; // of an even share: what the first pass did not see may still be there

    private readonly double[] _costs = new double[Levels];
    private readonly int[] _samples = new int[Levels];
    private readonly double[] _until = [.. Enumerable.Range(1, Levels).Select(i => (double)i / Levels)];

    /// <summary>The temperature after a share of a pass, from 0 to 1.</summary>
    public double Temperature(double share)
    {
        var level = LevelAt(share);
        var from = level == 0 ? 0 : _until[level - 1];
        var within = (share - from) / Math.Max(1e-12, _until[level] - from);
        return hottest * Math.Pow(coldest / hottest, (level + Math.Clamp(within, 0, 1)) / Levels);
    }

    /// <summary>Tells the cost that was seen at a share of the pass.</summary>
    public void Record(double share, double cost)
    {
        var level = LevelAt(share);
        _costs[level] += cost;
        _samples[level]++;
    }

    /// <summary>Lays the time out by what was recorded, for passes to come.</summary>
    public void Learn()
    {
        var weights = new double[Levels];
        var last = double.NaN;
        for (var i = 0; i < Levels; i++)
        {
            var mean = _samples[i] == 0 ? last : _costs[i] / _samples[i];
            weights[i] = double.IsNaN(last) || mean >= last ? 0 : Math.Sqrt(Math.Log((last - bound + 1) / (Math.Max(mean, bound) - bound + 1)));
            last = mean;
        }

        // The fall shows at the level after the one that caused it: both get the time.
        var smooth = weights.Select((w, i) => w + (i + 1 < Levels ? weights[i + 1] : 0) + (i > 0 ? weights[i - 1] : 0)).ToArray();
        var floor = Math.Max(1e-9, Least * smooth.Average());
        var total = smooth.Sum(w => w + floor);
        var sum = 0.0;
        for (var i = 0; i < Levels; i++)
        {
            sum += (smooth[i] + floor) / total;
            _until[i] = sum;
            (_costs[i], _samples[i]) = (0, 0);
        }

        _until[^1] = 1;
    }

    private int LevelAt(double share)
    {
        var level = Array.BinarySearch(_until, share);
        return Math.Min(Levels - 1, level < 0 ? ~level : level + 1);
    }
}
