namespace Placement.Cli.Running;

/// <summary>One thing wrong in a services file.</summary>
internal sealed record ServicesFault(string File, long Line, long Column, string Text)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Text}");
}
