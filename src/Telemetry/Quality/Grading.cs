namespace Placement.Telemetry.Quality;

/// <summary>The rules behind <see cref="DataGrade"/>.</summary>
internal static class Grading
{
    public static DataGrade GradeOf(TimeSpan span, double coverage) =>
        span >= TimeSpan.FromDays(14) && coverage >= 0.99 ? DataGrade.A
        : span >= TimeSpan.FromDays(7) && coverage >= 0.95 ? DataGrade.B
        : span >= TimeSpan.FromDays(1) && coverage >= 0.80 ? DataGrade.C
        : DataGrade.D;
}
