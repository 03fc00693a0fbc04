namespace Placement.Cli.Tests.Quality;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class At(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
