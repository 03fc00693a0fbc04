namespace Placement.Docker;

/// <summary>When an engine fetches an image before a start.</summary>
public enum PullPolicy
{
    /// <summary>Only when the engine does not have it.</summary>
    IfAbsent,

    /// <summary>Before every start, so that a moved tag is noticed.</summary>
    Always,

    /// <summary>Never; an absent image is a refusal with the code <see cref="DockerCodes.ImageNotFound"/>.</summary>
    Never,
}
