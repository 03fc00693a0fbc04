using System.Text.Json;
using Docker.DotNet;
using Placement.Scheduling;

namespace Placement.Docker;

/// <summary>Reads an engine's error texts, the only place where it says why a start failed.</summary>
internal static class EngineText
{
    public static string Of(DockerApiException error)
    {
        try
        {
            using var document = JsonDocument.Parse(error.ResponseBody ?? "");
            return document.RootElement.TryGetProperty("message", out var message) ? message.GetString() ?? error.Message : error.Message;
        }
        catch (JsonException)
        {
            return error.ResponseBody is { Length: > 0 } body ? body : error.Message;
        }
    }

    public static LaunchOutcome Refusal(DockerApiException error)
    {
        var text = Of(error);
        bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        var (status, code) =
            Says("port is already allocated", "address already in use") ? (LaunchStatus.RefusedByNode, DockerCodes.PortTaken)
            : Says("executable file not found", "no such file or directory: unknown", "permission denied: unknown", "exec format error") ? (LaunchStatus.RefusedEverywhere, DockerCodes.CommandNotFound)
            : error.StatusCode == System.Net.HttpStatusCode.BadRequest ? (LaunchStatus.RefusedEverywhere, DockerCodes.Invalid)
            : (LaunchStatus.RefusedByNode, DockerCodes.EngineError);
        return new LaunchOutcome { Status = status, Code = code, Reason = text };
    }
}
