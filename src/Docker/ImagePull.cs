using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Sees to it that an engine has an image, as the pull policy says.</summary>
internal static class ImagePull
{
    /// <summary>Returns null when the engine has the image, otherwise the refusal.</summary>
    public static async Task<LaunchOutcome?> EnsureAsync(DockerFleet fleet, string nodeId, string image, CancellationToken cancellationToken)
    {
        var policy = fleet.Options.Pull;
        if (policy != PullPolicy.Always && await HasAsync(fleet, nodeId, image, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        if (policy == PullPolicy.Never)
        {
            return Refused(LaunchStatus.RefusedByNode, DockerCodes.ImageNotFound, $"Node '{nodeId}' does not have the image '{image}', and the pull policy is Never.");
        }

        string? error = null;
        try
        {
            var progress = new PullProgress(message => error = message.Error?.Message ?? error);
            await fleet.CallAsync(
                nodeId, (client, token) => client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = WithTag(image) }, new AuthConfig(), progress, token), cancellationToken, fleet.Options.PullTimeout).ConfigureAwait(false);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return Refused(LaunchStatus.RefusedEverywhere, DockerCodes.ImageNotFound, EngineText.Of(e));
        }
        catch (DockerApiException e)
        {
            error = EngineText.Of(e);
        }

        return error is null ? null
            : error.Contains("not found", StringComparison.OrdinalIgnoreCase) || error.Contains("denied", StringComparison.OrdinalIgnoreCase)
                ? Refused(LaunchStatus.RefusedEverywhere, DockerCodes.ImageNotFound, error)
                : Refused(LaunchStatus.RefusedByNode, DockerCodes.PullFailed, error);
    }

    private static async Task<bool> HasAsync(DockerFleet fleet, string nodeId, string image, CancellationToken cancellationToken)
    {
        try
        {
            await fleet.CallAsync(nodeId, (client, token) => client.Images.InspectImageAsync(image, token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>An engine asked for an image without a tag would fetch every tag.</summary>
    private static string WithTag(string image) =>
        image.Contains('@', StringComparison.Ordinal) || image.AsSpan(image.LastIndexOf('/') + 1).Contains(':') ? image : image + ":latest";

    private static LaunchOutcome Refused(LaunchStatus status, string code, string reason) => new() { Status = status, Code = code, Reason = reason };

    private sealed class PullProgress(Action<JSONMessage> on) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value) => on(value);

    }
}
