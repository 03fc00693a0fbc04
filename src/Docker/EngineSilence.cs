using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Docker.DotNet;

namespace Placement.Docker;

/// <summary>Why an engine does not answer, in words that say what to mend.</summary>
internal static class EngineSilence
{
    /// <summary>Whether an exception says that an engine does not answer, or not in words that can be read. The client gives what each address of a host refused as one aggregate.</summary>
    public static bool Is(Exception fault) =>
        fault is HttpRequestException or IOException or TimeoutException or DockerApiException or SocketException or JsonException
        || (fault is AggregateException several && several.InnerExceptions.All(Is));

    /// <summary>Gives the reason that lies beneath an exception of <see cref="Is"/>.</summary>
    public static string Reason(Exception fault, Uri endpoint)
    {
        if (fault is DockerApiException answer)
        {
            return $"{endpoint} answers with an error: {EngineText.Of(answer).Trim()}";
        }

        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TimeoutException:
                    return cause.Message;
                case AuthenticationException { InnerException: null }:
                    return $"the certificate of {endpoint} is not trusted: {cause.Message}";
                case SocketException socket:
                    return OfSocket(socket, endpoint);
            }
        }

        return $"{endpoint}: {fault.GetBaseException().Message}";
    }

    private static string OfSocket(SocketException socket, Uri endpoint) => socket.SocketErrorCode switch
    {
        _ when endpoint.Scheme == "unix" && !File.Exists(endpoint.LocalPath) => $"there is no socket {endpoint.LocalPath}",
        SocketError.AccessDenied when endpoint.Scheme == "unix" => $"this user may not open {endpoint.LocalPath}",
        SocketError.ConnectionRefused => $"nothing listens at {endpoint}",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => $"there is no host {endpoint.Host}",
        _ => $"{endpoint}: {socket.Message}",
    };
}
