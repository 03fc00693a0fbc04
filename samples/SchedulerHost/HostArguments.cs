using Placement.Docker;

namespace SchedulerHost;

/// <summary>What the command line asks for; what is not known here goes on to ASP.NET.</summary>
internal sealed record HostArguments
{
    public const string Usage = """
        --docker URI                 an engine, such as unix:///var/run/docker.sock or tcp://host:2376; several make a fleet
        --docker-certificates FOLDER ca.pem, cert.pem and key.pem: engines at tcp and https addresses are reached by TLS
        --network NAME               network of the containers (bridge)
        --state FILE                 what was decided (fleet.db)
        --measured                   let measured use count in place of requests, once a day of it is known
        --optimise                   pack the fleet in the background
        --urls URL                   where to listen (http://127.0.0.1:8765)
        """;

    public List<DockerEngine> Engines { get; } = [];

    public string State { get; private set; } = "fleet.db";

    public string Network { get; private set; } = "bridge";

    public bool Measured { get; private set; }

    public bool Optimise { get; private set; }

    public List<string> Rest { get; } = [];

    /// <exception cref="InvalidDataException">Something is missing or wrong; the message says what.</exception>
    public static HostArguments Read(string[] args)
    {
        var read = new HostArguments();
        string? certificates = null;
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length && !args[i].StartsWith("--", StringComparison.Ordinal) ? args[i] : throw new InvalidDataException($"{args[i - 1]} needs a value.");
            switch (args[i])
            {
                case "--docker": read.Engines.Add(Engine(Value(), read.Engines.Count + 1)); break;
                case "--docker-certificates": certificates = Value(); break;
                case "--network": read.Network = Value(); break;
                case "--state": read.State = Value(); break;
                case "--measured": read.Measured = true; break;
                case "--optimise": read.Optimise = true; break;
                default: read.Rest.Add(args[i]); break;
            }
        }

        if (read.Engines.Count == 0)
        {
            throw new InvalidDataException("Name at least one engine, such as --docker unix:///var/run/docker.sock");
        }

        if (certificates is not null)
        {
            read.Secure(certificates);
        }

        return read;
    }

    private static DockerEngine Engine(string address, int number) =>
        Uri.TryCreate(address, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "unix" or "tcp" or "http" or "https"
            ? new DockerEngine { NodeId = $"node-{number}", Endpoint = endpoint }
            : throw new InvalidDataException($"--docker '{address}' is no engine's address; write unix:///path/to/docker.sock, tcp://host:port or https://host:port.");

    private void Secure(string certificates)
    {
        if (!Engines.Exists(e => e.Endpoint.Scheme is "tcp" or "https"))
        {
            throw new InvalidDataException("--docker-certificates is given, but no engine is reached at a tcp or https address.");
        }

        for (var i = 0; i < Engines.Count; i++)
        {
            Engines[i] = Engines[i].Endpoint.Scheme is "tcp" or "https" ? Engines[i].WithCertificates(certificates) : Engines[i];
        }
    }
}
