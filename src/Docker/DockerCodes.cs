namespace Placement.Docker;

/// <summary>The stable codes of refusals by the Docker launcher.</summary>
public static class DockerCodes
{
    /// <summary>The service names no image; this launcher runs containers only.</summary>
    public const string NoImage = "no-image";

    /// <summary>The image does not exist, here or in its registry, or may not be read.</summary>
    public const string ImageNotFound = "image-not-found";

    /// <summary>The image could not be fetched to this engine just now.</summary>
    public const string PullFailed = "pull-failed";

    /// <summary>The engine calls the specification invalid.</summary>
    public const string Invalid = "invalid-specification";

    /// <summary>The program does not exist in the image, or may not be executed.</summary>
    public const string CommandNotFound = "command-not-found";

    /// <summary>A port is taken on this node.</summary>
    public const string PortTaken = "port-taken";

    /// <summary>The engine failed to start the container for a reason of its own.</summary>
    public const string EngineError = "engine-error";
}
