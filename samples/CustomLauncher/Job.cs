namespace CustomLauncher;

/// <summary>A job of the engine.</summary>
internal sealed record Job(string Name, IReadOnlyDictionary<string, string> Labels, bool Stubborn)
{
    public int? ExitCode { get; set; }

    public bool Killed { get; set; }
}
