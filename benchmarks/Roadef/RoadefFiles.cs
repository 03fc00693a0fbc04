using Placement.Problems;

namespace Placement.Benchmarks.Roadef;

/// <summary>The files of the ROADEF/EURO challenge 2012 (machine reassignment): model, assignment and solution.</summary>
/// <remarks>
/// A machine is a node, a process a replica, a service a workload. Conflict becomes a limit of one replica a node, spread the level of locations,
/// dependency the level of neighbourhoods.
/// </remarks>
internal static class RoadefFiles
{
    private const int Locations = 0;
    private const int Neighbourhoods = 1;

    /// <summary>Reads an instance.</summary>
    /// <exception cref="InvalidDataException">A file breaks the format.</exception>
    public static PlacementProblem Read(string modelPath, string assignmentPath)
    {
        using var model = new IntegerReader(modelPath);
        using var assignment = new IntegerReader(assignmentPath);
        return PlacementProblem.Create(ReadDefinition(model, assignment));
    }

    /// <summary>Reads a solution or start assignment.</summary>
    public static Assignment ReadAssignment(string path, int processes, int machines)
    {
        using var reader = new IntegerReader(path);
        return new Assignment(ReadNodes(reader, processes, machines));
    }

    /// <summary>Writes a solution: the machine index of each process.</summary>
    public static void Write(string path, Assignment assignment) => File.WriteAllText(path, string.Join(' ', assignment.Nodes.ToArray()) + "\n");

    private static ProblemDefinition ReadDefinition(IntegerReader model, IntegerReader assignment)
    {
        var resources = model.ReadInt("number of resources", 1_000);
        var transient = new bool[resources];
        var loadWeight = new long[resources];
        for (var r = 0; r < resources; r++)
        {
            transient[r] = model.ReadInt("transient", 2) == 1;
            loadWeight[r] = model.ReadLong();
        }

        var machines = model.ReadInt("number of machines", 40_000);
        var neighbourhood = new int[machines];
        var location = new int[machines];
        var capacity = new long[machines * resources];
        var safety = new long[machines * resources];
        var nodeMove = new int[machines * machines];
        for (var m = 0; m < machines; m++)
        {
            neighbourhood[m] = model.ReadInt("neighbourhood");
            location[m] = model.ReadInt("location");
            Fill(model, capacity.AsSpan(m * resources, resources));
            Fill(model, safety.AsSpan(m * resources, resources));
            for (var to = 0; to < machines; to++)
            {
                nodeMove[(m * machines) + to] = model.ReadInt("machine move cost");
            }
        }

        var spreads = new List<DomainSpread>();
        var dependencies = new List<DomainDependency>();
        var services = model.ReadInt("number of services");
        for (var s = 0; s < services; s++)
        {
            var spreadMin = model.ReadInt("spreadMin");
            if (spreadMin > 0)
            {
                spreads.Add(new DomainSpread(s, Locations, spreadMin));
            }

            for (var left = model.ReadInt("number of dependencies"); left > 0; left--)
            {
                dependencies.Add(new DomainDependency(s, model.ReadInt("service depended on", services), Neighbourhoods));
            }
        }

        var processes = model.ReadInt("number of processes");
        var service = new int[processes];
        var moveCost = new long[processes];
        var demand = new long[processes * resources];
        for (var p = 0; p < processes; p++)
        {
            service[p] = model.ReadInt("service", services);
            Fill(model, demand.AsSpan(p * resources, resources));
            moveCost[p] = model.ReadLong();
        }

        var balances = new ResourceBalance[model.ReadInt("number of balance triples")];
        for (var b = 0; b < balances.Length; b++)
        {
            balances[b] = new(model.ReadInt("r1", resources), model.ReadInt("r2", resources), model.ReadLong(), model.ReadLong());
        }

        var processWeight = model.ReadLong();
        var serviceWeight = model.ReadLong();
        var machineWeight = model.ReadLong();
        return new ProblemDefinition
        {
            ResourceCount = resources,
            Capacity = capacity,
            Target = safety,
            LoadWeight = loadWeight,
            Transient = transient,
            Demand = demand,
            DemandClass = [.. Enumerable.Range(0, processes)],
            Workload = service,
            Origin = ReadNodes(assignment, processes, machines),
            MoveCost = [.. moveCost.Select(cost => checked(cost * processWeight))],
            WorkloadMoveCost = serviceWeight,
            NodeMoveCost = nodeMove,
            NodeMoveWeight = machineWeight,
            Domains = [location, neighbourhood],
            DomainLimits = [.. Enumerable.Range(0, services).Select(s => new DomainLimit(s, -1, 1))],
            Spreads = spreads,
            Dependencies = dependencies,
            Balances = balances,
        };
    }

    private static void Fill(IntegerReader reader, Span<long> values)
    {
        foreach (ref var value in values)
        {
            value = reader.ReadLong();
        }
    }

    private static int[] ReadNodes(IntegerReader reader, int processes, int machines)
    {
        var nodes = new int[processes];
        foreach (ref var node in nodes.AsSpan())
        {
            node = reader.ReadInt("machine", machines);
        }

        return reader.AtEnd() ? nodes : throw new InvalidDataException($"The assignment holds more than {processes} processes.");
    }
}
