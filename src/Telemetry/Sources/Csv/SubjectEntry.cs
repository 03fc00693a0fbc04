namespace Placement.Telemetry.Sources.Csv;

/// <summary>What a parser knows of one subject: its name's bytes, and the series and scale of each of its columns.</summary>
internal sealed class SubjectEntry(byte[] name, string text, int slots)
{
    public byte[] Name { get; } = name;

    public string Text { get; } = text;

    /// <summary>The subject that came next after this one the last time, since feeds repeat their order.</summary>
    public SubjectEntry? Next { get; set; }

    /// <summary>Series number by value slot; -1 until first used.</summary>
    public int[] Series { get; private set; } = Filled(slots);

    /// <summary>Canonical units a unit of the column, by value slot; NaN when the capacity that it is relative to is unknown.</summary>
    public double[] Scales { get; private set; } = new double[slots];

    public void Grow(int slots)
    {
        var series = Filled(slots);
        Series.CopyTo(series, 0);
        var scales = new double[slots];
        Scales.CopyTo(scales, 0);
        (Series, Scales) = (series, scales);
    }

    private static int[] Filled(int slots)
    {
        var series = new int[slots];
        Array.Fill(series, -1);
        return series;
    }
}
